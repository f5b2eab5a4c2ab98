package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.performance.OutcomeReport;
import java.util.Optional;

/**
 * What a window of a regression, or of several classes, is judged by.
 *
 * @param drift the change of features and answers
 * @param champion the champion on the labelled rows of the window
 * @param reference the champion on the rows that it was proven on
 * @param context what else was looked at; absent in reports of releases that did not
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OutcomeEvidence(
        DriftAssessment drift, OutcomeReport champion, OutcomeReport reference, Optional<OutcomeContext> context) {}
