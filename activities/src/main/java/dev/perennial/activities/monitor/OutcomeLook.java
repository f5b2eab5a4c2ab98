package dev.perennial.activities.monitor;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.EpochMicros;
import dev.perennial.activities.data.LogQuery;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.profiles.SegmentProfiles;
import dev.perennial.activities.reference.DayBlocks;
import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.OutcomeRows;
import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ScoredOutcomes;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.CompiledModel;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of a window of a regression, or of several classes, answered anew by the champion, beside what they are compared
 * with. Rows that the champion has seen in training or validation are not fresh: they count for drift, and for nothing else.
 */
final class OutcomeLook {
    private final ModelVersion version;
    private final TimeWindow window;
    private final CompiledModel champion;
    private final OutcomeReference reference;
    private final Baseline<OutcomeReference> baseline;
    private final LoggedRows rows;
    private final ScoredOutcomes answered;
    private final SegmentProfile profile;
    private final Reference.Counted counted;
    private final int[] fresh;
    private final int[] labelled;
    private final OutcomeRows all;
    private final OutcomeRows unseen;

    private OutcomeLook(
            ModelVersion version,
            TimeWindow window,
            CompiledModel champion,
            OutcomeReference reference,
            Baseline<OutcomeReference> baseline,
            SegmentProfile profile,
            LoggedRows rows) {
        this.version = version;
        this.window = window;
        this.champion = champion;
        this.reference = reference;
        this.baseline = baseline;
        this.rows = rows;
        answered = answered(champion, rows);
        this.profile = profile;
        counted = reference.counted(profile);
        long unseenFrom = EpochMicros.of(reference.unseenFrom());
        fresh = IntStream.range(0, rows.size())
                .filter(row -> rows.eventTimes()[row] >= unseenFrom)
                .toArray();
        labelled = IntStream.of(fresh).filter(rows::labelled).toArray();
        all = OutcomeRows.logged(rows, answered);
        this.unseen = all.select(fresh);
    }

    private static ScoredOutcomes answered(CompiledModel champion, LoggedRows rows) {
        return new ScoredOutcomes(
                rows.outputs(),
                ScoredOutcomes.placed(champion.scoreAll(rows.features()), champion.outputs(), rows.outputs()),
                rows.labels(),
                DayBlocks.of(rows.eventTimes()));
    }

    /** Reads the window; a label that is older than {@code mature} is final. */
    static OutcomeLook at(
            Workbench workbench,
            SegmentProfiles profiles,
            ModelVersion version,
            ModelSpec spec,
            TimeWindow window,
            Optional<Instant> mature) {
        VersionManifest manifest = workbench.registry().manifest(version);
        CompiledModel champion = workbench.models().of(manifest.compiledModel());
        OutcomeReference reference = workbench.registry().document(manifest.referenceProfile(), OutcomeReference.class);
        return new OutcomeLook(
                version,
                window,
                champion,
                reference,
                Baseline.of(spec.monitor().reference(), version, reference, window, profiles),
                profiles.sum(version, window).profile(),
                workbench.log().read(new LogQuery(spec.name(), champion.schema(), spec.outputs(), window, mature)));
    }

    ModelVersion version() {
        return version;
    }

    TimeWindow window() {
        return window;
    }

    /** What is frozen with the champion. */
    OutcomeReference reference() {
        return reference;
    }

    /** What features and answers are compared with. */
    Baseline<OutcomeReference> baseline() {
        return baseline;
    }

    /** All rows as they are logged. */
    LoggedRows rows() {
        return rows;
    }

    /** What the champion says of all rows. */
    ScoredOutcomes answered() {
        return answered;
    }

    /** The counts of the window's segments. */
    SegmentProfile profile() {
        return profile;
    }

    /** All rows over the bins of the reference. */
    Reference.Counted counted() {
        return counted;
    }

    /** Indexes of the rows that the champion has not seen. */
    int[] fresh() {
        return fresh;
    }

    /** Indexes of those of them that have a label. */
    int[] labelled() {
        return labelled;
    }

    LabelMaturity maturity() {
        return new LabelMaturity(labelled.length, fresh.length);
    }

    /** All rows by column. */
    OutcomeRows all() {
        return all;
    }

    /** The rows that the champion has not seen, by column. */
    OutcomeRows unseen() {
        return unseen;
    }

    DriftAssessment drift(ModelSpec spec) {
        return baseline.reference().drift(counted, Policies.drift(spec));
    }

    /** The rows that the champion was proven on; empty where they are not stored any more. */
    Optional<OutcomeRows> proven(Workbench workbench) {
        return OutcomeRows.proven(workbench, reference.rows().heldOut(), champion, rows.outputs());
    }

    /** The rows of the {@link #baseline}; {@code proven} are those that the champion was proven on. */
    Optional<OutcomeRows> compared(Workbench workbench, Optional<OutcomeRows> proven, Optional<Instant> mature) {
        return baseline.period()
                .map(part -> workbench
                        .log()
                        .read(new LogQuery(version.model(), champion.schema(), rows.outputs(), part.window(), mature)))
                .map(logged -> OutcomeRows.logged(logged, answered(champion, logged)))
                .or(() -> proven);
    }
}
