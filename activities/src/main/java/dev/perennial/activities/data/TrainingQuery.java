package dev.perennial.activities.data;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.LabelSpec;
import dev.perennial.scoring.FeatureSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which labelled rows are wanted: those of the tables and, where {@code log} says so, of the log.
 *
 * @param tables imported tables, Parquet blobs
 * @param matureBefore log rows of this or a later event time may lack labels and are left out; rows of tables have theirs
 */
public record TrainingQuery(
        ModelName model,
        FeatureSchema schema,
        LabelSpec label,
        TimeWindow window,
        List<Digest> tables,
        Log log,
        Optional<Instant> matureBefore) {
    /** Copies the list. */
    public TrainingQuery {
        tables = List.copyOf(tables);
    }

    /** Whether the model's own log is read. */
    public enum Log {
        /** Tables and log. */
        INCLUDED,
        /** Tables only. */
        LEFT_OUT
    }
}
