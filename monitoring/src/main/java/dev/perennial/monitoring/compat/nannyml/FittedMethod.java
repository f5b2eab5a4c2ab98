package dev.perennial.monitoring.compat.nannyml;

import dev.perennial.monitoring.table.Column;
import java.util.Optional;

/** A method of NannyML that has seen its reference column; immutable. */
public interface FittedMethod {

    /** The value for a chunk, and what its own test says; empty when the chunk has no value (NannyML shows NaN). */
    Optional<ChunkValue> value(Column chunk);
}
