package dev.perennial.workflows;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of failure that an activity reports. An activity translates its exceptions to one of these, once; the retry
 * options name the same words, so that whether to try again is decided here and nowhere else.
 */
public enum ActivityFailures {
    /** The request is wrong whatever the state is: trying again cannot help. */
    INVALID(Retry.NEVER),
    /** The request is well formed but cannot be done in the present state: trying again is for whoever asked. */
    REFUSED(Retry.NEVER),
    /** Names a model, version or blob that does not exist. */
    UNKNOWN(Retry.NEVER),
    /** A server did not answer; the effect may have happened, and activities are idempotent: try again. */
    UNAVAILABLE(Retry.ALWAYS);

    private final Retry retry;

    ActivityFailures(Retry retry) {
        this.retry = retry;
    }

    /** The word on the wire, in lower case. */
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The failure to throw from an activity; a cause that is given is kept. */
    public ApplicationFailure failure(String message, @Nullable Throwable cause) {
        return retry == Retry.ALWAYS
                ? ApplicationFailure.newFailureWithCause(message, type(), cause)
                : ApplicationFailure.newNonRetryableFailureWithCause(message, type(), cause);
    }

    /** The types that no retry option tries again. */
    public static String[] neverRetried() {
        return Arrays.stream(values())
                .filter(failure -> failure.retry == Retry.NEVER)
                .map(ActivityFailures::type)
                .toArray(String[]::new);
    }

    /** The type at the root of what a workflow caught; empty if it is none of these. */
    public static Optional<ActivityFailures> of(Throwable failure) {
        return rootOf(failure)
                .flatMap(root -> Arrays.stream(values())
                        .filter(candidate -> candidate.type().equals(root.getType()))
                        .findFirst());
    }

    /** What was wrong in the words of whoever threw it, without the engine's wrapping. */
    public static String reason(Throwable failure) {
        return rootOf(failure)
                .map(ApplicationFailure::getOriginalMessage)
                .or(() -> Optional.ofNullable(failure.getMessage()))
                .orElseGet(() -> failure.getClass().getSimpleName());
    }

    /**
     * What leaves a workflow in which an activity failed: the cancellation, if that is what the activity failed of, else
     * an application failure that says what could not be done.
     */
    public static TemporalFailure leaving(String what, ActivityFailure failure) {
        if (failure.getCause() instanceof CanceledFailure canceled) {
            return canceled;
        }
        return ApplicationFailure.newNonRetryableFailureWithCause(
                "Cannot " + what + ": " + reason(failure),
                of(failure).map(ActivityFailures::type).orElse("failed"),
                failure);
    }

    private static Optional<ApplicationFailure> rootOf(Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof ApplicationFailure found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private enum Retry {
        NEVER,
        ALWAYS
    }
}
