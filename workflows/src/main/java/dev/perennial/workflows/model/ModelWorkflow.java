package dev.perennial.workflows.model;

import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.rollout.RolloutCommand;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * The one place where a model's retraining, review, rollout and rollback are serialised: an entity that lives as long as
 * the model is declared.
 *
 * <pre>
 *   idle ── retrain ──▶ retraining ── candidate ──▶ review ── approved ──▶ rollout ── promoted ──▶ idle
 *     ▲                     │ none                    │ rejected, expired     │ rolled back, held
 *     └─────────────────────┴─────────────────────────┴───────────────────────┘
 *   roll back: from every phase, ends what is under way and leaves a hold
 * </pre>
 *
 * Every command carries an id and is obeyed once, also across continue-as-new. A command that is malformed is turned away
 * by its validator; one that cannot be obeyed now is answered. Children are abandoned when the entity
 * closes: a rollout must end in a known state whatever happens here.
 */
@WorkflowInterface
public interface ModelWorkflow {
    /** Runs until the model is deleted; continues as new while idle. */
    @WorkflowMethod(name = "model")
    void run(ModelSession session);

    /** Asks for a new version; refused while held, while an episode is under way, in cool-down or over budget. */
    @UpdateMethod
    CommandResult requestRetraining(RetrainCommand command);

    /** The same wish from the monitor, whose refusal is written on the timeline. */
    @SignalMethod
    void suggestRetraining(RetrainCommand command);

    /** A reviewer's decision, bound to the digest of the evidence that was shown. */
    @UpdateMethod
    CommandResult decideReview(ReviewDecision decision);

    /** Pause, resume, promote or abort the rollout under way. */
    @UpdateMethod
    CommandResult steerRollout(RolloutCommand command);

    /** Return to a version at once; beats everything under way and leaves a hold. */
    @UpdateMethod
    CommandResult rollBack(RollbackCommand command);

    /** Ends a hold. */
    @UpdateMethod
    CommandResult releaseHold(HoldReleaseCommand command);

    /** Ends the entity once idle: the model was deleted. */
    @SignalMethod
    void retire();

    /** Turns away what is malformed, before it is written anywhere. */
    @UpdateValidatorMethod(updateName = "requestRetraining")
    void checkRetraining(RetrainCommand command);

    /** Turns away what is malformed. */
    @UpdateValidatorMethod(updateName = "decideReview")
    void checkDecision(ReviewDecision decision);

    /** Turns away what is malformed. */
    @UpdateValidatorMethod(updateName = "steerRollout")
    void checkSteering(RolloutCommand command);

    /** Turns away what is malformed. */
    @UpdateValidatorMethod(updateName = "rollBack")
    void checkRollback(RollbackCommand command);

    /** Turns away what is malformed. */
    @UpdateValidatorMethod(updateName = "releaseHold")
    void checkRelease(HoldReleaseCommand command);

    /** What is under way. */
    @QueryMethod
    ModelStatus status();
}
