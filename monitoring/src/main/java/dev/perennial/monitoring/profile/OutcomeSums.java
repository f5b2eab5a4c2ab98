package dev.perennial.monitoring.profile;

import java.util.OptionalDouble;

/**
 * How many rows of a group have a score and a label, and the exact sums that their means come from. Immutable.
 *
 * <p>Log loss and Brier score are summed over the rows whose label is 0 or 1 and whose score lies in [0, 1], each row's
 * rounded to 2^-40, probabilities clipped as {@link dev.perennial.monitoring.paired.Loss} does. The logarithm is that of
 * {@link StrictMath}, so that every machine counts the same bits.
 */
public final class OutcomeSums {
    private final long rows;
    private final long judged;
    private final long positives;
    private final WideSum score;
    private final WideSum logLoss;
    private final WideSum brier;

    OutcomeSums(long rows, long judged, long positives, WideSum score, WideSum logLoss, WideSum brier) {
        this.rows = rows;
        this.judged = judged;
        this.positives = positives;
        this.score = score;
        this.logLoss = logLoss;
        this.brier = brier;
    }

    /** All rows of the group, with or without score and label. */
    public long rows() {
        return rows;
    }

    /** Rows with a probability and a label of 0 or 1. */
    public long judged() {
        return judged;
    }

    /** Rows among the judged whose label is 1. */
    public long positives() {
        return positives;
    }

    /** The mean score of the judged rows; empty when there is none. */
    public OptionalDouble meanScore() {
        return mean(score);
    }

    /** The mean log loss of the judged rows in nats; empty when there is none. */
    public OptionalDouble logLoss() {
        return mean(logLoss);
    }

    /** The mean squared error of the judged rows; empty when there is none. */
    public OptionalDouble brier() {
        return mean(brier);
    }

    private OptionalDouble mean(WideSum sum) {
        return judged == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(sum.value().doubleValue() * OutcomeCounter.QUANTUM / judged);
    }

    void addTo(OutcomeCounter counter) {
        counter.add(rows, judged, positives, score, logLoss, brier);
    }

    void write(ProfileWriter out) {
        out.putCounts(new long[] {rows, judged, positives});
        score.write(out);
        logLoss.write(out);
        brier.write(out);
    }

    static OutcomeSums read(ProfileReader in) {
        long[] counts = in.takeCounts(3);
        return new OutcomeSums(counts[0], counts[1], counts[2], WideSum.read(in), WideSum.read(in), WideSum.read(in));
    }
}
