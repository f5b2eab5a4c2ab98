package dev.perennial.registry.spec;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import java.util.OptionalInt;

/**
 * What answers when the version in charge cannot: the named version if there is one, else the first rule that holds of the
 * row, else the constant. An answer is one number, or of a model of several classes the probability of each in the order of
 * the declaration.
 *
 * @param constant an answer that always can be given
 */
public record FallbackSpec(
        OptionalInt version,
        List<Rule> rules,

        @JsonFormat(
                with = {
                    JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                    JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
                })
        List<Double> constant) {
    /** Checks that the constant has finite numbers and that the version's number is positive. */
    public FallbackSpec {
        rules = List.copyOf(rules);
        constant = finite(constant);
        if (version.isPresent() && version.getAsInt() < 1) {
            throw new IllegalArgumentException("Invalid fallback version: " + version.getAsInt()
                    + ", expected the number of a version, from 1 on");
        }
    }

    /** A fallback whose last word is one number. */
    public FallbackSpec(OptionalInt version, List<Rule> rules, double constant) {
        this(version, rules, List.of(constant));
    }

    /** A fallback that says the same of every row. */
    public static FallbackSpec ofConstant(double constant) {
        return new FallbackSpec(OptionalInt.empty(), List.of(), constant);
    }

    /** What is answered for rows of which a condition holds. */
    public record Rule(
            SliceCondition when,

            @JsonFormat(
                    with = {
                        JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                        JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
                    })
            List<Double> answer) {
        /** Checks that the answer has finite numbers. */
        public Rule {
            answer = finite(answer);
        }

        /** A rule that answers with one number. */
        public Rule(SliceCondition when, double answer) {
            this(when, List.of(answer));
        }
    }

    private static List<Double> finite(List<Double> answer) {
        if (answer.isEmpty() || answer.stream().anyMatch(number -> !Double.isFinite(number))) {
            throw new IllegalArgumentException("Invalid fallback: " + answer + ", expected finite numbers");
        }
        return List.copyOf(answer);
    }
}
