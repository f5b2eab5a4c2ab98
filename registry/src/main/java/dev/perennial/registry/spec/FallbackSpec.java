package dev.perennial.registry.spec;

import java.util.List;
import java.util.OptionalInt;

/**
 * What answers when the version in charge cannot: the named version if there is one, else the first rule that holds of the
 * row, else the constant.
 *
 * @param constant a probability, which always can be answered
 */
public record FallbackSpec(OptionalInt version, List<Rule> rules, double constant) {
    /** Checks that the constant is a probability and the version's number positive. */
    public FallbackSpec {
        rules = List.copyOf(rules);
        requireProbability(constant);
        if (version.isPresent() && version.getAsInt() < 1) {
            throw new IllegalArgumentException("Invalid fallback version: " + version.getAsInt()
                    + ", expected the number of a version, from 1 on");
        }
    }

    /** A fallback that says the same of every row. */
    public static FallbackSpec ofConstant(double constant) {
        return new FallbackSpec(OptionalInt.empty(), List.of(), constant);
    }

    /** What is answered for rows of which a condition holds. */
    public record Rule(SliceCondition when, double answer) {
        /** Checks that the answer is a probability. */
        public Rule {
            requireProbability(answer);
        }
    }

    private static void requireProbability(double answer) {
        if (!(answer >= 0 && answer <= 1)) {
            throw new IllegalArgumentException("Invalid fallback: " + answer + ", expected a probability from 0 to 1");
        }
    }
}
