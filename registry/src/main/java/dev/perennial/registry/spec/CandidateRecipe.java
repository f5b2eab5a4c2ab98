package dev.perennial.registry.spec;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trainer by name with its parameters: {@code linear}, {@code gradient-boosting}, {@code random-forest} or
 * {@code factorization-machine}; absent parameters take defaults.
 */
public record CandidateRecipe(String algorithm, SortedMap<String, Double> parameters) {
    /** Copies the parameters. */
    public CandidateRecipe {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** A short name for people: {@code gradient-boosting(trees=150)}. */
    public String label() {
        if (parameters.isEmpty()) {
            return algorithm;
        }
        StringBuilder text = new StringBuilder(algorithm).append('(');
        parameters.forEach((name, value) -> text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ")
                .append(name)
                .append('=')
                .append(value == Math.rint(value) ? String.valueOf((long) (double) value) : String.valueOf(value)));
        return text.append(')').toString();
    }
}
