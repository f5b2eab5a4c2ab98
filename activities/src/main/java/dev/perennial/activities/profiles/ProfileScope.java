package dev.perennial.activities.profiles;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.SegmentListing.Segment;
import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.segments.LoggedSegments;
import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.profile.ProfileCodec;
import dev.perennial.monitoring.profile.ProfileLayout;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.scoring.Outputs;
import java.time.LocalDate;
import java.util.List;

/**
 * What the profiles of one version are counted over and where they lie: {@code profiles/model=…/{reference}/…}, with one
 * object a segment, one a day that was added up, and one a list of segments to read.
 */
record ProfileScope(ModelVersion version, LoggedSegments counting, ProfileCodec codec, String folder) {
    /* Part of every key: a change of what is counted must change it. */
    private static final String FORM = "v" + ProfileCodec.VERSION;

    static ProfileScope of(Workbench workbench, ModelVersion version) {
        VersionManifest manifest = workbench.registry().manifest(version);
        Outputs outputs = workbench.spec(manifest.spec()).outputs();
        LoggedSegments counting = outputs instanceof Outputs.Probability
                ? ofYes(workbench, version, manifest)
                : ofOutcomes(workbench, manifest);
        return new ProfileScope(
                version,
                counting,
                new ProfileCodec(counting.layout()),
                "profiles/model=" + version.model() + "/"
                        + manifest.referenceProfile().hex() + "/" + FORM + "/");
    }

    private static LoggedSegments ofYes(Workbench workbench, ModelVersion version, VersionManifest manifest) {
        Reference reference = workbench.registry().document(manifest.referenceProfile(), Reference.class);
        NumericBins score = reference.scoreBins().columns().get(TableProfile.SCORE) instanceof NumericBins bins
                ? bins
                : new NumericBins(List.of(), 0);
        ProfileLayout layout = new ProfileLayout(
                reference.featureBins(),
                score,
                manifest.answersElsewhere() ? LoggedSegments.ELSEWHERE : LoggedSegments.ARMS,
                List.of());
        return manifest.answersElsewhere()
                ? LoggedSegments.answered(layout)
                : new LoggedSegments(
                        layout, version.number(), workbench.models().of(manifest.compiledModel()));
    }

    private static LoggedSegments ofOutcomes(Workbench workbench, VersionManifest manifest) {
        OutcomeReference reference = workbench.registry().document(manifest.referenceProfile(), OutcomeReference.class);
        return LoggedSegments.anew(reference.layout(), workbench.models().of(manifest.compiledModel()));
    }

    /** The folder of the profiles of whole segments. */
    String segments() {
        return folder + "segments/";
    }

    /** Where a segment's profile is kept; one that a window cuts is another than the whole one's. */
    String profile(Segment segment, TimeWindow window) {
        return segment.within(window)
                ? segments() + segment.name()
                : folder + "cut/" + window.label().replaceAll("[^0-9A-Za-z]", "-") + "/" + segment.name();
    }

    /** The folder of the sums of days. */
    String days() {
        return folder + "days/";
    }

    /** Where the sum of a day's segments is kept; a segment that comes later makes it another. */
    String day(LocalDate day, List<Segment> segments) {
        String names = String.join("\n", segments.stream().map(Segment::name).toList());
        return days() + "dt=" + day + "-" + Digest.of(names).hex();
    }

    /** Where a list of segments to read is kept. */
    String plan(String content) {
        return folder + "plans/" + Digest.of(content).hex() + ".json";
    }
}
