package dev.perennial.registry.log;

import dev.perennial.registry.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which entry each operation made: the newest {@value #CAPACITY} operations of one log, in the order of the log. An
 * operation that is repeated after so many others is no longer recognised. Not safe for use by several threads.
 */
final class OperationIndex {
    static final int CAPACITY = 16_384;

    private final Map<String, Long> entries = new LinkedHashMap<>();

    /** The first 16 digits of the operation's digest: a hit is confirmed by reading the entry. */
    static String keyOf(String operation) {
        return Digest.of(operation).hex().substring(0, 16);
    }

    void record(String operation, long seq) {
        put(keyOf(operation), seq);
    }

    private void put(String key, long seq) {
        entries.put(key, seq);
        if (entries.size() > CAPACITY) {
            String oldest = entries.keySet().iterator().next();
            entries.remove(oldest);
        }
    }

    OptionalLong find(String operation) {
        Long seq = entries.get(keyOf(operation));
        return seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
    }

    SortedMap<String, Long> all() {
        return new TreeMap<>(entries);
    }

    void replaceWith(Map<String, Long> stored) {
        entries.clear();
        stored.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> put(entry.getKey(), entry.getValue()));
    }
}
