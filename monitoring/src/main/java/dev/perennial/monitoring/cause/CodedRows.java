package dev.perennial.monitoring.cause;

import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The columns that two tables share, as codes over bins frozen with the reference: categories by name up to a limit, ten
 * bins of equal depth for numbers, and bins of their own for everything else and for what is missing.
 */
final class CodedRows {
    private static final int MOST_CATEGORIES = 64;
    private static final int NUMBER_BINS = 10;

    private final List<Coded> columns = new ArrayList<>();

    CodedRows(ColumnTable reference, ColumnTable window) {
        reference
                .columns()
                .forEach((name, before) -> window.column(name).ifPresent(after -> {
                    if (before instanceof NumberColumn numbers && after instanceof NumberColumn later) {
                        columns.add(numbers(name, numbers, later));
                    } else if (before instanceof CategoryColumn categories && after instanceof CategoryColumn later) {
                        columns.add(categories(name, categories, later));
                    }
                }));
    }

    List<Coded> columns() {
        return columns;
    }

    private static Coded numbers(String name, NumberColumn reference, NumberColumn window) {
        NumericBins bins = NumericBins.of(
                Arrays.stream(reference.values()).filter(Double::isFinite).toArray(), NUMBER_BINS);
        List<String> labels = new ArrayList<>();
        for (int bin = 0; bin < bins.size(); bin++) {
            labels.add(interval(bins.cuts(), bin, bin));
        }
        labels.add("infinite");
        labels.add("missing");
        return new Coded(
                name,
                labels,
                bins.cuts(),
                Arrays.stream(reference.values())
                        .mapToInt(value -> code(bins, value))
                        .toArray(),
                Arrays.stream(window.values())
                        .mapToInt(value -> code(bins, value))
                        .toArray());
    }

    private static int code(NumericBins bins, double value) {
        if (Double.isNaN(value)) {
            return bins.size() + 1;
        }
        return Double.isInfinite(value) ? bins.size() : bins.bin(value);
    }

    private static Coded categories(String name, CategoryColumn reference, CategoryColumn window) {
        long[] counts = new long[reference.dictionary().size()];
        for (int code : reference.codes()) {
            if (code >= 0) {
                counts[code]++;
            }
        }
        List<Integer> frequent = IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparing((Integer code) -> -counts[code])
                        .thenComparing(reference.dictionary()::get))
                .limit(MOST_CATEGORIES)
                .toList();
        List<String> labels = new ArrayList<>();
        Map<String, Integer> byName = new HashMap<>();
        for (int code : frequent) {
            byName.put(reference.dictionary().get(code), labels.size());
            labels.add(reference.dictionary().get(code));
        }
        labels.add("other");
        labels.add("missing");
        return new Coded(
                name, labels, List.of(), codes(reference, byName, labels.size()), codes(window, byName, labels.size()));
    }

    private static int[] codes(CategoryColumn column, Map<String, Integer> byName, int bins) {
        int[] translated = new int[column.dictionary().size()];
        for (int code = 0; code < translated.length; code++) {
            translated[code] = byName.getOrDefault(column.dictionary().get(code), bins - 2);
        }
        return Arrays.stream(column.codes())
                .map(code -> code == CategoryColumn.MISSING ? bins - 1 : translated[code])
                .toArray();
    }

    private static String interval(List<Double> cuts, int first, int last) {
        if (cuts.isEmpty()) {
            return "any number";
        }
        if (first == 0) {
            return last == cuts.size() ? "any number" : "up to " + number(cuts.get(last));
        }
        return last == cuts.size()
                ? "above " + number(cuts.get(first - 1))
                : number(cuts.get(first - 1)) + " to " + number(cuts.get(last));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /**
     * A column of both tables.
     *
     * @param name the name
     * @param labels the bins in words
     * @param cuts the cut points of numbers; empty for categories
     * @param reference the reference's rows
     * @param window the window's rows
     */
    record Coded(String name, List<String> labels, List<Double> cuts, Codes reference, Codes window) {

        Coded(String name, List<String> labels, List<Double> cuts, int[] reference, int[] window) {
            this(name, labels, cuts, new Codes(reference), new Codes(window));
        }

        int bins() {
            return labels.size();
        }

        /** Whether neighbouring bins are neighbours in value. */
        boolean ordered() {
            return !cuts.isEmpty();
        }

        /** The bins in words: intervals of numbers are joined. */
        List<String> words(List<Integer> bins) {
            return ordered() && bins.get(bins.size() - 1) <= cuts.size()
                    ? List.of(interval(cuts, bins.get(0), bins.get(bins.size() - 1)))
                    : bins.stream().map(labels::get).sorted().toList();
        }
    }

    /** One code a row. */
    static final class Codes {
        private final int[] rows;

        private Codes(int[] rows) {
            this.rows = rows;
        }

        int rows() {
            return rows.length;
        }

        int at(int row) {
            return rows[row];
        }

        long[] counts(int bins) {
            long[] counts = new long[bins];
            for (int code : rows) {
                counts[code]++;
            }
            return counts;
        }
    }
}
