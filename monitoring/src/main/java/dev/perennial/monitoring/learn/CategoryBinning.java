package dev.perennial.monitoring.learn;

import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One bin a category for the most frequent, and one for all others, which is also where unseen ones fall. */
final class CategoryBinning implements ColumnBinning {
    /** The bin of rare and unseen categories. */
    static final int OTHER = 1;

    private static final int MOST = 253;

    private final Map<String, Integer> bins;

    private CategoryBinning(Map<String, Integer> bins) {
        this.bins = bins;
    }

    static CategoryBinning of(CategoryColumn column) {
        long[] counts = new long[column.dictionary().size()];
        for (int code : column.codes()) {
            if (code != CategoryColumn.MISSING) {
                counts[code]++;
            }
        }
        List<String> names = column.dictionary();
        Map<String, Integer> bins = new HashMap<>();
        IntStream.range(0, counts.length)
                .filter(code -> counts[code] > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(code -> -counts[code]).thenComparing(names::get))
                .limit(MOST)
                .forEach(code -> bins.put(names.get(code), OTHER + 1 + bins.size()));
        return new CategoryBinning(bins);
    }

    @Override
    public int bins() {
        return bins.size() + 2;
    }

    @Override
    public boolean unordered() {
        return true;
    }

    @Override
    public byte[] codes(Column column) {
        byte[] codes = new byte[column.rows()];
        if (column instanceof CategoryColumn categories) {
            byte[] byCode = new byte[categories.dictionary().size()];
            for (int code = 0; code < byCode.length; code++) {
                byCode[code] =
                        (byte) (int) bins.getOrDefault(categories.dictionary().get(code), OTHER);
            }
            int[] source = categories.codes();
            for (int row = 0; row < codes.length; row++) {
                codes[row] = source[row] == CategoryColumn.MISSING ? (byte) MISSING : byCode[source[row]];
            }
        }
        return codes;
    }
}
