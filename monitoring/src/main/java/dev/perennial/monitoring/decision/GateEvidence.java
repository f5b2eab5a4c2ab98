package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.DeLong;
import dev.perennial.monitoring.paired.PairedTest;
import dev.perennial.monitoring.paired.Spiegelhalter;
import dev.perennial.monitoring.performance.BinaryPerformance;

/**
 * What the gate looked at; all differences are oriented so that positive favours the candidate.
 *
 * @param opponent who had to be beaten: the champion, or the no-skill baseline where there is none
 * @param opponentPerformance the opponent on the held-out rows
 * @param candidate the candidate on the same rows
 * @param logLoss the log-loss difference, robust to dependence within blocks
 * @param brier the Brier difference, robust to dependence within blocks
 * @param auc both areas under the ROC curve
 * @param calibration whether the candidate's Brier score is what its own probabilities promise
 */
public record GateEvidence(
        String opponent,
        BinaryPerformance opponentPerformance,
        BinaryPerformance candidate,
        PairedTest logLoss,
        PairedTest brier,
        DeLong auc,
        Spiegelhalter calibration) {

    /** Asks for a name. */
    public GateEvidence {
        Require.text(opponent, "opponent");
    }
}
