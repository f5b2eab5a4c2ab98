package dev.perennial.monitoring.detector;

import dev.perennial.monitoring.paired.Gaussian;
import java.util.Arrays;

/** {@link DetectorSettings.Stepd}. */
final class EqualProportionsTest implements Detector {

    /*
     * With a errors among the r newest values, b among the o older ones, N = o + r and W = a + b, the squared statistic is
     * (|b r - a o| - N/2)^2 N / (W (N - W) o r): compared with squared normal quantiles, without a root, a division or a
     * tail probability.
     */

    private final DetectorSettings.Stepd settings;
    private final int newest;
    private final double driftQuantile;
    private final double warningQuantile;
    private final double leastExcess;
    private final double[] recent;
    private int level = Level.STABLE;
    private int oldest;
    private int held;
    private double recentErrors;
    private double older;
    private double olderErrors;

    EqualProportionsTest(DetectorSettings.Stepd settings) {
        this.settings = settings;
        newest = settings.newest();
        driftQuantile = squaredQuantile(settings.driftLevel(), settings.convention());
        warningQuantile = squaredQuantile(settings.warningLevel(), settings.convention());
        leastExcess = settings.convention() == Convention.STANDARD ? 0 : Double.NEGATIVE_INFINITY;
        recent = new double[newest];
    }

    EqualProportionsTest(DetectorSettings.Stepd settings, DetectorSnapshot snapshot) {
        this(settings);
        double[] registers = snapshot.expect(3 + newest);
        level = Level.of(snapshot.state());
        older = registers[0];
        olderErrors = registers[1];
        held = (int) registers[2];
        oldest = held == newest ? 0 : held;
        for (int i = 0; i < newest; i++) {
            recent[i] = registers[3 + i];
            recentErrors += recent[i];
        }
    }

    /* The upper tail of one-sided level a is that of two-sided level 2a. */
    private static double squaredQuantile(double level, Convention convention) {
        double tail = convention == Convention.FROUROS ? level : level / 2;
        double quantile = tail >= 0.5 ? 0 : Gaussian.quantile(1 - tail);
        return quantile * quantile;
    }

    @Override
    public DetectionState add(double value) {
        if (value != 0 && value != 1) {
            throw Values.notAnError(value);
        }
        if (level == Level.DRIFT) {
            reset();
        }
        int at = oldest;
        if (held == newest) {
            older++;
            olderErrors += recent[at];
            recentErrors -= recent[at];
        } else {
            held++;
        }
        recent[at] = value;
        recentErrors += value;
        oldest = at + 1 == newest ? 0 : at + 1;
        return say(older < newest ? Level.STABLE : judge());
    }

    private int judge() {
        double o = older;
        double r = newest;
        double n = o + r;
        double w = olderErrors + recentErrors;
        double excess = Math.max(leastExcess, Math.abs(olderErrors * r - recentErrors * o) - 0.5 * n);
        double observed = excess * excess * n;
        double scale = w * (n - w) * o * r;
        if (observed <= warningQuantile * scale) {
            return Level.STABLE;
        }
        return observed > driftQuantile * scale ? Level.DRIFT : Level.WARNING;
    }

    private DetectionState say(int said) {
        level = said;
        return Level.state(said);
    }

    @Override
    public DetectionState state() {
        return Level.state(level);
    }

    @Override
    public long values() {
        return (long) older + held;
    }

    @Override
    public void reset() {
        level = Level.STABLE;
        oldest = 0;
        held = 0;
        recentErrors = 0;
        older = 0;
        olderErrors = 0;
        Arrays.fill(recent, 0);
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public DetectorSnapshot snapshot() {
        double[] registers = new double[3 + newest];
        registers[0] = older;
        registers[1] = olderErrors;
        registers[2] = held;
        int first = held == newest ? oldest : 0;
        for (int i = 0; i < newest; i++) {
            registers[3 + i] = recent[(first + i) % newest];
        }
        return DetectorSnapshot.of(settings, state(), registers);
    }
}
