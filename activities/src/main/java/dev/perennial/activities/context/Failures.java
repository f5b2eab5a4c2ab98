package dev.perennial.activities.context;

import dev.perennial.activities.data.InvalidTableException;
import dev.perennial.activities.data.QueryFailedException;
import dev.perennial.activities.data.VanishedFileException;
import dev.perennial.activities.segments.UnsupportedParquetException;
import dev.perennial.activities.training.ScoringMismatchException;
import dev.perennial.activities.training.UntrainableDataException;
import dev.perennial.registry.log.DamagedRegistryException;
import dev.perennial.registry.log.RefusedException;
import dev.perennial.registry.log.UnknownModelException;
import dev.perennial.registry.spec.InvalidSpecException;
import dev.perennial.registry.store.StoreDeniedException;
import dev.perennial.registry.store.StoreUnavailableException;
import dev.perennial.scoring.InvalidModelException;
import dev.perennial.workflows.ActivityFailures;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.TemporalFailure;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The one place where what goes wrong in an activity becomes a failure that its retry options know. What is not named here
 * is a defect: it passes through as it is and is tried again, so that a repaired worker can finish the work.
 */
public final class Failures {
    private Failures() {}

    /** The answer of the work, or its failure in the engine's words. */
    public static <T> T translated(Callable<T> work) {
        try {
            return work.call();
        } catch (TemporalFailure | ActivityCompletionException e) {
            throw e;
        } catch (RuntimeException e) {
            Optional<ActivityFailures> kind = kindOf(e);
            if (kind.isPresent()) {
                throw kind.get().failure(message(e), e);
            }
            throw e;
        } catch (Exception e) {
            throw ActivityFailures.UNAVAILABLE.failure("Cannot finish: " + message(e), e);
        }
    }

    /** Runs work without an answer. */
    public static void run(Runnable work) {
        translated(() -> {
            work.run();
            return true;
        });
    }

    private static Optional<ActivityFailures> kindOf(RuntimeException failure) {
        if (failure instanceof RefusedException) {
            return Optional.of(ActivityFailures.REFUSED);
        }
        if (failure instanceof UnknownModelException) {
            return Optional.of(ActivityFailures.UNKNOWN);
        }
        if (failure instanceof StoreUnavailableException
                || failure instanceof QueryFailedException
                || failure instanceof VanishedFileException
                || failure instanceof UncheckedIOException) {
            return Optional.of(ActivityFailures.UNAVAILABLE);
        }
        if (failure instanceof InvalidTableException
                || failure instanceof UnsupportedParquetException
                || failure instanceof InvalidSpecException
                || failure instanceof InvalidModelException
                || failure instanceof UntrainableDataException
                || failure instanceof ScoringMismatchException
                || failure instanceof StoreDeniedException
                || failure instanceof DamagedRegistryException
                || failure instanceof IllegalArgumentException) {
            return Optional.of(ActivityFailures.INVALID);
        }
        return Optional.empty();
    }

    private static String message(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
