package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.integrity.IntegrityProfile.Order;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Columns that are absent, added, renamed or in another order. */
final class SchemaChecks {
    private static final double LEAST_LIKENESS = 0.8;
    private static final double ADVANTAGE_OF_ONE_NAME = 1;

    private record Rename(String to, double likeness, double rank) {}

    private SchemaChecks() {}

    static void run(Checks checks, IntegrityFrame frame, IntegrityProfile reference, IntegrityProfile current) {
        TreeMap<String, ColumnFacts> added = new TreeMap<>(current.columns());
        frame.names().forEach(added::remove);
        for (DeclaredColumn declared : frame.columns()) {
            long rows = current.column(declared.name()).map(ColumnFacts::rows).orElse(0L);
            if (rows == current.rows()) {
                continue;
            }
            Optional<Rename> renamed = rows == 0 ? renamed(frame, declared, reference, added) : Optional.empty();
            renamed.ifPresentOrElse(
                    to -> {
                        added.remove(to.to);
                        checks.found(new SchemaFinding.ColumnRenamed(to.to, declared.name(), to.likeness));
                        checks.found(new SchemaFinding.ColumnAbsent(declared.name(), 1));
                    },
                    () -> checks.found(
                            new SchemaFinding.ColumnAbsent(declared.name(), 1 - (double) rows / current.rows())));
        }
        added.keySet().forEach(name -> checks.found(new SchemaFinding.ColumnAdded(name)));
        if (current.order() == Order.ANOTHER) {
            checks.found(new SchemaFinding.ColumnsReordered("rows"));
        }
    }

    /* A name that differs only in spelling wins; otherwise the values must look like those that are gone. */
    private static Optional<Rename> renamed(
            IntegrityFrame frame, DeclaredColumn declared, IntegrityProfile reference, Map<String, ColumnFacts> added) {
        Optional<ColumnFacts> before = reference.column(declared.name());
        String name = Spelling.normalName(declared.name());
        return added.entrySet().stream()
                .map(candidate -> {
                    double likeness = before.map(
                                    facts -> likeness(frame.known(declared.name()), facts, candidate.getValue()))
                            .orElse(0.0);
                    boolean sameName = Spelling.normalName(candidate.getKey()).equals(name);
                    return new Rename(candidate.getKey(), likeness, likeness + (sameName ? ADVANTAGE_OF_ONE_NAME : 0));
                })
                .filter(candidate -> candidate.rank >= LEAST_LIKENESS)
                .max(Comparator.comparingDouble(Rename::rank).thenComparing(Rename::to));
    }

    private static double likeness(List<String> known, ColumnFacts before, ColumnFacts after) {
        if (before instanceof NumberFacts numbers && after instanceof NumberFacts candidate) {
            return numbers.values().values() == 0 || candidate.values().values() == 0
                    ? 0
                    : 1 - ScaleSearch.apart(numbers.values(), candidate.values());
        }
        if (before instanceof CategoryFacts words && after instanceof CategoryFacts candidate) {
            return likeness(known, words, candidate);
        }
        return 0;
    }

    /* The candidate was not declared, so that all its categories are in its sample of unseen ones. */
    private static double likeness(List<String> known, CategoryFacts before, CategoryFacts after) {
        double sampled = after.unseenSample().rows();
        double total = before.rows() - before.missing();
        if (sampled == 0 || total == 0) {
            return 0;
        }
        TreeMap<String, Double> shares = new TreeMap<>();
        double reached = 0;
        for (int i = 0; i < known.size(); i++) {
            String digest = DigestSample.key(Digests.of(known.get(i)));
            if (after.unseenSample().complete()
                    || digest.compareTo(after.unseenSample().counts().lastKey()) <= 0) {
                shares.put(digest, before.known().get(i) / total);
                reached += before.known().get(i) / total;
            }
        }
        double common = 0;
        for (var category : after.unseenSample().counts().entrySet()) {
            double share = shares.getOrDefault(category.getKey(), 0.0) / Math.max(reached, Double.MIN_NORMAL);
            common += Math.min(share, category.getValue() / sampled);
        }
        return Math.min(1, common);
    }
}
