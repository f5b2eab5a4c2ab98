package dev.perennial.registry.log;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fold of a log's beginning, kept only for speed: one that is lost, old or wrong is passed over.
 *
 * @param fold the version of the rules that made it; another version's snapshot is not used
 * @param operations the entry of each recent operation, by {@link OperationIndex#keyOf}
 */
record StateSnapshot(int fold, ModelState state, Instant recordedAt, SortedMap<String, Long> operations) {
    static final int CURRENT_FOLD = 2;

    StateSnapshot {
        operations = Collections.unmodifiableSortedMap(new TreeMap<>(operations));
    }
}
