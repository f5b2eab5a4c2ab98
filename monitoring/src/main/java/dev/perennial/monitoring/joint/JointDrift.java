package dev.perennial.monitoring.joint;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.learn.BinnedRows;
import dev.perennial.monitoring.learn.Binning;
import dev.perennial.monitoring.paired.Gaussian;
import dev.perennial.monitoring.table.ColumnTable;

/** How far a window differs from its reference when all columns are looked at together. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JointDrift.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = JointDrift.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface JointDrift {

    /** Rows below which neither side says anything. */
    int LEAST_ROWS = 30;

    /**
     * Both measures with the noise that they have without drift, rows being independent.
     *
     * @param domainAuc how well held-out trees tell window from reference, in [0, 1]; one half means not at all
     * @param domainNoise its standard error without drift
     * @param domainPValue the one-sided p value of "they cannot be told apart"
     * @param reconstructionError the mean distance of the window's rows from the reference's principal components
     * @param referenceError that of the reference's rows
     * @param reconstructionShift their difference in standard deviations of a reference row, of either sign
     * @param reconstructionPValue the two-sided p value of "the means are equal" (Welch)
     */
    record Measured(
            double domainAuc,
            double domainNoise,
            double domainPValue,
            double reconstructionError,
            double referenceError,
            double reconstructionShift,
            double reconstructionPValue)
            implements JointDrift {

        /** Checks the ranges. */
        public Measured {
            Require.share(domainAuc, "domain AUC");
            Require.notNegative(domainNoise, "noise of the domain AUC");
            Require.share(domainPValue, "p value of the domain AUC");
            Require.notNegative(reconstructionError, "reconstruction error");
            Require.notNegative(referenceError, "reference's reconstruction error");
            Require.finite(reconstructionShift, "shift of the reconstruction error");
            Require.share(reconstructionPValue, "p value of the reconstruction error");
        }
    }

    /**
     * No answer.
     *
     * @param reason why, in words
     */
    record NotEvaluable(String reason) implements JointDrift {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
        }
    }

    /** Compares a window with a reference by the reference's columns; a seed sets the folds. */
    static JointDrift between(ColumnTable reference, ColumnTable window, long seed) {
        if (Math.min(reference.rows(), window.rows()) < LEAST_ROWS) {
            return new NotEvaluable(reference.rows() + " reference and " + window.rows() + " window rows, at least "
                    + LEAST_ROWS + " of each are needed");
        }
        if (reference.names().isEmpty()) {
            return new NotEvaluable("the reference has no columns");
        }
        Binning binning = Binning.of(reference);
        BinnedRows before = binning.bin(reference);
        DomainClassifier domains = DomainClassifier.fit(before, binning.bin(window), seed);
        PrincipalComponents components = PrincipalComponents.fit(reference, PrincipalComponents.USUAL_SHARE);
        Moments then = Moments.of(components.errors(reference));
        Moments now = Moments.of(components.errors(window));
        double difference = now.mean() - then.mean();
        double noise = Math.hypot(then.standardError(), now.standardError());
        double scale = Math.max(then.deviation(), now.deviation());
        return new Measured(
                domains.auc(),
                domains.nullError(),
                Gaussian.upperTail((domains.auc() - 0.5) / domains.nullError()),
                now.mean(),
                then.mean(),
                then.deviation() > 0 ? difference / then.deviation() : scale > 0 ? difference / scale : 0,
                noise > 0 ? Math.min(1, 2 * Gaussian.upperTail(Math.abs(difference) / noise)) : 1);
    }
}
