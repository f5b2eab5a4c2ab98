package dev.perennial.monitoring.joint;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.stream.IntStream;

/**
 * Drift of the PCA reconstruction error as NannyML 0.13.1 reports it, fitted to a reference in chunks. Immutable.
 *
 * <p>The thresholds lie three standard deviations of the reference chunks' means about their mean; the alert has no regard
 * for how many rows a chunk holds. {@link JointDrift} is the form that has.
 */
public final class ReconstructionDrift {
    private static final double SIGMAS = 3;

    private final PrincipalComponents components;
    private final double lowerThreshold;
    private final double upperThreshold;

    private ReconstructionDrift(PrincipalComponents components, double lowerThreshold, double upperThreshold) {
        this.components = components;
        this.lowerThreshold = lowerThreshold;
        this.upperThreshold = upperThreshold;
    }

    /**
     * One chunk.
     *
     * @param value the mean reconstruction error of its rows
     * @param samplingError its standard error
     * @param lowerBound three standard errors below
     * @param upperBound three standard errors above
     * @param lowerThreshold below which there is an alert
     * @param upperThreshold above which there is an alert
     * @param alert whether the value lies beyond a threshold
     */
    public record Chunk(
            double value,
            double samplingError,
            double lowerBound,
            double upperBound,
            double lowerThreshold,
            double upperThreshold,
            boolean alert) {

        /** Checks that all are numbers. */
        public Chunk {
            Require.notNegative(value, "value");
            Require.notNegative(samplingError, "sampling error");
            Require.finite(lowerBound, "lower bound");
            Require.finite(upperBound, "upper bound");
            Require.finite(lowerThreshold, "lower threshold");
            Require.finite(upperThreshold, "upper threshold");
        }
    }

    /** Fits a reference whose rows are in order of time; the last chunk may be short. */
    public static ReconstructionDrift fit(ColumnTable reference, int chunkRows) {
        Require.positive(chunkRows, "rows per chunk");
        PrincipalComponents components = PrincipalComponents.fit(reference, PrincipalComponents.USUAL_SHARE);
        double[] errors = components.errors(reference);
        int chunks = (errors.length + chunkRows - 1) / chunkRows;
        double[] means = IntStream.range(0, chunks)
                .mapToDouble(chunk -> IntStream.range(
                                chunk * chunkRows, Math.min(errors.length, (chunk + 1) * chunkRows))
                        .mapToDouble(row -> errors[row])
                        .average()
                        .orElseThrow())
                .toArray();
        Moments moments = Moments.of(means);
        double spread = SIGMAS * moments.deviation() * Math.sqrt((chunks - 1.0) / chunks);
        return new ReconstructionDrift(components, Math.max(0, moments.mean() - spread), moments.mean() + spread);
    }

    /** Measures a chunk with at least one row. */
    public Chunk measure(ColumnTable chunk) {
        Require.positive(chunk.rows(), "number of rows");
        Moments moments = Moments.of(components.errors(chunk));
        double value = moments.mean();
        double error = moments.standardError();
        return new Chunk(
                value,
                error,
                value - SIGMAS * error,
                value + SIGMAS * error,
                lowerThreshold,
                upperThreshold,
                value < lowerThreshold || value > upperThreshold);
    }
}
