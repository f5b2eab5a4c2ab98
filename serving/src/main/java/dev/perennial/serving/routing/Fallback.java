package dev.perennial.serving.routing;

import dev.perennial.registry.spec.FallbackSpec;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What answers a row that the version in charge cannot: the declared version, else the first rule that holds, else the
 * constant. Always has an answer. Immutable.
 */
public final class Fallback {
    private final @Nullable Scorer version;
    private final List<BoundRule> rules;
    private final double constant;

    private Fallback(@Nullable Scorer version, List<BoundRule> rules, double constant) {
        this.version = version;
        this.rules = List.copyOf(rules);
        this.constant = constant;
    }

    /** The declared fallback; without its version where that is not in memory. */
    static Fallback of(FallbackSpec spec, FeatureSchema schema, @Nullable Scorer version) {
        return new Fallback(
                version,
                spec.rules().stream()
                        .map(rule -> new BoundRule(RowCondition.of(rule.when(), schema), rule.answer()))
                        .toList(),
                spec.constant());
    }

    /** The answer in place of a version, which is not asked a second time. */
    public double answer(FeatureRow row, @Nullable Scorer failed) {
        Scorer other = version;
        if (other != null && (failed == null || other.number() != failed.number())) {
            double score = scoreOrNaN(other, row);
            if (score >= 0 && score <= 1) {
                return score;
            }
        }
        return byRule(row);
    }

    /** The answer without any version: what a rule says, else the constant. Takes no time to speak of. */
    public double byRule(FeatureRow row) {
        for (BoundRule rule : rules) {
            if (rule.when.holds(row)) {
                return rule.answer;
            }
        }
        return constant;
    }

    private static double scoreOrNaN(Scorer scorer, FeatureRow row) {
        try {
            return scorer.score(row);
        } catch (RuntimeException | StackOverflowError e) {
            // The rules answer then; the row's error already says that its version failed.
            return Double.NaN;
        }
    }

    private record BoundRule(RowCondition when, double answer) {}
}
