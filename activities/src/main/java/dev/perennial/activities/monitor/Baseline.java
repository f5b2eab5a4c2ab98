package dev.perennial.activities.monitor;

import dev.perennial.activities.profiles.SegmentProfiles;
import dev.perennial.activities.reference.Reference;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ReferenceSpec;

/**
 * What the inputs and scores of a window are compared with, as {@code monitor.reference} declares: the rows that the champion
 * was trained and proven on, or a part of the log. Both are counted over the bins that are frozen with the champion, so that
 * another baseline changes no bin. What labels show, and the causes of harm, are measured from what the champion was proven
 * on in any case: that is what it was promoted for.
 */
sealed interface Baseline {
    /** The champion's own reference. */
    record Proven(Reference reference) implements Baseline {}

    /**
     * A part of the log.
     *
     * @param reference the champion's reference, its inputs and scores exchanged for those of the period
     * @param period the part
     * @param counted its counts
     */
    record Logged(Reference reference, TimeWindow period, SegmentProfile counted) implements Baseline {}

    /** What drift is measured from. */
    Reference reference();

    /** Counts the part of the log that is declared, if one is. */
    static Baseline of(
            ReferenceSpec declared,
            ModelVersion champion,
            Reference reference,
            TimeWindow window,
            SegmentProfiles profiles) {
        return declared.period(window)
                .<Baseline>map(period -> {
                    SegmentProfile counted = profiles.sum(champion, period).profile();
                    return new Logged(reference.comparedWith(Reference.Counted.of(counted)), period, counted);
                })
                .orElseGet(() -> new Proven(reference));
    }
}
