package dev.perennial.monitoring.detector;

/** {@link DetectorSettings.PageHinkley}. */
final class PageHinkleyTest implements Detector {
    private final DetectorSettings.PageHinkley settings;
    private final double minimumValues;
    private final double tolerance;
    private final double limit;
    private final double fading;
    private int level = Level.STABLE;
    private double values;
    private double total;
    private double excess;

    PageHinkleyTest(DetectorSettings.PageHinkley settings) {
        this.settings = settings;
        minimumValues = settings.minimumValues();
        tolerance = settings.tolerance();
        limit = settings.limit();
        fading = settings.fading();
    }

    PageHinkleyTest(DetectorSettings.PageHinkley settings, DetectorSnapshot snapshot) {
        this(settings);
        double[] registers = snapshot.expect(3);
        level = Level.of(snapshot.state());
        values = registers[0];
        total = registers[1];
        excess = registers[2];
    }

    @Override
    public DetectionState add(double value) {
        if (!(Math.abs(value) <= Values.LARGEST)) {
            throw Values.tooLarge(value);
        }
        if (level == Level.DRIFT) {
            reset();
        }
        double n = ++values;
        total += value;
        excess = fading * excess + (value - total / n - tolerance);
        return say(excess > limit && n >= minimumValues ? Level.DRIFT : Level.STABLE);
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
        total = 0;
        excess = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public DetectorSnapshot snapshot() {
        return DetectorSnapshot.of(settings, state(), values, total, excess);
    }
}
