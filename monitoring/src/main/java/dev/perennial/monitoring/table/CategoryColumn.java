package dev.perennial.monitoring.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Categories by row, as indexes into a dictionary; {@link #MISSING} is missing. The array is not copied: whoever hands it
 * over leaves it as it is.
 */
public final class CategoryColumn implements Column {

    /** The code of a row without a value. */
    public static final int MISSING = -1;

    private final List<String> dictionary;
    private final int[] codes;

    /** Takes distinct categories and one code a row, each an index into them or {@link #MISSING}. */
    public CategoryColumn(List<String> dictionary, int[] codes) {
        this.dictionary = List.copyOf(dictionary);
        this.codes = codes;
        for (int code : codes) {
            if (code < MISSING || code >= dictionary.size()) {
                throw new IllegalArgumentException(
                        "Invalid category code: " + code + ", expected -1 to " + (dictionary.size() - 1));
            }
        }
    }

    /** Codes values in the order of their first appearance; null is missing. */
    public static CategoryColumn of(@Nullable String[] values) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> dictionary = new ArrayList<>();
        int[] codes = new int[values.length];
        for (int row = 0; row < values.length; row++) {
            String value = values[row];
            if (value == null) {
                codes[row] = MISSING;
                continue;
            }
            Integer code = seen.putIfAbsent(value, dictionary.size());
            if (code == null) {
                codes[row] = dictionary.size();
                dictionary.add(value);
            } else {
                codes[row] = code;
            }
        }
        return new CategoryColumn(dictionary, codes);
    }

    /** The categories that codes point to. */
    public List<String> dictionary() {
        return dictionary;
    }

    /** One code a row; not a copy, to be read only. */
    public int[] codes() {
        return codes;
    }

    /** The category of a row; null when missing. */
    public @Nullable String value(int row) {
        return codes[row] == MISSING ? null : dictionary.get(codes[row]);
    }

    @Override
    public int rows() {
        return codes.length;
    }

    @Override
    public boolean missing(int row) {
        return codes[row] == MISSING;
    }

    @Override
    public CategoryColumn select(int[] rows) {
        return new CategoryColumn(
                dictionary, Arrays.stream(rows).map(row -> codes[row]).toArray());
    }
}
