package dev.perennial.monitoring.compat.evidently;

import dev.perennial.monitoring.compat.sample.Quantiles;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The test that two samples have one empirical characteristic function, at t = .4 and .8 in units of half the interquartile
 * range.
 *
 * <p>Source: T. W. Epps, K. J. Singleton, "An omnibus test for the two-sample problem using the empirical characteristic
 * function", Journal of Statistical Computation and Simulation 26 (1986); small samples by S. J. Goerg, J. Kaiser, The Stata
 * Journal 9 (2009).
 */
final class EppsSingleton {
    private static final double[] POINTS = {0.4, 0.8};
    private static final int SMALL = 25;

    private EppsSingleton() {}

    /* Empty where the interquartile range is zero. */
    static Optional<Double> pValue(double[] x, double[] y) {
        double[] pooled =
                DoubleStream.concat(Arrays.stream(x), Arrays.stream(y)).sorted().toArray();
        double range = Quantiles.linear(pooled, 0.75) - Quantiles.linear(pooled, 0.25);
        if (range == 0) {
            return Optional.empty();
        }
        double rows = pooled.length;
        double[][] left = waves(x, range / 2);
        double[][] right = waves(y, range / 2);
        RealMatrix covariance = covariance(left)
                .scalarMultiply(rows / x.length)
                .add(covariance(right).scalarMultiply(rows / y.length));
        SingularValueDecomposition decomposed = new SingularValueDecomposition(covariance);
        RealVector difference = new ArrayRealVector(means(left)).subtract(new ArrayRealVector(means(right)));
        double statistic =
                rows * difference.dotProduct(decomposed.getSolver().getInverse().operate(difference));
        if (Math.max(x.length, y.length) < SMALL) {
            statistic /= 1 + Math.pow(rows, -0.45) + 10.1 * (Math.pow(x.length, -1.7) + Math.pow(y.length, -1.7));
        }
        return Optional.of(ChiSquaredDistribution.of(Math.max(1, decomposed.getRank()))
                .survivalProbability(Math.max(0, statistic)));
    }

    /* One row for each cosine, then each sine. */
    private static double[][] waves(double[] values, double unit) {
        double[][] waves = new double[2 * POINTS.length][values.length];
        for (int k = 0; k < POINTS.length; k++) {
            for (int row = 0; row < values.length; row++) {
                double angle = POINTS[k] / unit * values[row];
                waves[k][row] = Math.cos(angle);
                waves[POINTS.length + k][row] = Math.sin(angle);
            }
        }
        return waves;
    }

    private static double[] means(double[][] waves) {
        return Arrays.stream(waves).mapToDouble(MeanTests::mean).toArray();
    }

    private static RealMatrix covariance(double[][] waves) {
        double[] means = means(waves);
        double[][] covariance = new double[waves.length][waves.length];
        for (int i = 0; i < waves.length; i++) {
            for (int j = 0; j < waves.length; j++) {
                double sum = 0;
                for (int row = 0; row < waves[i].length; row++) {
                    sum += (waves[i][row] - means[i]) * (waves[j][row] - means[j]);
                }
                covariance[i][j] = sum / waves[i].length;
            }
        }
        return new Array2DRowRealMatrix(covariance, false);
    }
}
