package dev.perennial.scoring;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers that stand for the levels of a category in a tree: each level's share of positives in training, drawn
 * towards the overall share, which is also the {@code prior} given to a level that training did not see.
 */
public record CategoryRates(float prior, SortedMap<String, Float> rates) {

    public CategoryRates {
        check("prior", prior);
        rates = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(rates)));
        rates.forEach((level, rate) -> check("rate of category \"" + level + "\"", rate));
    }

    private static void check(String what, float value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("Invalid " + what + ": " + value + " (0 to 1 is expected)");
        }
    }
}
