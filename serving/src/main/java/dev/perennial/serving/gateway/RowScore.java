package dev.perennial.serving.gateway;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.log.ClassAnswer;
import dev.perennial.serving.routing.Scorer;
import org.jspecify.annotations.Nullable;

/**
 * What a version makes of one row.
 *
 * @param score its probability or value, of several classes the largest probability; NaN if it gave none
 * @param classes what it says of each class; null if it gave nothing, or answers with one number
 * @param error why it gave none; null if it did
 */
record RowScore(
        double score,
        @Nullable ClassAnswer classes,
        @Nullable String error) {
    static RowScore of(@Nullable Scorer version, FeatureRow row) {
        if (version == null) {
            return failed("no version is loaded");
        }
        if (version.isStalled()) {
            return failed("version " + version.number() + " has stalled");
        }
        try {
            Outputs outputs = version.outputs();
            if (outputs instanceof Outputs.ClassProbabilities) {
                return ofClasses(version, version.classes(row));
            }
            double score = version.score(row);
            return outputs.allow(score)
                    ? new RowScore(score, null, null)
                    : failed("version " + version.number()
                            + (outputs instanceof Outputs.Value ? " gave no finite value" : " gave no probability"));
        } catch (RuntimeException | StackOverflowError e) {
            return failed(
                    "version " + version.number() + " failed: " + e.getClass().getSimpleName());
        }
    }

    private static RowScore ofClasses(Scorer version, ClassAnswer classes) {
        return classes.isDistribution()
                ? new RowScore(classes.score(), classes, null)
                : failed("version " + version.number() + " gave no probabilities that are 1 together");
    }

    private static RowScore failed(String error) {
        return new RowScore(Double.NaN, null, error);
    }
}
