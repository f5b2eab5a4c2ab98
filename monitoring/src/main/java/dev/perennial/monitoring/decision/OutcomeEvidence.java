package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.performance.OutcomeReport;

/**
 * What a window of a regression, or of several classes, is judged by.
 *
 * @param drift the change of features and answers
 * @param champion the champion on the labelled rows of the window
 * @param reference the champion on the rows that it was proven on
 */
public record OutcomeEvidence(DriftAssessment drift, OutcomeReport champion, OutcomeReport reference) {}
