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
    private final boolean warningOutlastsRightValues;
    private DetectionState state = DetectionState.STABLE;
    private double values;
    private double errors;
    private double lastError;
    private double squares;
    private double largest;

    EarlyDriftDetectionMethod(DetectorSettings.Eddm settings) {
        this.settings = settings;
        boolean frouros = settings.convention() == Convention.FROUROS;
        minimumValues = settings.minimumErrors();
        leastErrors = settings.minimumErrors() + (frouros ? 0 : 1);
        warningOutlastsRightValues = !frouros;
    }

    EarlyDriftDetectionMethod(DetectorSettings.Eddm settings, DetectorSnapshot snapshot) {
        this(settings);
        double[] registers = snapshot.expect(5);
        state = snapshot.state();
        values = registers[0];
        errors = registers[1];
        lastError = registers[2];
        squares = registers[3];
        largest = registers[4];
    }

    @Override
    public DetectionState add(double value) {
        if (state == DetectionState.DRIFT) {
            reset();
        }
        if (value == 0) {
            values++;
            state = warningOutlastsRightValues ? state : DetectionState.STABLE;
            return state;
        }
        if (value != 1) {
            throw Values.notAnError(value);
        }
        state = error(++values);
        return state;
    }

    private DetectionState error(double position) {
        double k = ++errors;
        double distance = position - lastError;
        lastError = position;
        squares += distance * distance;
        if (position < minimumValues) {
            return DetectionState.STABLE;
        }
        double fourVariances = 4 * (k * squares - position * position);
        double scaledLargest = largest * k;
        double toLargest = scaledLargest - position;
        if (toLargest < 0 || fourVariances > toLargest * toLargest) {
            largest = (position + Math.sqrt(Math.max(0, fourVariances))) / k;
            return DetectionState.STABLE;
        }
        if (k < leastErrors || !below(settings.warningRatio() * scaledLargest - position, fourVariances)) {
            return DetectionState.STABLE;
        }
        return below(settings.driftRatio() * scaledLargest - position, fourVariances)
                ? DetectionState.DRIFT
                : DetectionState.WARNING;
    }

    private static boolean below(double room, double fourVariances) {
        return room > 0 && fourVariances < room * room;
    }

    @Override
    public DetectionState state() {
        return state;
    }

    @Override
    public long values() {
        return (long) values;
    }

    @Override
    public void reset() {
        state = DetectionState.STABLE;
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
        return DetectorSnapshot.of(settings, state, values, errors, lastError, squares, largest);
    }
}
