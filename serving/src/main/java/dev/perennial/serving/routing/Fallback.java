package dev.perennial.serving.routing;

import dev.perennial.registry.spec.FallbackSpec;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.log.ClassAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What answers a row that the version in charge cannot: the declared version, else the first rule that holds, else the
 * constant. Always has an answer. Immutable.
 */
public final class Fallback {
    private final @Nullable Scorer version;
    private final List<BoundRule> rules;
    private final Answered constant;

    private Fallback(@Nullable Scorer version, List<BoundRule> rules, Answered constant) {
        this.version = version;
        this.rules = List.copyOf(rules);
        this.constant = constant;
    }

    /** The declared fallback; without its version where that is not in memory. */
    static Fallback of(FallbackSpec spec, FeatureSchema schema, Outputs outputs, @Nullable Scorer version) {
        return new Fallback(
                version,
                spec.rules().stream()
                        .map(rule -> new BoundRule(RowCondition.of(rule.when(), schema), said(rule.answer(), outputs)))
                        .toList(),
                said(spec.constant(), outputs));
    }

    private static Answered said(List<Double> answer, Outputs outputs) {
        return outputs instanceof Outputs.ClassProbabilities classes
                ? Answered.of(ClassAnswer.of(
                        classes.labels(),
                        answer.stream().mapToDouble(Double::doubleValue).toArray()))
                : Answered.of(answer.get(0));
    }

    /** The answer in place of a version, which is not asked a second time. */
    public Answered answer(FeatureRow row, @Nullable Scorer failed) {
        Scorer other = version;
        if (other != null && (failed == null || other.number() != failed.number())) {
            Answered said = saidBy(other, row);
            if (said != null) {
                return said;
            }
        }
        return byRule(row);
    }

    /** The answer without any version: what a rule says, else the constant. Takes no time to speak of. */
    public Answered byRule(FeatureRow row) {
        for (BoundRule rule : rules) {
            if (rule.when.holds(row)) {
                return rule.answer;
            }
        }
        return constant;
    }

    private static @Nullable Answered saidBy(Scorer scorer, FeatureRow row) {
        try {
            if (scorer.outputs() instanceof Outputs.ClassProbabilities) {
                ClassAnswer classes = scorer.classes(row);
                return classes.isDistribution() ? Answered.of(classes) : null;
            }
            double score = scorer.score(row);
            return scorer.outputs().allow(score) ? Answered.of(score) : null;
        } catch (RuntimeException | StackOverflowError e) {
            // The rules answer then; the row's error already says that its version failed.
            return null;
        }
    }

    private record BoundRule(RowCondition when, Answered answer) {}
}
