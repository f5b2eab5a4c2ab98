package dev.perennial.activities.monitor;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.profiles.SegmentProfiles;
import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.Reference;
import dev.perennial.monitoring.profile.ProfileCodec;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ReferenceSpec;
import dev.perennial.workflows.monitor.ReportContext;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What the inputs and scores of a window are compared with, as {@code monitor.reference} declares: the rows that the champion
 * was trained and proven on, or a part of the log. Both are counted over the bins that are frozen with the champion, so that
 * another baseline changes no bin. What labels show, and the causes of harm, are measured from what the champion was proven
 * on in any case: that is what it was promoted for.
 *
 * @param <R> what is frozen with the champion
 */
sealed interface Baseline<R> {
    /** The champion's own reference. */
    record Proven<R>(R reference) implements Baseline<R> {
        @Override
        public Optional<Period> period() {
            return Optional.empty();
        }
    }

    /**
     * A part of the log.
     *
     * @param reference the champion's reference, its inputs and scores exchanged for those of the period
     * @param logged the part
     */
    record Logged<R>(R reference, Period logged) implements Baseline<R> {
        @Override
        public Optional<Period> period() {
            return Optional.of(logged);
        }
    }

    /**
     * A part of the log that windows are compared with.
     *
     * @param window the part
     * @param counted its counts
     */
    record Period(TimeWindow window, SegmentProfile counted) {

        /** What a report says that was compared with it. */
        ReportContext.Compared compared(Workbench workbench) {
            return new ReportContext.Compared(window, workbench.registry().putBlob(ProfileCodec.encode(counted)));
        }
    }

    /** What drift is measured from. */
    R reference();

    /** The part of the log, where one is declared. */
    Optional<Period> period();

    /** What a reader should know of it; empty where that is nothing. */
    default Optional<String> note() {
        return period().filter(part -> part.counted().rows() == 0)
                .map(part -> "nothing is logged in " + part.window().label()
                        + ", with which inputs and scores are to be compared: no drift can be told");
    }

    /** Counts the part of the log that is declared, if one is, and puts its counts in the place of the reference's. */
    static <R> Baseline<R> of(
            ReferenceSpec declared,
            ModelVersion champion,
            R reference,
            TimeWindow window,
            SegmentProfiles profiles,
            BiFunction<R, SegmentProfile, R> comparedWith) {
        return declared.period(window)
                .<Baseline<R>>map(period -> {
                    SegmentProfile counted = profiles.sum(champion, period).profile();
                    return new Logged<>(comparedWith.apply(reference, counted), new Period(period, counted));
                })
                .orElseGet(() -> new Proven<>(reference));
    }

    /** Of a yes-or-no question. */
    static Baseline<Reference> of(
            ReferenceSpec declared,
            ModelVersion champion,
            Reference reference,
            TimeWindow window,
            SegmentProfiles profiles) {
        return of(
                declared,
                champion,
                reference,
                window,
                profiles,
                (known, counted) -> known.comparedWith(Reference.Counted.of(counted)));
    }

    /** Of a regression, or of several classes. */
    static Baseline<OutcomeReference> of(
            ReferenceSpec declared,
            ModelVersion champion,
            OutcomeReference reference,
            TimeWindow window,
            SegmentProfiles profiles) {
        return of(declared, champion, reference, window, profiles, OutcomeReference::comparedWith);
    }
}
