package dev.perennial.activities.rollout;

import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.data.LoggedRows.Arm;
import dev.perennial.monitoring.decision.JudgedLoss;
import dev.perennial.monitoring.paired.Loss;
import dev.perennial.scoring.Outputs;
import java.util.Arrays;

/** What the two versions of a rollout answered and lost, row by row, whatever the model answers with. */
final class RolloutLosses {
    private final LoggedRows rows;
    private final Outputs outputs;
    private final double labelVariance;

    /** {@code labelVariance} is that of the rows on which the champion was proven; of no meaning but for values. */
    RolloutLosses(LoggedRows rows, double labelVariance) {
        this.rows = rows;
        this.outputs = rows.outputs();
        this.labelVariance = labelVariance;
    }

    JudgedLoss kind() {
        return outputs instanceof Outputs.Value ? JudgedLoss.SCALED_SQUARED_ERROR : JudgedLoss.BRIER;
    }

    /** Whether a version gave no answer to a row. */
    boolean failed(int row, int version) {
        if (!(outputs instanceof Outputs.ClassProbabilities classes)) {
            return !outputs.allow(score(row, version));
        }
        double[] said = probabilities(row, version);
        return said.length == 0
                || Arrays.stream(said, row * classes.count(), (row + 1) * classes.count())
                        .anyMatch(probability -> !outputs.allow(probability));
    }

    /** The champion's losses less the canary's. */
    double[] differences(int[] pairs, int champion, int canary) {
        return Arrays.stream(pairs)
                .mapToDouble(row -> loss(row, champion) - loss(row, canary))
                .toArray();
    }

    private double loss(int row, int version) {
        double label = rows.labels()[row];
        return outputs.match(
                probability -> Loss.BRIER.of(score(row, version), label == 1),
                classes -> JudgedLoss.ofClasses(
                        probabilities(row, version), row * classes.count(), classes.count(), (int) label),
                value -> JudgedLoss.ofValue(score(row, version), label, labelVariance));
    }

    /* NaN where the version gave none. */
    private double score(int row, int version) {
        if (answered(row, version)) {
            return rows.scores()[row];
        }
        return rows.pairedVersions()[row] == version ? rows.pairedScores()[row] : Double.NaN;
    }

    /* Those of all rows, of whom the version answered this one; none where it gave none. */
    private double[] probabilities(int row, int version) {
        if (answered(row, version)) {
            return rows.probabilities().answered();
        }
        return rows.pairedVersions()[row] == version ? rows.probabilities().paired() : new double[0];
    }

    private boolean answered(int row, int version) {
        return rows.versions()[row] == version && rows.arms()[row] != Arm.FALLBACK;
    }
}
