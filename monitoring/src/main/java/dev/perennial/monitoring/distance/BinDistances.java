package dev.perennial.monitoring.distance;

import dev.perennial.monitoring.distance.DistanceOutcome.Measured;
import java.util.ArrayList;
import java.util.List;

/**
 * The distances over bins.
 *
 * <p>Around "no drift" each divergence is, to second order, a multiple of X = Σ (q - p)² / p, and X is distributed as (1/n +
 * 1/m) chi-square with B - 1 degrees of freedom: PSI = X, KL = X/2, Jensen-Shannon = X/8 (in nats), squared Hellinger = X/8,
 * squared balanced Cramér's V = X/4 (L. Pardo, "Statistical inference based on divergence measures", 2006, theorem 3.1: the
 * multiple is φ''(1)/2 of the divergence's function φ).
 */
final class BinDistances {

    private BinDistances() {}

    static Measured measure(Distance distance, AlignedCounts counts) {
        double scale = counts.samplingScale();
        int bins = counts.bins();
        return switch (distance) {
            case POPULATION_STABILITY_INDEX ->
                divergence(
                        distance,
                        PopulationStabilityIndex.of(counts.reference(), counts.current())
                                .value(),
                        GammaNoise.scaledChiSquare(bins, scale, 1),
                        counts);
            case KULLBACK_LEIBLER ->
                divergence(
                        distance,
                        Divergences.kullbackLeibler(counts.smoothedCurrent(), counts.smoothedReference()),
                        GammaNoise.scaledChiSquare(bins, scale / 2, 1),
                        counts);
            case JENSEN_SHANNON ->
                divergence(
                        distance,
                        Math.min(
                                1,
                                Math.sqrt(
                                        Divergences.jensenShannon(counts.smoothedReference(), counts.smoothedCurrent())
                                                / Math.log(2))),
                        GammaNoise.scaledChiSquare(bins, scale / (8 * Math.log(2)), 0.5),
                        counts);
            case HELLINGER ->
                divergence(
                        distance,
                        Divergences.hellinger(counts.smoothedReference(), counts.smoothedCurrent()),
                        GammaNoise.scaledChiSquare(bins, scale / 8, 0.5),
                        counts);
            case CRAMERS_V ->
                divergence(
                        distance,
                        balancedCramersV(counts.referenceShares(), counts.currentShares()),
                        GammaNoise.scaledChiSquare(bins, scale / 4, 0.5),
                        counts);
            case CHI_SQUARE ->
                divergence(
                        distance,
                        pearson(counts.reference(), counts.current()),
                        GammaNoise.scaledChiSquare(bins, 1, 1),
                        counts);
            case CHI_SQUARE_AGAINST_REFERENCE ->
                divergence(
                        distance,
                        goodnessOfFit(counts),
                        GammaNoise.scaledChiSquare(bins, 1 + (double) counts.currentRows() / counts.referenceRows(), 1),
                        counts);
            case L_INFINITY -> largestChange(distance, counts);
            case TOTAL_VARIATION -> totalVariation(distance, counts);
            case Z_SCORE -> largestZ(distance, counts);
            case KOLMOGOROV_SMIRNOV, WASSERSTEIN ->
                throw new IllegalArgumentException("Invalid distance over bins: " + distance.key());
        };
    }

    /* The p value is that of the test to which all of these are equivalent for many rows, in its form for sparse bins. */
    private static Measured divergence(Distance distance, double value, Noise noise, AlignedCounts counts) {
        double pValue = counts.bins() < 2
                ? 1
                : TwoSampleChiSquare.of(counts.reference(), counts.current()).pValue();
        return measured(distance, value, pValue, noise, counts);
    }

    private static Measured largestChange(Distance distance, AlignedCounts counts) {
        double value = 0;
        double[] p = counts.referenceShares();
        double[] q = counts.currentShares();
        for (int bin = 0; bin < p.length; bin++) {
            value = Math.max(value, Math.abs(p[bin] - q[bin]));
        }
        List<Double> deviations = new ArrayList<>();
        for (double deviation : deviations(counts)) {
            deviations.add(deviation);
        }
        Noise noise = new LargestNoise(deviations);
        return measured(distance, value, noise.tail(value), noise, counts);
    }

    private static Measured totalVariation(Distance distance, AlignedCounts counts) {
        double[] p = counts.referenceShares();
        double[] q = counts.currentShares();
        double[] weights = new double[p.length];
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            sum += Math.abs(p[bin] - q[bin]);
            weights[bin] = 0.5;
        }
        double[] shares = counts.pooledShares();
        Noise noise = AbsoluteSums.noise(
                weights,
                deviations(counts),
                (i, j) -> -Math.sqrt(shares[i] * shares[j] / ((1 - shares[i]) * (1 - shares[j]))));
        double value = Math.min(1, sum / 2);
        return measured(distance, value, noise.tail(value), noise, counts);
    }

    private static Measured largestZ(Distance distance, AlignedCounts counts) {
        double[] p = counts.referenceShares();
        double[] q = counts.currentShares();
        double[] deviations = deviations(counts);
        double value = 0;
        for (int bin = 0; bin < p.length; bin++) {
            value = deviations[bin] > 0 ? Math.max(value, Math.abs(p[bin] - q[bin]) / deviations[bin]) : value;
        }
        int free = counts.bins() == 2 ? 1 : counts.bins();
        List<Double> unit = new ArrayList<>();
        for (int i = 0; i < free && counts.bins() > 1; i++) {
            unit.add(1.0);
        }
        Noise noise = new LargestNoise(unit);
        return measured(distance, value, noise.tail(value), noise, counts);
    }

    private static double[] deviations(AlignedCounts counts) {
        double[] deviations = counts.pooledShares();
        for (int bin = 0; bin < deviations.length; bin++) {
            deviations[bin] = Math.sqrt(deviations[bin] * (1 - deviations[bin]) * counts.samplingScale());
        }
        return deviations;
    }

    private static double balancedCramersV(double[] p, double[] q) {
        double sum = 0;
        for (int bin = 0; bin < p.length; bin++) {
            double difference = p[bin] - q[bin];
            sum += difference * difference / (p[bin] + q[bin]);
        }
        return Math.min(1, Math.sqrt(sum / 2));
    }

    private static double pearson(List<Long> reference, List<Long> current) {
        double n = reference.stream().mapToDouble(Long::doubleValue).sum();
        double m = current.stream().mapToDouble(Long::doubleValue).sum();
        double statistic = 0;
        for (int bin = 0; bin < reference.size(); bin++) {
            double difference = current.get(bin) * n - reference.get(bin) * m;
            statistic += difference / (n * m) * difference / ((double) reference.get(bin) + current.get(bin));
        }
        return statistic;
    }

    private static double goodnessOfFit(AlignedCounts counts) {
        double[] p = counts.smoothedReference();
        double m = counts.currentRows();
        double statistic = 0;
        for (int bin = 0; bin < p.length; bin++) {
            double difference = counts.current().get(bin) - m * p[bin];
            statistic += difference * difference / (m * p[bin]);
        }
        return statistic;
    }

    private static Measured measured(
            Distance distance, double value, double pValue, Noise noise, AlignedCounts counts) {
        return new Measured(
                distance,
                Math.max(0, value),
                0,
                Math.min(1, pValue),
                noise,
                counts.referenceRows(),
                counts.currentRows());
    }
}
