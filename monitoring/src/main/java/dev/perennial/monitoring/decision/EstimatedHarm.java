package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.cause.CauseEvidence.Harm;
import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.drift.DriftAssessment;
import java.util.ArrayList;
import java.util.List;

/**
 * What estimates alone say of a window of any task. An estimate by itself is a ticket, and a page when it is repeated.
 *
 * @param word harm that is estimated, or presumed health
 * @param action an alert, or to wait for labels
 * @param severity how loudly it is told
 * @param reasons sentences with the numbers, the decisive one first
 * @param tests what was tested
 * @param harm whether harm is estimated
 */
record EstimatedHarm(
        Word word, Action action, AlarmSeverity severity, List<String> reasons, HarmTests tests, Harm harm) {

    /** {@code missing} says which labels a verdict by labels would need. */
    static EstimatedHarm of(WindowContext context, DriftAssessment drift, AlarmLevels levels, String missing) {
        HarmTests tests = HarmTests.estimated(context);
        List<String> reasons = new ArrayList<>(tests.beyond(levels.ticket()));
        if (reasons.isEmpty()) {
            List<HarmSignal> suspicions = context.suspicions();
            reasons.add(
                    suspicions.isEmpty()
                            ? "no estimate speaks for harm; " + missing
                            : "harm is less likely than not, and no burst of one group confirms the suspicion; "
                                    + missing);
            suspicions.forEach(suspicion -> reasons.add(suspicion.because()));
            reasons.add(drift.because());
            return new EstimatedHarm(Word.PRESUMED_HEALTHY, Action.WAIT, AlarmSeverity.LOG, reasons, tests, Harm.NONE);
        }
        reasons.add(missing);
        reasons.add(drift.because());
        return new EstimatedHarm(
                Word.HARM_ESTIMATED,
                Action.ALERT,
                levels.isRepeated(tests.smallest(), context.earlier()) ? AlarmSeverity.PAGE : AlarmSeverity.TICKET,
                reasons,
                tests,
                Harm.ESTIMATED);
    }
}
