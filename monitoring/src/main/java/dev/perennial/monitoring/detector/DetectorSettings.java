package dev.perennial.monitoring.detector;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;

/**
 * Which detector, and how strict. The defaults ({@code standard()}) are those of the papers and of MOA 2024.07; none is
 * fitted to any data.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DetectorSettings.Ddm.class, name = "ddm"),
    @JsonSubTypes.Type(value = DetectorSettings.Eddm.class, name = "eddm"),
    @JsonSubTypes.Type(value = DetectorSettings.Adwin.class, name = "adwin"),
    @JsonSubTypes.Type(value = DetectorSettings.PageHinkley.class, name = "page-hinkley"),
    @JsonSubTypes.Type(value = DetectorSettings.Kswin.class, name = "kswin"),
    @JsonSubTypes.Type(value = DetectorSettings.Stepd.class, name = "stepd")
})
public sealed interface DetectorSettings {

    /** A detector that has seen nothing. */
    Detector start();

    /** A detector in a stored state. */
    Detector resume(DetectorSnapshot snapshot);

    /**
     * Drift detection method: the error rate rises above its lowest point by some standard errors. Values in [0, 1].
     *
     * <p>Source: J. Gama, P. Medas, G. Castillo, P. Rodrigues, "Learning with drift detection", SBIA 2004. Quick to see
     * sudden drifts, blind to slow ones; a stream without error in its first thirty values alarms at its first error. As
     * in MOA the lowest point is looked for from one value before {@code minimumValues}; Frouros begins at it.
     *
     * @param minimumValues the least number of values before an alarm
     * @param warningLevel standard errors above the lowest point for a warning
     * @param driftLevel standard errors above the lowest point for an alarm
     */
    record Ddm(int minimumValues, double warningLevel, double driftLevel) implements DetectorSettings {

        /** Checks the order of the levels. */
        public Ddm {
            Require.positive(minimumValues, "least number of values");
            Require.positive(warningLevel, "warning level");
            Require.finite(driftLevel, "drift level");
            if (driftLevel <= warningLevel) {
                throw new IllegalArgumentException(
                        "Invalid drift level: " + driftLevel + " is not above the warning level " + warningLevel);
            }
        }

        /** Thirty values, two and three standard errors. */
        public static Ddm standard() {
            return new Ddm(30, 2, 3);
        }

        @Override
        public Detector start() {
            return new DriftDetectionMethod(this);
        }

        @Override
        public Detector resume(DetectorSnapshot snapshot) {
            return new DriftDetectionMethod(this, snapshot);
        }
    }

    /**
     * Early drift detection method: the distance between two errors becomes shorter than it has been. Values 0 and 1.
     *
     * <p>Source: M. Baena-García and others, "Early drift detection method", IWKDDS 2006. Sees slow drifts and raises many
     * false alarms: MOA's and ours six in a million values without drift, and before 190 of 200 true drifts. Conventions
     * differ in the first error that may alarm (the thirtieth in Frouros', the next one in MOA's) and in how long a warning
     * lasts (until the next error in MOA's, one value in Frouros').
     *
     * @param minimumErrors errors needed before an alarm, and values before the largest distance is kept
     * @param warningRatio the share of the largest distance below which it warns
     * @param driftRatio the share of the largest distance below which it alarms
     * @param convention whose reading
     */
    record Eddm(int minimumErrors, double warningRatio, double driftRatio, Convention convention)
            implements DetectorSettings {

        /** Checks the order of the ratios. */
        public Eddm {
            Require.positive(minimumErrors, "least number of errors");
            Require.level(warningRatio, "warning ratio");
            Require.level(driftRatio, "drift ratio");
            if (driftRatio >= warningRatio) {
                throw new IllegalArgumentException(
                        "Invalid drift ratio: " + driftRatio + " is not below the warning ratio " + warningRatio);
            }
        }

        /** Thirty errors, 95 % and 90 %. */
        public static Eddm standard() {
            return as(Convention.STANDARD);
        }

        /** The usual numbers in another reading. */
        public static Eddm as(Convention convention) {
            return new Eddm(30, 0.95, 0.90, convention);
        }

        @Override
        public Detector start() {
            return new EarlyDriftDetectionMethod(this);
        }

        @Override
        public Detector resume(DetectorSnapshot snapshot) {
            return new EarlyDriftDetectionMethod(this, snapshot);
        }
    }

    /**
     * Adaptive windowing: a window of the newest values, cut where its older part has another mean. Any finite values; the
     * bound is meant for values in [0, 1].
     *
     * <p>Source: A. Bifet, R. Gavaldà, "Learning from time-changing data with adaptive windowing", SDM 2007, with the
     * variance bound and buckets of doubling size, looked at every {@code every} values. Memory and time grow with the
     * logarithm of the window. Alarms only when the mean has risen in MOA's reading, either way in Frouros', which also
     * leaves one bucket of each size out of the older part. MOA's variance overflows when buckets of 65,536 values are
     * merged; ours does not, which can only matter in windows of several hundred thousand values.
     *
     * @param confidence the probability of a false cut at one look (delta)
     * @param every values between two looks
     * @param convention whose reading
     */
    record Adwin(double confidence, int every, Convention convention) implements DetectorSettings {

        /** Checks the numbers. */
        public Adwin {
            Require.level(confidence, "confidence");
            Require.positive(every, "values between two looks");
        }

        /** Delta .002, every 32 values. */
        public static Adwin standard() {
            return as(Convention.STANDARD);
        }

        /** The usual numbers in another reading. */
        public static Adwin as(Convention convention) {
            return new Adwin(0.002, 32, convention);
        }

        @Override
        public Detector start() {
            return new AdaptiveWindow(this);
        }

        @Override
        public Detector resume(DetectorSnapshot snapshot) {
            return new AdaptiveWindow(this, snapshot);
        }
    }

    /**
     * Page-Hinkley test: the fading sum of the values' excess over their own mean rises above a limit. Any finite values;
     * sees rises only.
     *
     * <p>Sources: E. S. Page, "Continuous inspection schemes", Biometrika 41 (1954); H. Mouss and others, "Test of
     * Page-Hinckley, an approach for fault detection in an agro-alimentary production system", ASCC 2004. The limit is in
     * the units of the values: fifty errors too many by default. MOA may alarm one value before {@code minimumValues}.
     *
     * @param minimumValues the least number of values before an alarm
     * @param tolerance the excess that is no excess (delta)
     * @param limit the sum above which it alarms (lambda)
     * @param fading the share of the sum that survives a value (alpha)
     */
    record PageHinkley(int minimumValues, double tolerance, double limit, double fading) implements DetectorSettings {

        /** Checks the numbers. */
        public PageHinkley {
            Require.positive(minimumValues, "least number of values");
            Require.notNegative(tolerance, "tolerance");
            Require.positive(limit, "limit");
            Require.share(fading, "fading");
        }

        /** Thirty values, delta .005, lambda 50, alpha .9999. */
        public static PageHinkley standard() {
            return new PageHinkley(30, 0.005, 50, 0.9999);
        }

        @Override
        public Detector start() {
            return new PageHinkleyTest(this);
        }

        @Override
        public Detector resume(DetectorSnapshot snapshot) {
            return new PageHinkleyTest(this, snapshot);
        }
    }

    /**
     * Kolmogorov-Smirnov windowing: the newest values against as many drawn, without replacement, from those before them in
     * a sliding window. Any finite values; sees changes of the whole distribution.
     *
     * <p>Source: C. Raab, M. Heusinger, F.-M. Schleif, "Reactive soft prototype computing for concept drift streams",
     * Neurocomputing 416 (2020). The p value is exact without ties and cautious with them (on 0 and 1 it hardly ever
     * alarms). The test is repeated at every value, so the rate of false alarms is above {@code level} per window; numbers
     * as Frouros 0.9. MOA 2024.07 has no such detector.
     *
     * @param window values kept
     * @param newest how many of them are tested against the rest, at most half
     * @param level the p value at or below which it alarms
     * @param seed of the draws
     */
    record Kswin(int window, int newest, double level, long seed) implements DetectorSettings {

        /** Checks the numbers. */
        public Kswin {
            Require.positive(newest, "newest values");
            Require.level(level, "level");
            if (window < 2 * newest) {
                throw new IllegalArgumentException(
                        "Invalid window: " + window + " values, expected at least twice the newest " + newest);
            }
        }

        /** A hundred values, thirty of them newest, level .0001. */
        public static Kswin seeded(long seed) {
            return new Kswin(100, 30, 0.0001, seed);
        }

        @Override
        public Detector start() {
            return new KolmogorovSmirnovWindow(this);
        }

        @Override
        public Detector resume(DetectorSnapshot snapshot) {
            return new KolmogorovSmirnovWindow(this, snapshot);
        }
    }

    /**
     * Statistical test of equal proportions: the newest errors against all before them. Values 0 and 1.
     *
     * <p>Source: K. Nishida, K. Yamauchi, "Detecting concept drift using statistical testing", Discovery Science 2007. The
     * p value is two-sided in MOA's reading and one-sided, of the absolute difference, in Frouros', whose levels therefore
     * count double. Both take the absolute value of the difference <em>after</em> the correction for continuity, so with few
     * errors an agreement better than the correction is called a drift: a stream without any error alarms every sixty
     * values. {@link Convention#STANDARD} calls such an agreement stable.
     *
     * @param newest how many values are tested against those before them
     * @param warningLevel the p value below which it warns
     * @param driftLevel the p value below which it alarms
     * @param convention whose reading
     */
    record Stepd(int newest, double warningLevel, double driftLevel, Convention convention)
            implements DetectorSettings {

        /** Checks the order of the levels. */
        public Stepd {
            Require.positive(newest, "newest values");
            Require.level(warningLevel, "warning level");
            Require.level(driftLevel, "drift level");
            if (driftLevel >= warningLevel) {
                throw new IllegalArgumentException(
                        "Invalid drift level: " + driftLevel + " is not below the warning level " + warningLevel);
            }
        }

        /** Thirty values, 5 % and .3 %. */
        public static Stepd standard() {
            return as(Convention.STANDARD);
        }

        /** The usual numbers in another reading. */
        public static Stepd as(Convention convention) {
            return new Stepd(30, 0.05, 0.003, convention);
        }

        @Override
        public Detector start() {
            return new EqualProportionsTest(this);
        }

        @Override
        public Detector resume(DetectorSnapshot snapshot) {
            return new EqualProportionsTest(this, snapshot);
        }
    }
}
