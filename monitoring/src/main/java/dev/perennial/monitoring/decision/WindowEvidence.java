package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.performance.BinaryPerformance;

/**
 * Everything a window's verdict rests on.
 *
 * @param drift the change of the columns against the reference
 * @param champion the champion's performance in the window, with the maturity of its labels
 * @param reference the champion's performance on its reference
 * @param staleness what the paired evidence of the champion's whole term says, this window included
 */
public record WindowEvidence(
        DriftAssessment drift, BinaryPerformance champion, BinaryPerformance reference, StalenessVerdict staleness) {}
