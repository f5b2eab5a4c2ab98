package dev.perennial.monitoring.profile;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Those unseen categories whose hashes are smallest, each with its exact number of rows. Not thread-safe.
 *
 * <p>A category among the smallest of all is among the smallest of every part that holds it, and is never dropped on the
 * way; so a merge in any order keeps the same categories with the same counts (1). The size of the largest kept hash
 * estimates how many categories there are.
 */
final class UnseenSample {
    /* (1) Bar-Yossef, Jayram, Kumar, Sivakumar, Trevisan (2002), Counting distinct elements in a data stream, algorithm 1;
     * with counts: Beyer, Haas, Reinwald, Sismanis, Gemulla (2007), On synopses for distinct-value estimation. */

    static final int MOST = 32;
    static final int LONGEST_NAME = 100;

    private final TreeMap<Key, Long> counts = new TreeMap<>();

    UnseenSample() {}

    UnseenSample(UnseenSample other) {
        counts.putAll(other.counts);
    }

    void add(String category, long rows) {
        add(new Key(hash(category), stored(category)), rows);
    }

    /* Cut between characters, and a lone surrogate replaced: UTF-8 has no form for it, so no report could be written. */
    private static String stored(String category) {
        int end = Math.min(LONGEST_NAME, category.length());
        if (end < category.length() && Character.isSurrogatePair(category.charAt(end - 1), category.charAt(end))) {
            end--;
        }
        StringBuilder name = new StringBuilder(end);
        category.substring(0, end)
                .codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? '\uFFFD' : point)
                .forEach(name::appendCodePoint);
        return name.toString();
    }

    void add(UnseenSample other) {
        other.counts.forEach(this::add);
    }

    private void add(Key key, long rows) {
        if (counts.size() == MOST && key.compareTo(counts.lastKey()) > 0) {
            return;
        }
        counts.merge(key, rows, Long::sum);
        if (counts.size() > MOST) {
            counts.pollLastEntry();
        }
    }

    SortedMap<String, Long> byName() {
        TreeMap<String, Long> byName = new TreeMap<>();
        counts.forEach((key, rows) -> byName.merge(key.name(), rows, Long::sum));
        return Collections.unmodifiableSortedMap(byName);
    }

    long distinct() {
        if (counts.size() < MOST) {
            return counts.size();
        }
        double largest = ((counts.lastKey().hash() >>> 11) + 1) * 0x1p-53;
        return Math.max(MOST, Math.round((MOST - 1) / largest));
    }

    void write(ProfileWriter out) {
        out.putCount(counts.size());
        counts.forEach((key, rows) -> {
            out.putWord(key.hash());
            out.putText(key.name());
            out.putCount(rows);
        });
    }

    static UnseenSample read(ProfileReader in) {
        UnseenSample sample = new UnseenSample();
        int size = in.takeLength();
        for (int index = 0; index < size; index++) {
            sample.add(new Key(in.takeWord(), in.takeText()), in.takeNatural());
        }
        return sample;
    }

    /* FNV-1a over the UTF-16 units, with the finaliser of MurmurHash3: a fixed function, whatever the Java. */
    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int at = 0; at < text.length(); at++) {
            hash = (hash ^ text.charAt(at)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return hash ^ (hash >>> 33);
    }

    private record Key(long hash, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byHash = Long.compareUnsigned(hash, other.hash);
            return byHash != 0 ? byHash : name.compareTo(other.name);
        }
    }
}
