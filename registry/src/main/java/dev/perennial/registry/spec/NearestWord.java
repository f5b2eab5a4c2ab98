package dev.perennial.registry.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that somebody who wrote another one probably meant. */
final class NearestWord {
    private NearestWord() {}

    /** The nearest of the words, if few letters are wrong: at most a third of those written, and one where it is short. */
    static Optional<String> of(String written, Collection<String> words) {
        int tolerated = Math.max(1, written.length() / 3);
        return words.stream()
                .filter(word -> distance(written, word) <= tolerated)
                .min(Comparator.<String>comparingInt(word -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The least number of letters inserted, removed, replaced, or swapped with a neighbour; capitals do not count. */
    static int distance(String first, String second) {
        String left = first.toLowerCase(Locale.ROOT);
        String right = second.toLowerCase(Locale.ROOT);
        int[][] costs = new int[left.length() + 1][right.length() + 1];
        for (int row = 0; row <= left.length(); row++) {
            for (int column = 0; column <= right.length(); column++) {
                if (row == 0 || column == 0) {
                    costs[row][column] = row + column;
                    continue;
                }
                boolean same = left.charAt(row - 1) == right.charAt(column - 1);
                int cost = Math.min(
                        costs[row - 1][column - 1] + (same ? 0 : 1),
                        Math.min(costs[row - 1][column], costs[row][column - 1]) + 1);
                boolean swapped = row > 1
                        && column > 1
                        && left.charAt(row - 1) == right.charAt(column - 2)
                        && left.charAt(row - 2) == right.charAt(column - 1);
                costs[row][column] = swapped ? Math.min(cost, costs[row - 2][column - 2] + 1) : cost;
            }
        }
        return costs[left.length()][right.length()];
    }
}
