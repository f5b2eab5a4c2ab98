package dev.perennial.workflows.model;

import dev.perennial.registry.ModelName;
import dev.perennial.workflows.CommandResult;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What the entity needs of the registry. Each is idempotent by its operation id. */
@ActivityInterface(namePrefix = "Model")
public interface ModelActivities {
    /** What the policy decides on: read at the moment of the command. */
    @ActivityMethod
    ModelSituation situation(ModelName model);

    /** Writes the accepted request, with its run, to the log. */
    @ActivityMethod
    void recordRetrainingStarted(ModelName model, String run, RetrainCommand command);

    /** Writes to the timeline that a suggestion was refused, and why. */
    @ActivityMethod
    void recordRetrainingRefused(ModelName model, RetrainCommand command, String reason);

    /** Writes the rollback with its hold in one entry; refused if the target is champion already or not registered. */
    @ActivityMethod
    CommandResult rollBack(ModelName model, RollbackCommand command);

    /** Writes the release; refused if there is no hold. */
    @ActivityMethod
    CommandResult releaseHold(ModelName model, HoldReleaseCommand command);
}
