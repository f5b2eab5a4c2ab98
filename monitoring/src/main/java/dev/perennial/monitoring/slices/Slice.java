package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The rows of one slice in a window and in its reference. */
final class Slice {
    private final String definition;
    private final String name;
    private final int[] window;
    private final int[] reference;

    private Slice(String definition, String name, int[] window, int[] reference) {
        this.definition = definition;
        this.name = name;
        this.window = window;
        this.reference = reference;
    }

    String definition() {
        return definition;
    }

    String name() {
        return name;
    }

    int[] window() {
        return window;
    }

    int[] reference() {
        return reference;
    }

    int[] rest(int rows) {
        boolean[] inside = new boolean[rows];
        for (int row : window) {
            inside[row] = true;
        }
        return IntStream.range(0, rows).filter(row -> !inside[row]).toArray();
    }

    static Slice all(int windowRows, int referenceRows) {
        return new Slice(
                "all",
                "all",
                IntStream.range(0, windowRows).toArray(),
                IntStream.range(0, referenceRows).toArray());
    }

    static List<Slice> of(SliceDefinition definition, ColumnTable window, ColumnTable reference, int most) {
        if (definition instanceof SliceDefinition.Where where) {
            return List.of(new Slice(
                    where.name(),
                    where.name(),
                    where.where().rowsOf(window),
                    where.where().rowsOf(reference)));
        }
        String column = definition.name();
        CategoryColumn now = categories(window, column);
        CategoryColumn then = categories(reference, column);
        List<String> frequent = frequent(now, then, most);
        List<Slice> slices = new ArrayList<>();
        for (String category : frequent) {
            Condition condition = Condition.equal(column, category);
            slices.add(new Slice(column, condition.toString(), condition.rowsOf(window), condition.rowsOf(reference)));
        }
        add(slices, column, "any other " + column, others(now, frequent), others(then, frequent));
        Condition missing = Condition.missing(column);
        add(slices, column, missing.toString(), missing.rowsOf(window), missing.rowsOf(reference));
        return slices;
    }

    private static void add(List<Slice> slices, String column, String name, int[] window, int[] reference) {
        if (window.length + reference.length > 0) {
            slices.add(new Slice(column, name, window, reference));
        }
    }

    private static CategoryColumn categories(ColumnTable table, String name) {
        Column column = table.column(name)
                .orElseThrow(() -> new IllegalArgumentException("Invalid slices: there is no column '" + name
                        + "', expected one of " + String.join(", ", table.names())));
        if (column instanceof CategoryColumn categories) {
            return categories;
        }
        throw new IllegalArgumentException("Invalid slices: " + name
                + " is a number, expected a category, or a condition such as " + name + " > 0.1");
    }

    /* By the larger of both shares, so that a category that vanishes or appears is a slice of its own. */
    private static List<String> frequent(CategoryColumn now, CategoryColumn then, int most) {
        Map<String, Double> shares = new HashMap<>();
        count(now).forEach((category, share) -> shares.merge(category, share, Math::max));
        count(then).forEach((category, share) -> shares.merge(category, share, Math::max));
        return shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Double> count(CategoryColumn column) {
        long[] counts = new long[column.dictionary().size()];
        for (int code : column.codes()) {
            if (code >= 0) {
                counts[code]++;
            }
        }
        Map<String, Double> shares = new HashMap<>();
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] > 0) {
                shares.put(column.dictionary().get(code), (double) counts[code] / column.rows());
            }
        }
        return shares;
    }

    private static int[] others(CategoryColumn column, List<String> frequent) {
        Set<String> named = new HashSet<>(frequent);
        boolean[] other = new boolean[column.dictionary().size()];
        for (int code = 0; code < other.length; code++) {
            other[code] = !named.contains(column.dictionary().get(code));
        }
        return IntStream.range(0, column.rows())
                .filter(row -> !column.missing(row) && other[column.codes()[row]])
                .toArray();
    }
}
