package dev.perennial.activities.reference;

import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.scoring.FeatureTable;
import java.time.Instant;

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

    /** The change of a window's features and answers since; drifted columns first. Answers are corrected for apart. */
    public DriftAssessment drift(FeatureTable window, ScoredOutcomes answered, DriftPolicy policy) {
        DriftAssessment byFeature = DriftAssessment.assess(features, Reference.profile(featureBins, window), policy);
        return Reference.together(
                byFeature, DriftAssessment.assess(answers, answered.answerProfile(answerBins), policy));
    }
}
