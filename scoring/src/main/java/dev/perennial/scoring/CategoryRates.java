package dev.perennial.scoring;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers that stand for the levels of a category in a tree: the mean of the target over each level's training
 * rows, which of a label is its share, drawn towards the overall mean, which is also the {@code prior} given to a level
 * that training did not see.
 */
public record CategoryRates(float prior, SortedMap<String, Float> rates) {

    public CategoryRates {
        check("prior", prior);
        rates = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(rates)));
        rates.forEach((level, rate) -> check("rate of category \"" + level + "\"", rate));
    }

    private static void check(String what, float value) {
        if (!(Math.abs(value) <= BoostedTreesModel.LARGEST_VALUE)) {
            throw new IllegalArgumentException("Invalid " + what + ": " + value + " (a number within "
                    + BoostedTreesModel.LARGEST_VALUE + " of zero is expected)");
        }
    }

    boolean areShares() {
        return isShare(prior) && rates.values().stream().allMatch(CategoryRates::isShare);
    }

    private static boolean isShare(float value) {
        return value >= 0 && value <= 1;
    }
}
