package dev.perennial.serving.gateway;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.routing.Scorer;
import org.jspecify.annotations.Nullable;

/**
 * What the versions in charge make of one row. Whatever the one that does not answer does, the answer stands.
 *
 * @param score the answering version's probability; NaN if it gave none
 * @param error why it gave none; null if it did
 * @param pairedScore the other version's probability; NaN if it gave none or there is no other
 */
record RowScore(double score, @Nullable String error, double pairedScore) {
    static RowScore of(@Nullable Scorer answering, @Nullable Scorer other, FeatureRow row) {
        double paired = other == null ? Double.NaN : scoreOrNaN(other, row);
        if (answering == null) {
            return new RowScore(Double.NaN, "no version is loaded", paired);
        }
        try {
            double score = answering.score(row);
            return isProbability(score)
                    ? new RowScore(score, null, paired)
                    : new RowScore(Double.NaN, "version " + answering.number() + " gave no probability", paired);
        } catch (RuntimeException | StackOverflowError e) {
            String error =
                    "version " + answering.number() + " failed: " + e.getClass().getSimpleName();
            return new RowScore(Double.NaN, error, paired);
        }
    }

    private static double scoreOrNaN(Scorer version, FeatureRow row) {
        try {
            double score = version.score(row);
            return isProbability(score) ? score : Double.NaN;
        } catch (RuntimeException | StackOverflowError e) {
            // Not an answer that anyone waits for: the missing score says that it failed.
            return Double.NaN;
        }
    }

    private static boolean isProbability(double score) {
        return score >= 0 && score <= 1;
    }
}
