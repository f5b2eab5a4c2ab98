package dev.perennial.registry.spec;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The columns that a reader of the log gets from its folders, {@code model=/dt=/hour=}. A column of the same name inside
 * a file is hidden by the folder's value, without a warning, so no feature or label may have one of these names. Names
 * are compared without regard to capitals, as they are where the log is queried.
 */
final class PartitionColumns {
    private static final Map<String, String> OTHER_NAMES =
            Map.of("model", "model_code", "dt", "event_date", "hour", "hour_of_day");

    private PartitionColumns() {}

    /** What is wrong with the name and what would be right, if it is taken; otherwise empty. */
    static Optional<String> objection(String name) {
        return Optional.ofNullable(OTHER_NAMES.get(name.toLowerCase(Locale.ROOT)))
                .map(other -> "'" + name + "' is a partition column of the log, expected another name such as '" + other
                        + "'");
    }
}
