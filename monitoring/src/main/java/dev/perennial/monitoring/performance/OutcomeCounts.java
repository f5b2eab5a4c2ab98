package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The outcomes of a binary classifier as integer counts by score bin and label, with exact sums of the losses: what a
 * segment keeps so that a window's metrics can be computed without its rows. Merging is addition; any order and any
 * grouping give the same bits.
 *
 * @param bins the score bins
 * @param positives labelled positive rows by bin
 * @param negatives labelled negative rows by bin
 * @param unlabelled rows without a label by bin of their score
 * @param unusable labelled rows whose score is no probability
 * @param unusableUnlabelled rows without label whose score is no probability
 * @param logLoss the log losses of the labelled rows
 * @param brier their squared errors
 * @param gap their scores minus labels
 * @param score the scores of all rows, labelled or not
 * @param promised by how much each squared error exceeds what the score promises: (y - p)(1 - 2p)
 * @param promisedVariance the variances of the latter: (1 - 2p)² p (1 - p)
 */
public record OutcomeCounts(
        OutcomeBins bins,
        List<Long> positives,
        List<Long> negatives,
        List<Long> unlabelled,
        long unusable,
        long unusableUnlabelled,
        ExactMoments logLoss,
        ExactMoments brier,
        ExactMoments gap,
        ExactMoments score,
        ExactMoments promised,
        ExactMoments promisedVariance) {

    /** Checks that there is one count a bin. */
    public OutcomeCounts {
        positives = checked(positives, bins.size());
        negatives = checked(negatives, bins.size());
        unlabelled = checked(unlabelled, bins.size());
        Require.notNegative(unusable, "count of unusable rows");
        Require.notNegative(unusableUnlabelled, "count of unusable rows without label");
    }

    private static List<Long> checked(List<Long> counts, int expected) {
        Require.sameLength(expected, counts.size(), "counts");
        counts.forEach(count -> Require.notNegative(count, "count"));
        return List.copyOf(counts);
    }

    /** The counts of no rows: the neutral element of {@link #merge}. */
    public static OutcomeCounts empty(OutcomeBins bins) {
        return builder(bins).build();
    }

    /** Counts rows. */
    public static OutcomeCounts of(OutcomeBins bins, BinaryRows rows) {
        Builder builder = builder(bins);
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.labelled(row)) {
                builder.add(rows.score(row), rows.positive(row) ? 1 : 0);
            } else {
                builder.add(rows.score(row), Double.NaN);
            }
        }
        return builder.build();
    }

    /** A builder that counts row by row. */
    public static Builder builder(OutcomeBins bins) {
        return new Builder(bins);
    }

    /**
     * The counts of both sets of rows.
     *
     * @throws IllegalArgumentException if their bins differ
     */
    public OutcomeCounts merge(OutcomeCounts other) {
        if (!bins.equals(other.bins)) {
            throw new IllegalArgumentException("Cannot merge outcome counts: their score bins differ");
        }
        return new OutcomeCounts(
                bins,
                sum(positives, other.positives),
                sum(negatives, other.negatives),
                sum(unlabelled, other.unlabelled),
                Math.addExact(unusable, other.unusable),
                Math.addExact(unusableUnlabelled, other.unusableUnlabelled),
                logLoss.merge(other.logLoss),
                brier.merge(other.brier),
                gap.merge(other.gap),
                score.merge(other.score),
                promised.merge(other.promised),
                promisedVariance.merge(other.promisedVariance));
    }

    private static List<Long> sum(List<Long> left, List<Long> right) {
        List<Long> sum = new ArrayList<>(left.size());
        for (int bin = 0; bin < left.size(); bin++) {
            sum.add(Math.addExact(left.get(bin), right.get(bin)));
        }
        return sum;
    }

    /** Labelled rows with a usable score. */
    public long rows() {
        return total(positives) + total(negatives);
    }

    /** How many predictions have their label. */
    public LabelMaturity maturity() {
        long labelled = rows() + unusable;
        return new LabelMaturity(labelled, labelled + total(unlabelled) + unusableUnlabelled);
    }

    static long total(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Counts rows one by one; not thread-safe. */
    public static final class Builder {
        private final OutcomeBins bins;
        private final double[] cuts;
        private final long[] positives;
        private final long[] negatives;
        private final long[] unlabelled;
        private long unusable;
        private long unusableUnlabelled;
        private final ExactMoments.Adder logLoss = new ExactMoments.Adder();
        private final ExactMoments.Adder brier = new ExactMoments.Adder();
        private final ExactMoments.Adder gap = new ExactMoments.Adder();
        private final ExactMoments.Adder score = new ExactMoments.Adder();
        private final ExactMoments.Adder promised = new ExactMoments.Adder();
        private final ExactMoments.Adder promisedVariance = new ExactMoments.Adder();

        private Builder(OutcomeBins bins) {
            this.bins = bins;
            this.cuts = bins.cuts().stream().mapToDouble(Double::doubleValue).toArray();
            this.positives = new long[bins.size()];
            this.negatives = new long[bins.size()];
            this.unlabelled = new long[bins.size()];
        }

        /** Counts one row; the label is 1, 0, or NaN when it has not arrived. */
        public Builder add(double probability, double label) {
            boolean labelled = !Double.isNaN(label);
            if (labelled && label != 0 && label != 1) {
                throw new IllegalArgumentException("Invalid label: " + label + ", expected 0, 1 or none");
            }
            if (!(probability >= 0 && probability <= 1)) {
                unusable += labelled ? 1 : 0;
                unusableUnlabelled += labelled ? 0 : 1;
                return this;
            }
            int found = Arrays.binarySearch(cuts, probability + 0.0);
            int bin = found >= 0 ? found + 1 : -found - 1;
            score.add(probability);
            if (!labelled) {
                unlabelled[bin]++;
                return this;
            }
            boolean positive = label == 1;
            (positive ? positives : negatives)[bin]++;
            logLoss.add(Loss.LOG_LOSS.of(probability, positive));
            brier.add(Loss.BRIER.of(probability, positive));
            gap.add(probability - label);
            double slope = 1 - 2 * probability;
            promised.add((label - probability) * slope);
            promisedVariance.add(slope * slope * probability * (1 - probability));
            return this;
        }

        /** The counts of all rows given so far. */
        public OutcomeCounts build() {
            return new OutcomeCounts(
                    bins,
                    boxed(positives),
                    boxed(negatives),
                    boxed(unlabelled),
                    unusable,
                    unusableUnlabelled,
                    logLoss.moments(),
                    brier.moments(),
                    gap.moments(),
                    score.moments(),
                    promised.moments(),
                    promisedVariance.moments());
        }

        private static List<Long> boxed(long[] counts) {
            return Arrays.stream(counts).boxed().toList();
        }
    }
}
