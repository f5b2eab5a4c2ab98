package dev.perennial.activities.training;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/**
 * The word of a vocabulary that was probably meant: one that contains the given word, else the one that takes the fewest
 * insertions, deletions and substitutions to reach.
 */
final class NearestWord {

    private NearestWord() {}

    static String to(String word, Collection<String> vocabulary) {
        return vocabulary.stream()
                .min(Comparator.<String>comparingInt(candidate -> contains(candidate, word) ? 0 : 1)
                        .thenComparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow(() -> new IllegalArgumentException("Invalid vocabulary: it has no words"));
    }

    private static boolean contains(String candidate, String word) {
        return !word.isEmpty() && candidate.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int column = 0; column < previous.length; column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[previous.length];
            current[0] = row;
            for (int column = 1; column < previous.length; column++) {
                boolean same =
                        Character.toLowerCase(left.charAt(row - 1)) == Character.toLowerCase(right.charAt(column - 1));
                current[column] = Math.min(
                        previous[column - 1] + (same ? 0 : 1), 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
