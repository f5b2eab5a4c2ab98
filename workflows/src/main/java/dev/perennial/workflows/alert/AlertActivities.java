package dev.perennial.workflows.alert;

import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.util.Optional;

/** What alerts write to the log. Each is idempotent by its operation id. */
@ActivityInterface(namePrefix = "Alert")
public interface AlertActivities {
    /** Writes that the alert is raised. */
    @ActivityMethod
    void raise(AlertRequest request);

    /** Writes a breach of severity log. */
    @ActivityMethod
    void note(AlertRequest request);

    /** Writes who has taken the alert up. */
    @ActivityMethod
    void acknowledge(AlertRequest request, AlertCommand command);

    /** Writes that the alert is louder, or overdue where its severity is what it was. */
    @ActivityMethod
    void escalate(AlertRequest request, Escalation escalation);

    /** Writes the end. */
    @ActivityMethod
    void resolve(AlertRequest request, AlertProgress progress, AlertOutcome outcome);

    /**
     * How an alert is escalated.
     *
     * @param number which escalation of the alert it is, from 1
     * @param respondWithin how long somebody may take now
     */
    record Escalation(int number, Severity severity, Optional<Duration> respondWithin, String sentence) {}
}
