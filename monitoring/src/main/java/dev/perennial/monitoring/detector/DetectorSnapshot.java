package dev.perennial.monitoring.detector;

import dev.perennial.monitoring.Require;
import java.util.Arrays;
import java.util.List;

/**
 * The state of a {@link Detector} between two values.
 *
 * @param settings what it was started with
 * @param state what it said last
 * @param registers its numbers, in an order that only the same kind of detector reads
 */
public record DetectorSnapshot(DetectorSettings settings, DetectionState state, List<Double> registers) {

    /** Copies the registers and refuses what is not finite. */
    public DetectorSnapshot {
        registers = List.copyOf(registers);
        registers.forEach(register -> Require.finite(register, "register"));
    }

    static DetectorSnapshot of(DetectorSettings settings, DetectionState state, double... registers) {
        return new DetectorSnapshot(
                settings, state, Arrays.stream(registers).boxed().toList());
    }

    /** A detector in this state. */
    public Detector resume() {
        return settings.resume(this);
    }

    double[] expect(int count) {
        if (registers.size() != count) {
            throw new IllegalArgumentException(
                    "Invalid snapshot: " + registers.size() + " registers, expected " + count);
        }
        return numbers();
    }

    double[] numbers() {
        return registers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
