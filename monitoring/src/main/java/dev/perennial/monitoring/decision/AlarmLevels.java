package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;
import java.util.List;
import java.util.Locale;

/**
 * The probabilities with which a window without harm may raise an alarm, and what a year of such windows then brings.
 *
 * <p>A budget of tickets is spread evenly over the windows of a year. Half of that of pages goes to windows that are bad
 * beyond doubt at once, half to those that are bad together with at least one of the two before: with independent windows
 * and a level a, that happens by chance in a · (1 - (1 - a)²), about 2a², of all windows. No budget, however generous, makes
 * a level looser than the one-sided 2.5 % of a 95 % interval, or a page at once looser than three standard errors
 * (Shewhart, 1931): what is not beyond its own noise is no finding. Windows that overlap, and rows that come in bursts, give
 * fewer independent chances, of which each lasts longer.
 *
 * @param windowsAYear the number of windows in a year
 * @param ticket the level of a ticket
 * @param pageAtOnce the level at which one window is enough for a page
 * @param pageWhenRepeated the level that a window must reach, and one of the two before it, for a page
 */
public record AlarmLevels(double windowsAYear, double ticket, double pageAtOnce, double pageWhenRepeated) {

    private static final double LOOSEST = 0.025;
    private static final double THREE_SIGMA = 0.00135;
    private static final double WEEKS_A_YEAR = 52.1775;

    /** Checks the levels. */
    public AlarmLevels {
        Require.positive(windowsAYear, "number of windows in a year");
        Require.level(ticket, "level of a ticket");
        Require.level(pageAtOnce, "level of a page at once");
        Require.level(pageWhenRepeated, "level of a page when repeated");
    }

    /** The levels that keep a budget of alarms without a reason. */
    public static AlarmLevels of(double pagesAYear, double ticketsAYear, double windowsAYear) {
        Require.positive(pagesAYear, "pages a year");
        Require.positive(ticketsAYear, "tickets a year");
        Require.positive(windowsAYear, "number of windows in a year");
        double ticket = Math.min(LOOSEST, ticketsAYear / windowsAYear);
        double pages = pagesAYear / windowsAYear / 2;
        return new AlarmLevels(
                windowsAYear, ticket, Math.min(THREE_SIGMA, pages), Math.min(ticket, Math.sqrt(pages / 2)));
    }

    /** One page a quarter and two tickets a month, for weekly windows. */
    public static AlarmLevels standard() {
        return of(4, 24, WEEKS_A_YEAR);
    }

    /** At most so many tickets a year are expected without any harm. */
    public double expectedTicketsAYear() {
        return windowsAYear * ticket;
    }

    /** At most so many pages a year are expected without any harm. */
    public double expectedPagesAYear() {
        double quiet = 1 - pageWhenRepeated;
        return windowsAYear * (pageAtOnce + pageWhenRepeated * (1 - quiet * quiet));
    }

    /** How loudly labels are told that show harm with so small a p value, after these windows. */
    AlarmSeverity severity(double smallest, List<EarlierWindow> earlier) {
        if (smallest > ticket) {
            return AlarmSeverity.LOG;
        }
        return smallest <= pageAtOnce || isRepeated(smallest, earlier) ? AlarmSeverity.PAGE : AlarmSeverity.TICKET;
    }

    /** Whether this window is bad, and one of those before it was. */
    boolean isRepeated(double smallest, List<EarlierWindow> earlier) {
        return smallest <= pageWhenRepeated
                && earlier.stream().anyMatch(before -> before.smallestPValue() <= pageWhenRepeated);
    }

    /** What is expected, in words. */
    public String because() {
        return String.format(
                Locale.ROOT,
                "without harm at most %.2g tickets and %.2g pages a year are expected of %.0f windows",
                expectedTicketsAYear(),
                expectedPagesAYear(),
                windowsAYear);
    }

    /** What is expected of the alarms and what was achieved, in words. */
    public String because(AlarmTally achieved) {
        return because() + "; " + achieved.because();
    }
}
