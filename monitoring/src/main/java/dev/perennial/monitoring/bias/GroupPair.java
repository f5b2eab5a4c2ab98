package dev.perennial.monitoring.bias;

import dev.perennial.monitoring.paired.Interval;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Evaluation;
import java.util.function.DoubleFunction;

/**
 * The difference or ratio of two rates from different rows.
 *
 * <p>Both are made from the single rates' intervals as if independent: differences by R. G. Newcombe (Statistics in
 * Medicine 17, 1998, method 10), ratios by A. Donner, G. Y. Zou, "Closed-form confidence intervals for functions of the
 * normal mean and standard deviation", Statistical Methods in Medical Research 21 (2012), equation for a ratio. The p
 * value is the smallest two-sided error at which the interval lies wholly beyond what is tolerated, not below 1e-9.
 */
final class GroupPair {
    private static final double SMALLEST = 1e-9;
    private static final int HALVINGS = 28;

    private final double value;
    private final DoubleFunction<Interval> interval;
    private final double tolerated;
    private final double mirrored;
    private double adjusted = 1;

    private GroupPair(double value, DoubleFunction<Interval> interval, double tolerated, double mirrored) {
        this.value = value;
        this.interval = interval;
        this.tolerated = tolerated;
        this.mirrored = mirrored;
    }

    static GroupPair difference(Evaluation.Known first, Evaluation.Known second, BiasPolicy policy) {
        double value = first.value() - second.value();
        return new GroupPair(
                value,
                level -> {
                    Interval one = first.interval(level);
                    Interval other = second.interval(level);
                    return new Interval(
                            value - Math.hypot(first.value() - one.lower(), other.upper() - second.value()),
                            value + Math.hypot(one.upper() - first.value(), second.value() - other.lower()),
                            level);
                },
                -policy.largestGap() * policy.unit(),
                policy.largestGap() * policy.unit());
    }

    /* The second rate is above zero. */
    static GroupPair ratio(Evaluation.Known first, Evaluation.Known second, BiasPolicy policy) {
        double p = favourable(first.value(), policy);
        double q = favourable(second.value(), policy);
        return new GroupPair(
                p / q,
                level -> {
                    Interval one = favourable(first.interval(level), policy);
                    Interval other = favourable(second.interval(level), policy);
                    return ratio(p, one, q, other, level);
                },
                policy.leastRatio(),
                policy.leastRatio() == 0 ? Double.MAX_VALUE : 1 / policy.leastRatio());
    }

    static double favourable(double selected, BiasPolicy policy) {
        return policy.favourable() == Favourable.POSITIVE ? selected : 1 - selected;
    }

    private static Interval favourable(Interval selected, BiasPolicy policy) {
        return policy.favourable() == Favourable.POSITIVE
                ? selected
                : new Interval(1 - selected.upper(), 1 - selected.lower(), selected.level());
    }

    private static Interval ratio(double p, Interval one, double q, Interval other, double level) {
        double product = p * q;
        double low = one.lower() * (2 * p - one.lower());
        double lowOther = other.upper() * (2 * q - other.upper());
        double lower = low <= 0 ? 0 : low / (product + Math.sqrt(Math.max(0, product * product - low * lowOther)));
        double high = one.upper() * (2 * p - one.upper());
        double highOther = other.lower() * (2 * q - other.lower());
        double upper = highOther <= 0
                ? Double.MAX_VALUE
                : Math.min(
                        Double.MAX_VALUE,
                        (product + Math.sqrt(Math.max(0, product * product - high * highOther))) / highOther);
        return new Interval(Math.min(lower, upper), upper, level);
    }

    double value() {
        return value;
    }

    Estimate estimate(double level) {
        return Estimate.of(value, interval.apply(level));
    }

    double pValue() {
        double low = Math.log(SMALLEST);
        double high = 0;
        if (beyond(1 - SMALLEST)) {
            return SMALLEST;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (beyond(1 - Math.exp(middle))) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.exp(high);
    }

    private boolean beyond(double level) {
        Interval of = interval.apply(level);
        return of.upper() < tolerated || of.lower() > mirrored;
    }

    void adjust(double pValue) {
        adjusted = pValue;
    }

    BiasFinding finding(BiasPolicy policy) {
        if (adjusted <= policy.falseDiscoveries()) {
            return new BiasFinding.Unequal(adjusted);
        }
        Interval of = interval.apply(policy.level());
        return of.lower() >= tolerated && of.upper() <= mirrored
                ? new BiasFinding.Even(adjusted)
                : new BiasFinding.Inconclusive(adjusted);
    }
}
