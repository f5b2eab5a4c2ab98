package dev.perennial.activities.reference;

import dev.perennial.activities.segments.LoggedSegments;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.profile.ColumnBins;
import dev.perennial.monitoring.profile.ColumnProfile;
import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.profile.ProfileLayout;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.monitoring.report.ColumnDistribution;
import dev.perennial.scoring.FeatureTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a version that says values or classes is compared with later, frozen when it is registered and stored as a blob: the
 * features of its training rows, and its answers and what it achieved on the held-out rows, which it had not seen.
 *
 * @param answers the values, or the classes answered, on the held-out rows, as the column of the score
 * @param performance on the held-out rows
 * @param labelVariance of the held-out rows, the scale of a regression's errors; of no meaning for classes
 * @param unseenFrom the event time from which no row was used in the version's training or validation
 * @param rows where the rows themselves are
 */
public record OutcomeReference(
        TableBins featureBins,
        TableProfile features,
        TableBins answerBins,
        TableProfile answers,
        OutcomeReport performance,
        double labelVariance,
        Instant unseenFrom,
        Reference.Rows rows) {
    /** Freezes the reference of a version. */
    public static OutcomeReference freeze(
            FeatureTable training, ScoredOutcomes heldOut, Instant unseenFrom, Reference.Rows rows) {
        TableBins bins = Reference.bins(training);
        TableBins answerBins = heldOut.answerBins();
        return new OutcomeReference(
                bins,
                Reference.profile(bins, training),
                answerBins,
                heldOut.answerProfile(answerBins),
                heldOut.report(),
                heldOut.labelVariance(),
                unseenFrom,
                rows);
    }

    /** What is counted of a segment: the features, and values as the score, or classes as a column of their own. */
    public ProfileLayout layout() {
        ColumnBins bins = answerBins.columns().get(TableProfile.SCORE);
        if (bins instanceof NumericBins values) {
            return new ProfileLayout(featureBins, values, List.of(), List.of());
        }
        TableBins.Builder columns = TableBins.builder();
        featureBins.columns().forEach(columns::add);
        if (bins != null) {
            columns.add(LoggedSegments.ANSWER, bins);
        }
        return new ProfileLayout(columns.build(), new NumericBins(List.of(), 0), List.of(), List.of());
    }

    /** A profile over the {@link #layout} as features and answers. */
    public Reference.Counted counted(SegmentProfile profile) {
        TableProfile all = profile.featureProfile();
        SortedMap<String, ColumnProfile> columns = new TreeMap<>(all.columns());
        ColumnProfile classes = columns.remove(LoggedSegments.ANSWER);
        return new Reference.Counted(
                new TableProfile(all.rows(), columns),
                classes == null
                        ? profile.scoreProfile()
                        : new TableProfile(all.rows(), new TreeMap<>(Map.of(TableProfile.SCORE, classes))));
    }

    /** The same with the features and answers of a part of the log, a profile over the {@link #layout}, in place of its own. */
    public OutcomeReference comparedWith(SegmentProfile earlier) {
        Reference.Counted logged = counted(earlier);
        return new OutcomeReference(
                featureBins,
                logged.features(),
                answerBins,
                logged.scores(),
                performance,
                labelVariance,
                unseenFrom,
                rows);
    }

    /** The change of a window's features and answers since; drifted columns first. Answers are corrected for apart. */
    public DriftAssessment drift(Reference.Counted window, DriftPolicy policy) {
        return Reference.together(
                DriftAssessment.assess(features, window.features(), policy),
                DriftAssessment.assess(answers, window.scores(), policy));
    }

    /** The distributions of features, by name, and of the answers, beside those of a window. */
    public List<ColumnDistribution> distributions(Reference.Counted window) {
        List<ColumnDistribution> distributions = new ArrayList<>(ColumnDistribution.of(features, window.features()));
        distributions.addAll(ColumnDistribution.of(answers, window.scores()));
        return distributions;
    }
}
