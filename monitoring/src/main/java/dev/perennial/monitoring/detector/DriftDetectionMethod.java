package dev.perennial.monitoring.detector;

/** {@link DetectorSettings.Ddm}. */
final class DriftDetectionMethod implements Detector {

    /*
     * With e errors among n values, p = e/n and s^2 = e(n-e)/n^3. "p + s > limit" is asked as "e(n-e) > n (limit n - e)^2
     * or limit n < e": no root and no division, which MOA needs for each value.
     */

    /* Above any p + s. */
    private static final double NO_MINIMUM = 2;

    private final DetectorSettings.Ddm settings;
    private final double minimumValues;
    private int level = Level.STABLE;
    private double values;
    private double errors;
    private double lowestSum = NO_MINIMUM;
    private double warningLimit = NO_MINIMUM;
    private double driftLimit = NO_MINIMUM;

    DriftDetectionMethod(DetectorSettings.Ddm settings) {
        this.settings = settings;
        this.minimumValues = settings.minimumValues();
    }

    DriftDetectionMethod(DetectorSettings.Ddm settings, DetectorSnapshot snapshot) {
        this(settings);
        double[] registers = snapshot.expect(5);
        level = Level.of(snapshot.state());
        values = registers[0];
        errors = registers[1];
        lowestSum = registers[2];
        warningLimit = registers[3];
        driftLimit = registers[4];
    }

    @Override
    public DetectionState add(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw Values.notAShare(value);
        }
        if (level == Level.DRIFT) {
            reset();
        }
        values++;
        errors += value;
        double n = values;
        double e = errors;
        if (n < minimumValues - 1) {
            return say(Level.STABLE);
        }
        double spread = e * (n - e);
        double room = lowestSum * n - e;
        if (room >= 0 && spread <= n * room * room) {
            double rate = e / n;
            double error = Math.sqrt(spread / n) / n;
            lowestSum = rate + error;
            warningLimit = rate + settings.warningLevel() * error;
            driftLimit = rate + settings.driftLevel() * error;
        }
        double toWarning = warningLimit * n - e;
        if (toWarning >= 0 && spread <= n * toWarning * toWarning) {
            return say(Level.STABLE);
        }
        double toDrift = driftLimit * n - e;
        boolean drifted = toDrift < 0 || spread > n * toDrift * toDrift;
        return say(drifted && n >= minimumValues ? Level.DRIFT : Level.WARNING);
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
        return (long) values;
    }

    @Override
    public void reset() {
        level = Level.STABLE;
        values = 0;
        errors = 0;
        lowestSum = NO_MINIMUM;
        warningLimit = NO_MINIMUM;
        driftLimit = NO_MINIMUM;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public DetectorSnapshot snapshot() {
        return DetectorSnapshot.of(settings, state(), values, errors, lowestSum, warningLimit, driftLimit);
    }
}
