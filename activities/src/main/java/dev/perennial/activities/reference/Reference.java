package dev.perennial.activities.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.monitoring.report.ColumnDistribution;
import dev.perennial.registry.Digest;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a version's windows are compared with, frozen when it is registered and stored as a blob: the features of its
 * training rows, and its scores and performance on the held-out rows, which it had not seen.
 *
 * <p>Scores are a table of their own, because a model's scores of its training rows are more extreme than any it will give
 * later; corrected for separately, their false alarms come on top of the features'.
 *
 * @param unseenFrom the event time from which no row was used in the version's training or validation
 * @param rows where the rows themselves are, for what cannot be read from counts; absent in references of the first release
 */
public record Reference(
        TableBins featureBins,
        TableProfile features,
        TableBins scoreBins,
        TableProfile scores,
        BinaryPerformance performance,
        Instant unseenFrom,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Rows> rows) {

    /**
     * The stored rows of a reference.
     *
     * @param training the Parquet blob of the training rows
     * @param heldOut the Parquet blob of the held-out rows
     */
    public record Rows(Digest training, Digest heldOut) {}

    /** Freezes the reference of a version. */
    public static Reference freeze(FeatureTable training, ScoredRows heldOut, Instant unseenFrom, Rows rows) {
        TableBins featureBins = bins(training);
        TableBins scoreBins = TableBins.builder().score(heldOut.scores()).build();
        return new Reference(
                featureBins,
                profile(featureBins, training),
                scoreBins,
                TableProfile.builder(scoreBins).score(heldOut.scores()).build(),
                heldOut.performance(),
                unseenFrom,
                Optional.of(rows));
    }

    /** The same promise, with inputs and scores compared with these counts, over the same bins. */
    public Reference comparedWith(Counted earlier) {
        return new Reference(
                featureBins, earlier.features(), scoreBins, earlier.scores(), performance, unseenFrom, rows);
    }

    /**
     * Freezes a part of the log of a model that another server answers for: features and answers of all its rows, and the
     * performance of those that have a label.
     *
     * @param rows where the labelled ones are stored; empty where there are too few to learn from
     */
    public static Reference frozen(
            FeatureTable features, double[] answers, ScoredRows labelled, Instant until, Optional<Rows> rows) {
        TableBins featureBins = bins(features);
        TableBins scoreBins = TableBins.builder().score(answers).build();
        return new Reference(
                featureBins,
                profile(featureBins, features),
                scoreBins,
                TableProfile.builder(scoreBins).score(answers).build(),
                labelled.performance(),
                until,
                rows);
    }

    /** The change of features and scores since; drifted columns first. */
    public DriftAssessment drift(Counted window, DriftPolicy policy) {
        return together(
                DriftAssessment.assess(features, window.features(), policy),
                DriftAssessment.assess(scores, window.scores(), policy));
    }

    /* Two tables as one; false alarms of the second come on top of those of the first. */
    static DriftAssessment together(DriftAssessment byFeature, DriftAssessment byScore) {
        List<ColumnDrift> columns = new ArrayList<>(byFeature.columns());
        columns.addAll(byScore.columns());
        columns.sort(Comparator.comparingInt(Reference::rank)
                .thenComparing(Comparator.comparingDouble(Reference::severity).reversed()));
        return new DriftAssessment(
                columns, byFeature.referenceRows(), byFeature.currentRows(), byFeature.tests() + byScore.tests());
    }

    /** The distributions of features, by name, and of the score, beside those of a window. */
    public List<ColumnDistribution> distributions(Counted window) {
        List<ColumnDistribution> distributions = new ArrayList<>(ColumnDistribution.of(features, window.features()));
        distributions.addAll(ColumnDistribution.of(scores, window.scores()));
        return distributions;
    }

    /**
     * A window over a reference's bins.
     *
     * @param features the counts of the features
     * @param scores the counts of the scores
     */
    public record Counted(TableProfile features, TableProfile scores) {
        /** The counts of a profile that was taken over the bins of its version. */
        public static Counted of(SegmentProfile profile) {
            return new Counted(profile.featureProfile(), profile.scoreProfile());
        }
    }

    /** The bins of features, made of the rows that a version was trained on. */
    static TableBins bins(FeatureTable training) {
        TableBins.Builder bins = TableBins.builder();
        FeatureSchema schema = training.schema();
        for (int column = 0; column < schema.size(); column++) {
            String name = schema.feature(column).name();
            if (schema.holdsNumbers(column)) {
                bins.numeric(name, training.numbers(column));
            } else {
                bins.category(name, training.categories(column));
            }
        }
        return bins.build();
    }

    /** The features counted over bins. */
    static TableProfile profile(TableBins bins, FeatureTable table) {
        TableProfile.Builder profile = TableProfile.builder(bins);
        FeatureSchema schema = table.schema();
        for (int column = 0; column < schema.size(); column++) {
            String name = schema.feature(column).name();
            if (schema.holdsNumbers(column)) {
                profile.numeric(name, table.numbers(column));
            } else {
                profile.category(name, table.categories(column));
            }
        }
        return profile.build();
    }

    private static int rank(ColumnDrift column) {
        if (column instanceof ColumnDrift.Drifted) {
            return 0;
        }
        return column instanceof ColumnDrift.Stable ? 1 : 2;
    }

    private static double severity(ColumnDrift column) {
        return column.measurements().isEmpty()
                ? 0
                : column.measurements().get(0).severity();
    }
}
