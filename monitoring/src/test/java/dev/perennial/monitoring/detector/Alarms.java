package dev.perennial.monitoring.detector;

import java.util.ArrayList;
import java.util.List;

/** Where a detector alarms in a stream; index 0 is the first value. */
final class Alarms {

    private Alarms() {}

    /** Without a reset from outside. */
    static List<Integer> of(Detector detector, double[] values) {
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (detector.add(values[i]) == DetectionState.DRIFT) {
                alarms.add(i);
            }
        }
        return alarms;
    }

    /** With a reset after each alarm. */
    static List<Integer> ofResetting(Detector detector, double[] values) {
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (detector.add(values[i]) == DetectionState.DRIFT) {
                alarms.add(i);
                detector.reset();
            }
        }
        return alarms;
    }
}
