package dev.perennial.monitoring.performance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many of a model's predictions have their label by what age: the Kaplan-Meier estimate of the share of labels that
 * come within an age, in which a prediction that still waits counts as long as it has waited and no longer. It is fair as
 * long as young predictions get their labels as old ones did; a prediction that never gets one keeps the curve below 1.
 *
 * <p>Shares are in [0, 1] and never fall with age. Intervals cover 95 of 100: Greenwood's variance on the scale of
 * log(-log), which keeps them inside [0, 1]; where no label has come, or all, they are those of as many trials without or
 * with nothing but success. The curve ends at the age that some prediction has been waited for. Its cost is that of sorting
 * the ages.
 *
 * @param predictions how many predictions were looked at
 * @param labelled how many of them have a label
 * @param points the curve at the ages that were asked for, in their order, as far as it goes
 */
public record LabelArrival(long predictions, long labelled, List<Point> points) {
    /*
     * 1. E. L. Kaplan, P. Meier: Nonparametric Estimation from Incomplete Observations, JASA 53 (1958), eq. (2b).
     * 2. J. D. Kalbfleisch, R. L. Prentice: The Statistical Analysis of Failure Time Data (2nd ed., 2002), sec. 1.4.
     */
    private static final double Z = 1.959963984540054;
    private static final double TAIL = 0.025;

    /** Copies the list. */
    public LabelArrival {
        points = List.copyOf(points);
    }

    /** The curve of what was observed, at the ages. */
    public static LabelArrival of(List<Observed> observed, List<Duration> ages) {
        SortedMap<Duration, long[]> byAge = new TreeMap<>();
        long predictions = 0;
        long labelled = 0;
        for (Observed some : observed) {
            long[] counts = byAge.computeIfAbsent(some.age(), age -> new long[2]);
            counts[0] += some.arrived();
            counts[1] += some.waiting();
            predictions += some.arrived() + some.waiting();
            labelled += some.arrived();
        }
        List<Point> points = new ArrayList<>();
        for (Duration age : ages) {
            if (!byAge.isEmpty() && age.compareTo(byAge.lastKey()) <= 0) {
                points.add(point(byAge, predictions, age));
            }
        }
        return new LabelArrival(predictions, labelled, points);
    }

    private static Point point(SortedMap<Duration, long[]> byAge, long predictions, Duration age) {
        long atRisk = predictions;
        double unlabelled = 1;
        double greenwood = 0;
        for (var entry : byAge.entrySet()) {
            if (entry.getKey().compareTo(age) > 0) {
                break;
            }
            long arrived = entry.getValue()[0];
            if (arrived > 0) {
                unlabelled *= 1 - (double) arrived / atRisk;
                greenwood += atRisk == arrived ? 0 : (double) arrived / ((double) atRisk * (atRisk - arrived));
            }
            atRisk -= arrived + entry.getValue()[1];
        }
        double[] bounds = bounds(unlabelled, greenwood, predictions);
        return new Point(age, 1 - unlabelled, 1 - bounds[1], 1 - bounds[0], atRisk);
    }

    /* The interval of the share without a label. */
    private static double[] bounds(double unlabelled, double greenwood, long predictions) {
        double extreme = Math.pow(TAIL, 1.0 / predictions);
        if (unlabelled >= 1) {
            return new double[] {extreme, 1};
        }
        if (unlabelled <= 0) {
            return new double[] {0, 1 - extreme};
        }
        double reach = Z * Math.sqrt(greenwood) / Math.abs(Math.log(unlabelled));
        return new double[] {Math.pow(unlabelled, Math.exp(reach)), Math.pow(unlabelled, Math.exp(-reach))};
    }

    /**
     * Predictions of one age.
     *
     * @param age how old they were when their label came, or how long the others have waited
     * @param arrived those whose label came at this age
     * @param waiting those that still wait
     */
    public record Observed(Duration age, long arrived, long waiting) {
        /** Refuses negative counts. A label that was known before its event has the age zero. */
        public Observed {
            if (arrived < 0 || waiting < 0) {
                throw new IllegalArgumentException("Invalid counts of labels: " + arrived + " and " + waiting);
            }
            age = age.isNegative() ? Duration.ZERO : age;
        }
    }

    /**
     * The curve at one age.
     *
     * @param share of labels that come within the age
     * @param lower the lower end of its interval
     * @param upper the upper end of its interval
     * @param older how many predictions were older without a label, when their label came or now
     */
    public record Point(Duration age, double share, double lower, double upper, long older) {}
}
