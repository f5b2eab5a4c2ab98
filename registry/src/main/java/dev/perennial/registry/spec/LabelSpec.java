package dev.perennial.registry.spec;

import java.time.Duration;

/** The truth that comes later: its name, its positive value, when it usually arrives and when it may be trusted. */
public record LabelSpec(String name, String positive, Duration typicalDelay, Duration matureAfter) {
    /** Checks that the name is none of the log's partitions'. */
    public LabelSpec {
        PartitionColumns.objection(name).ifPresent(objection -> {
            throw new IllegalArgumentException("Invalid label name: " + objection);
        });
    }
}
