package dev.perennial.monitoring.detector;

/** {@link DetectorSettings.Eddm}. */
final class EarlyDriftDetectionMethod implements Detector {

    /*
     * The distances between k errors sum to the position m of the last one; with the sum q of their squares, their variance
     * is (kq - m^2)/k^2. "mean + 2 deviations < limit" is asked as "4(kq - m^2) < (limit k - m)^2 and m < limit k".
     */

    private final DetectorSettings.Eddm settings;
    private final double minimumValues;
    private final double leastErrors;
    private final double warningRatio;
    private final double driftRatio;
    private final int keptByRightValue;
    private int level = Level.STABLE;
    private long values;
    private double errors;
    private double lastError;
    private double squares;
    private double largest;

    EarlyDriftDetectionMethod(DetectorSettings.Eddm settings) {
        this.settings = settings;
        boolean frouros = settings.convention() == Convention.FROUROS;
        minimumValues = settings.minimumErrors();
        leastErrors = settings.minimumErrors() + (frouros ? 0 : 1);
        warningRatio = settings.warningRatio();
        driftRatio = settings.driftRatio();
        keptByRightValue = frouros ? Level.STABLE : Level.WARNING;
    }

    EarlyDriftDetectionMethod(DetectorSettings.Eddm settings, DetectorSnapshot snapshot) {
        this(settings);
        double[] registers = snapshot.expect(5);
        level = Level.of(snapshot.state());
        values = (long) registers[0];
        errors = registers[1];
        lastError = registers[2];
        squares = registers[3];
        largest = registers[4];
    }

    @Override
    public DetectionState add(double value) {
        if (level == Level.DRIFT) {
            reset();
        }
        if (value == 0) {
            values++;
            level &= keptByRightValue;
            return Level.state(level);
        }
        if (value != 1) {
            throw Values.notAnError(value);
        }
        values++;
        return say(error((double) values));
    }

    private int error(double position) {
        double k = ++errors;
        double distance = position - lastError;
        lastError = position;
        squares += distance * distance;
        double fourVariances = 4 * (k * squares - position * position);
        double scaledLargest = largest * k;
        if (below(scaledLargest - position, fourVariances)) {
            if (k < leastErrors || !below(warningRatio * scaledLargest - position, fourVariances)) {
                return Level.STABLE;
            }
            return below(driftRatio * scaledLargest - position, fourVariances) ? Level.DRIFT : Level.WARNING;
        }
        if (position >= minimumValues) {
            largest = (position + Math.sqrt(Math.max(0, fourVariances))) / k;
        }
        return Level.STABLE;
    }

    private static boolean below(double room, double fourVariances) {
        return room > 0 && fourVariances < room * room;
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
        return values;
    }

    @Override
    public void reset() {
        level = Level.STABLE;
        values = 0;
        errors = 0;
        lastError = 0;
        squares = 0;
        largest = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public DetectorSnapshot snapshot() {
        return DetectorSnapshot.of(settings, state(), (double) values, errors, lastError, squares, largest);
    }
}
