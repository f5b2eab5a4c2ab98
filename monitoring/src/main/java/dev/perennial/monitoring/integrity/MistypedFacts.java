package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.table.CategoryColumn;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A column whose values arrived as text where numbers were declared, or partly as the one and partly as the other.
 *
 * @param rows rows that had the column
 * @param missing rows without a value
 * @param numbers rows that hold a number, as such or written out
 * @param decimalCommas rows that hold a number written with a decimal comma
 * @param words rows that hold something else
 */
public record MistypedFacts(long rows, long missing, long numbers, long decimalCommas, long words)
        implements ColumnFacts {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?(\\d+|\\d{1,3}(\\.\\d{3})+),\\d+");
    private static final int LONGEST_NUMBER = 64;

    /** Checks that the counts add up. */
    public MistypedFacts {
        Require.notNegative(missing, "count of missing values");
        Require.notNegative(numbers, "count of numbers");
        Require.notNegative(decimalCommas, "count of decimal commas");
        Require.notNegative(words, "count of words");
        if (rows != missing + numbers + decimalCommas + words) {
            throw new IllegalArgumentException("Invalid facts: " + rows + " rows, " + missing + " missing, " + numbers
                    + " numbers, " + decimalCommas + " with a decimal comma, " + words + " words");
        }
    }

    static MistypedFacts of(CategoryColumn column) {
        long[] counts = CategoryFacts.counts(column);
        long[] kinds = new long[3];
        for (int code = 0; code < counts.length; code++) {
            kinds[kind(column.dictionary().get(code))] += counts[code];
        }
        long present = kinds[0] + kinds[1] + kinds[2];
        return new MistypedFacts(column.rows(), column.rows() - present, kinds[0], kinds[1], kinds[2]);
    }

    static MistypedFacts of(ColumnFacts facts) {
        if (facts instanceof MistypedFacts mistyped) {
            return mistyped;
        }
        long present = facts.rows() - facts.missing();
        return facts instanceof NumberFacts
                ? new MistypedFacts(facts.rows(), facts.missing(), present, 0, 0)
                : new MistypedFacts(facts.rows(), facts.missing(), 0, 0, present);
    }

    private static int kind(String word) {
        String text = word.length() > LONGEST_NUMBER ? "" : word.strip();
        if (NUMBER.matcher(text).matches()) {
            return 0;
        }
        return DECIMAL_COMMA.matcher(text).matches() ? 1 : 2;
    }

    @Override
    public Optional<String> constant() {
        return Optional.empty();
    }

    @Override
    public MistypedFacts merge(ColumnFacts other) {
        MistypedFacts that = of(other);
        return new MistypedFacts(
                rows + that.rows,
                missing + that.missing,
                numbers + that.numbers,
                decimalCommas + that.decimalCommas,
                words + that.words);
    }
}
