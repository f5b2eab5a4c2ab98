package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeReport;
import java.util.List;
import java.util.Optional;

/**
 * What a window of a regression, or of several classes, is judged by.
 *
 * @param drift the change of features and answers
 * @param champion the champion on the labelled rows of the window
 * @param reference the champion on the rows that it was proven on
 * @param context what else was looked at; absent in reports of releases that did not
 * @param staleness whether a newer model would be better; absent where that was not asked. A regression's losses are in units of
 *     the champion's mean squared error on the rows that it was proven on, those of several classes log losses
 * @param expected what is estimated in place of labels that should have come, in sentences; absent where enough of them came, and
 *     while they are not due
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OutcomeEvidence(
        DriftAssessment drift,
        OutcomeReport champion,
        OutcomeReport reference,
        Optional<WindowContext> context,
        Optional<StalenessVerdict> staleness,
        Optional<List<String>> expected) {

    /** Copies the list. */
    public OutcomeEvidence {
        expected = expected.map(List::copyOf);
    }

    /** Of a window before anything is expected of it. */
    public OutcomeEvidence(
            DriftAssessment drift,
            OutcomeReport champion,
            OutcomeReport reference,
            Optional<WindowContext> context,
            Optional<StalenessVerdict> staleness) {
        this(drift, champion, reference, context, staleness, Optional.empty());
    }

    /** With what is estimated in place of labels. */
    OutcomeEvidence expecting(List<String> sentences) {
        return new OutcomeEvidence(drift, champion, reference, context, staleness, Optional.of(sentences));
    }

    /** What is said of the challenger; empty where that was not asked. */
    Optional<String> becauseOfStaleness() {
        String unit = champion.metric(Metric.RMSE).isPresent() ? "of the reference's squared error" : "log loss";
        return staleness.map(found -> found.because(unit));
    }
}
