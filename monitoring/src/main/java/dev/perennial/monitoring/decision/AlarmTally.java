package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;

/**
 * How many windows were judged so far, and how many of them raised an alarm, with or without a reason. Merging is addition.
 *
 * @param windows the number of windows
 * @param tickets those that raised a ticket
 * @param pages those that paged
 */
public record AlarmTally(long windows, long tickets, long pages) {

    /** Checks the counts. */
    public AlarmTally {
        Require.notNegative(windows, "number of windows");
        Require.notNegative(tickets, "number of tickets");
        Require.notNegative(pages, "number of pages");
        if (tickets + pages > windows) {
            throw new IllegalArgumentException(
                    "Invalid tally: " + (tickets + pages) + " alarms of " + windows + " windows");
        }
    }

    /** No window yet. */
    public static AlarmTally empty() {
        return new AlarmTally(0, 0, 0);
    }

    /** With one more window. */
    public AlarmTally plus(AlarmSeverity severity) {
        return new AlarmTally(
                windows + 1,
                tickets + (severity == AlarmSeverity.TICKET ? 1 : 0),
                pages + (severity == AlarmSeverity.PAGE ? 1 : 0));
    }

    /** What was achieved, in words. */
    public String because() {
        return counted(tickets, "ticket") + " and " + counted(pages, "page") + " were raised in "
                + counted(windows, "window");
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
