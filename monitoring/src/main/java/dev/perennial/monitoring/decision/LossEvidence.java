package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.PairedTest;

/**
 * What the gate looked at where models are compared by one loss alone.
 *
 * @param loss the loss by name, such as {@code squared error}
 * @param opponent who had to be beaten: the champion, or the no-skill baseline where there is none
 * @param opponentLoss the opponent's mean loss on the held-out rows
 * @param candidateLoss the candidate's on the same rows
 * @param difference the opponent's losses less the candidate's, robust to dependence within blocks
 */
public record LossEvidence(
        String loss, String opponent, double opponentLoss, double candidateLoss, PairedTest difference) {

    /** Checks the numbers and asks for names. */
    public LossEvidence {
        Require.text(loss, "loss");
        Require.text(opponent, "opponent");
        Require.finite(opponentLoss, "loss of the opponent");
        Require.finite(candidateLoss, "loss of the candidate");
    }
}
