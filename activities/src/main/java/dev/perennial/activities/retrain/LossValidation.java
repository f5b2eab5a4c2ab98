package dev.perennial.activities.retrain;

import dev.perennial.activities.data.TrainingRows;
import dev.perennial.activities.reference.ScoredOutcomes;
import dev.perennial.monitoring.decision.GatePolicy;
import dev.perennial.monitoring.decision.GateVerdict;
import dev.perennial.monitoring.decision.LossGate;
import dev.perennial.monitoring.decision.PairedLosses;
import dev.perennial.scoring.CompiledModel;
import java.util.Optional;

/** The gate of models that say a value, or one of several classes, over held-out rows of which all answers are known. */
final class LossValidation {
    private final ScoredOutcomes candidate;
    private final String loss;
    private final GatePolicy policy;

    LossValidation(CompiledModel candidate, TrainingRows heldOut, GatePolicy policy) {
        this.candidate = ScoredOutcomes.of(candidate, heldOut);
        this.loss = ScoredOutcomes.loss(heldOut.outputs());
        this.policy = policy;
    }

    GateVerdict against(ScoredOutcomes champion) {
        return LossGate.decide(loss, paired(champion), policy);
    }

    /** The first candidate, beside what says the same of every row, and beside the linear one where there is one. */
    GateVerdict bootstrap(TrainingRows training, Optional<ScoredOutcomes> linear) {
        return LossGate.bootstrap(
                loss,
                paired(candidate.all(ScoredOutcomes.noSkill(training))),
                paired(linear.orElse(candidate)),
                policy);
    }

    private PairedLosses paired(ScoredOutcomes opponent) {
        return new PairedLosses(opponent.losses(), candidate.losses(), candidate.blocks());
    }
}
