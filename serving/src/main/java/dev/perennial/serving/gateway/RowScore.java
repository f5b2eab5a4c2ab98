package dev.perennial.serving.gateway;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.routing.Scorer;
import org.jspecify.annotations.Nullable;

/**
 * What a version makes of one row.
 *
 * @param score its probability; NaN if it gave none
 * @param error why it gave none; null if it did
 */
record RowScore(double score, @Nullable String error) {
    static RowScore of(@Nullable Scorer version, FeatureRow row) {
        if (version == null) {
            return failed("no version is loaded");
        }
        if (version.isStalled()) {
            return failed("version " + version.number() + " has stalled");
        }
        try {
            double score = version.score(row);
            return score >= 0 && score <= 1
                    ? new RowScore(score, null)
                    : failed("version " + version.number() + " gave no probability");
        } catch (RuntimeException | StackOverflowError e) {
            return failed(
                    "version " + version.number() + " failed: " + e.getClass().getSimpleName());
        }
    }

    private static RowScore failed(String error) {
        return new RowScore(Double.NaN, error);
    }
}
