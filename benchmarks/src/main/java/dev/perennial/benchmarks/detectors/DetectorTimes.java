package dev.perennial.benchmarks.detectors;

import dev.perennial.benchmarks.moa.Peer;
import dev.perennial.monitoring.detector.DetectionState;
import dev.perennial.monitoring.detector.Detector;
import java.util.SplittableRandom;
import moa.classifiers.core.driftdetection.ChangeDetector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A detector over errors that occur one time in five, without drift: what a monitor meets nearly always. Started anew for
 * each twenty thousand values, so that both are measured at windows of all sizes up to that.
 */
@State(Scope.Benchmark)
public class DetectorTimes {
    /** Values an invocation. */
    public static final int VALUES = 20_000;

    private static final double ERROR_RATE = 0.2;

    /** Which detector. */
    @Param
    public Peer peer = Peer.DDM;

    private double[] errors = {};

    /** Draws the errors. */
    @Setup
    public void draw() {
        SplittableRandom random = new SplittableRandom(20240700);
        errors = random.doubles(VALUES)
                .map(uniform -> uniform < ERROR_RATE ? 1 : 0)
                .toArray();
    }

    /** Ours. */
    @Benchmark
    public int ours() {
        Detector detector = peer.ours().start();
        int drifts = 0;
        for (double error : errors) {
            drifts += detector.add(error) == DetectionState.DRIFT ? 1 : 0;
        }
        return drifts;
    }

    /** MOA's. */
    @Benchmark
    public int moas() {
        ChangeDetector detector = peer.moas();
        int drifts = 0;
        for (double error : errors) {
            detector.input(error);
            drifts += detector.getChange() ? 1 : 0;
        }
        return drifts;
    }
}
