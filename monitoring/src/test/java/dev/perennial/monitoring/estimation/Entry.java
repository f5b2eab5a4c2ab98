package dev.perennial.monitoring.estimation;

import java.util.Map;
import java.util.Objects;

/** Entries of maps that a test knows to be there. */
final class Entry {

    private Entry() {}

    static <K, V> V of(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), () -> "no entry for " + key + " in " + map);
    }
}
