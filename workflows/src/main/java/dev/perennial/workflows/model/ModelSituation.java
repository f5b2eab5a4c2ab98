package dev.perennial.workflows.model;

import dev.perennial.registry.spec.ModelSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a retraining request is decided on.
 *
 * @param watermark the event time up to which the log is complete; absent while nothing is logged
 * @param retrainings event times ({@code asOf}) of the runs of the last eight weeks, newest first
 * @param runs how many runs the log holds: an entity that was started anew never reuses the name of an earlier run
 */
public record ModelSituation(
        boolean declared,
        Optional<ModelSpec> spec,
        OptionalInt champion,
        OptionalInt previous,
        Optional<String> hold,
        Optional<Instant> watermark,
        List<Instant> retrainings,
        int runs) {
    /** Copies the list. */
    public ModelSituation {
        retrainings = List.copyOf(retrainings);
    }

    /** A situation in which the log holds no run older than those listed. */
    public ModelSituation(
            boolean declared,
            Optional<ModelSpec> spec,
            OptionalInt champion,
            OptionalInt previous,
            Optional<String> hold,
            Optional<Instant> watermark,
            List<Instant> retrainings) {
        this(declared, spec, champion, previous, hold, watermark, retrainings, retrainings.size());
    }
}
