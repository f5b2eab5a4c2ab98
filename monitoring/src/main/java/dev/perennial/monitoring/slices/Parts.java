package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A column cut into atoms, and the parts of it that may be a slice: every run of adjacent atoms of a number, every frequent
 * category, and the rows without a value. Cuts depend on the values alone and never on labels.
 */
final class Parts {

    /** A run of atoms, with its condition. */
    record Part(int from, int to, String text) {}

    private final int[] atoms;
    private final int size;
    private final List<Part> parts;

    private Parts(int[] atoms, int size, List<Part> parts) {
        this.atoms = atoms;
        this.size = size;
        this.parts = parts;
    }

    /* The atom of a row; the last one for rows that belong to no part. */
    int atom(int row) {
        return atoms[row];
    }

    /* The number of atoms, that of no part included. */
    int size() {
        return size;
    }

    List<Part> parts() {
        return parts;
    }

    static Parts of(String name, Column column, WeakSlicePolicy policy) {
        return column instanceof NumberColumn numbers
                ? ofNumbers(name, numbers, policy.bins())
                : ofCategories(name, (CategoryColumn) column, policy.mostCategories());
    }

    private static Parts ofNumbers(String name, NumberColumn column, int bins) {
        double[] sorted = Arrays.stream(column.values())
                .filter(Double::isFinite)
                .map(value -> value + 0.0)
                .sorted()
                .toArray();
        SortedSet<Double> cuts = new TreeSet<>();
        for (int k = 1; k < bins && sorted.length > 0; k++) {
            double cut = sorted[(int) ((long) k * sorted.length / bins)];
            // a value that fills a bin alone is cut off from those below it, and those above from it
            if (cut > sorted[0]) {
                int below = Arrays.binarySearch(sorted, Math.nextDown(cut));
                cuts.add(below >= 0 ? Math.nextDown(cut) : sorted[-below - 2]);
            }
            if (cut < sorted[sorted.length - 1]) {
                cuts.add(cut);
            }
        }
        double[] edges = thinned(sorted, cuts, bins);
        int missing = edges.length + 1;
        int[] atoms = IntStream.range(0, column.rows())
                .map(row -> column.missing(row) ? missing : bin(edges, column.values()[row] + 0.0))
                .toArray();
        List<Part> parts = new ArrayList<>();
        for (int from = 0; from <= edges.length; from++) {
            for (int to = from; to <= edges.length; to++) {
                if (from > 0 || to < edges.length) {
                    parts.add(new Part(from, to, range(name, edges, from, to)));
                }
            }
        }
        parts.add(new Part(missing, missing, Condition.missing(name).toString()));
        return new Parts(atoms, missing + 2, parts);
    }

    /* Of two cuts with less than a quarter of a bin between them only the lower stays. */
    private static double[] thinned(double[] sorted, SortedSet<Double> cuts, int bins) {
        List<Double> kept = new ArrayList<>();
        long before = 0;
        for (double cut : cuts) {
            int upTo = bin(sorted, Math.nextUp(cut));
            if (upTo - before >= Math.max(1, sorted.length / (4L * bins))) {
                kept.add(cut);
                before = upTo;
            }
        }
        return kept.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /* The number of edges below a value: a value on an edge belongs below it. */
    private static int bin(double[] edges, double value) {
        int low = 0;
        int high = edges.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edges[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static String range(String name, double[] edges, int from, int to) {
        String column = ConditionParser.quoted(name);
        List<String> texts = new ArrayList<>();
        if (from > 0) {
            texts.add(column + " > " + edges[from - 1]);
        }
        if (to < edges.length) {
            texts.add(column + " <= " + edges[to]);
        }
        return String.join(" and ", texts);
    }

    private static Parts ofCategories(String name, CategoryColumn column, int most) {
        long[] counts = new long[column.dictionary().size()];
        for (int code : column.codes()) {
            if (code >= 0) {
                counts[code]++;
            }
        }
        int[] frequent = IntStream.range(0, counts.length)
                .boxed()
                .filter(code -> counts[code] > 0)
                .sorted(Comparator.comparingLong((Integer code) -> -counts[code])
                        .thenComparing(code -> column.dictionary().get(code)))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
        int missing = frequent.length;
        int[] atomOfCode = new int[counts.length];
        Arrays.fill(atomOfCode, missing + 1);
        List<Part> parts = new ArrayList<>();
        for (int atom = 0; atom < frequent.length; atom++) {
            atomOfCode[frequent[atom]] = atom;
            String text = Condition.equal(name, column.dictionary().get(frequent[atom]))
                    .toString();
            parts.add(new Part(atom, atom, text));
        }
        parts.add(new Part(missing, missing, Condition.missing(name).toString()));
        int[] atoms = Arrays.stream(column.codes())
                .map(code -> code < 0 ? missing : atomOfCode[code])
                .toArray();
        return new Parts(atoms, missing + 2, parts);
    }
}
