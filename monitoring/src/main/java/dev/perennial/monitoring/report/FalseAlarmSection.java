package dev.perennial.monitoring.report;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.decision.AlarmLevels;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.OutcomeVerdict;
import dev.perennial.monitoring.decision.WindowVerdict.Ruling;
import java.util.Optional;

/**
 * The budget of alarms without a reason, and the alarms so far.
 *
 * @param because one sentence
 * @param expectedTicketsAYear at most so many tickets a year are expected without any harm
 * @param expectedPagesAYear at most so many pages a year are expected without any harm
 * @param achieved the windows judged so far, this one included, and the alarms that they raised, with or without a reason
 */
public record FalseAlarmSection(
        String because, double expectedTicketsAYear, double expectedPagesAYear, AlarmTally achieved) {

    /** Checks the numbers. */
    public FalseAlarmSection {
        Require.text(because, "reason");
        Require.notNegative(expectedTicketsAYear, "expected tickets");
        Require.notNegative(expectedPagesAYear, "expected pages");
    }

    /** Of a ruling. */
    public static FalseAlarmSection of(Ruling ruling) {
        return of(ruling.policy().levels(), ruling.tally());
    }

    /** Of a ruling on a regression, or on several classes; empty where it does not say. */
    public static Optional<FalseAlarmSection> of(OutcomeVerdict.Ruling ruling) {
        return ruling.policy().flatMap(policy -> ruling.tally().map(tally -> of(policy.levels(), tally)));
    }

    private static FalseAlarmSection of(AlarmLevels levels, AlarmTally tally) {
        return new FalseAlarmSection(
                levels.because(tally), levels.expectedTicketsAYear(), levels.expectedPagesAYear(), tally);
    }
}
