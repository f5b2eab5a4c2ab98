package dev.perennial.monitoring.compat.evidently;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each class was true, guessed, and both. */
final class ClassCounts {
    private final Map<String, long[]> byLabel;
    private final long rows;
    private final long hits;

    private ClassCounts(Map<String, long[]> byLabel, long rows, long hits) {
        this.byLabel = byLabel;
        this.rows = rows;
        this.hits = hits;
    }

    static ClassCounts of(List<String> truths, List<String> guesses) {
        Map<String, long[]> byLabel = new TreeMap<>();
        long hits = 0;
        for (int row = 0; row < truths.size(); row++) {
            boolean hit = truths.get(row).equals(guesses.get(row));
            long[] truth = byLabel.computeIfAbsent(truths.get(row), label -> new long[3]);
            truth[0]++;
            truth[2] += hit ? 1 : 0;
            byLabel.computeIfAbsent(guesses.get(row), label -> new long[3])[1]++;
            hits += hit ? 1 : 0;
        }
        return new ClassCounts(byLabel, truths.size(), hits);
    }

    List<String> labels() {
        return new ArrayList<>(byLabel.keySet());
    }

    long rows() {
        return rows;
    }

    double accuracy() {
        return (double) hits / rows;
    }

    long truths(String label) {
        return byLabel.getOrDefault(label, new long[3])[0];
    }

    long guesses(String label) {
        return byLabel.getOrDefault(label, new long[3])[1];
    }

    long hits(String label) {
        return byLabel.getOrDefault(label, new long[3])[2];
    }

    double precision(String label) {
        return guesses(label) == 0 ? 0 : (double) hits(label) / guesses(label);
    }

    double recall(String label) {
        return truths(label) == 0 ? 0 : (double) hits(label) / truths(label);
    }

    double f1(String label) {
        long sum = truths(label) + guesses(label);
        return sum == 0 ? 0 : 2.0 * hits(label) / sum;
    }
}
