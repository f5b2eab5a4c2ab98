package dev.perennial.monitoring.profile;

import dev.perennial.monitoring.paired.Loss;

/** Sums the outcomes of a group of rows. Not thread-safe. */
final class OutcomeCounter {
    static final double QUANTUM = 0x1p-40;
    private static final double SCALE = 0x1p40;

    private long rows;
    private long judged;
    private long positives;
    private final WideSum score = new WideSum();
    private final WideSum logLoss = new WideSum();
    private final WideSum brier = new WideSum();

    void addRows(long added) {
        rows += added;
    }

    /** One more row; NaN is no score and no label. */
    void add(double probability, double label) {
        rows++;
        if ((label == 0 || label == 1) && probability >= 0 && probability <= 1) {
            judged++;
            positives += (long) label;
            double given = label == 1 ? probability : 1 - probability;
            double error = probability - label;
            score.add(quanta(probability));
            logLoss.add(quanta(-StrictMath.log(Math.min(1 - Loss.CLIP, Math.max(Loss.CLIP, given)))));
            brier.add(quanta(error * error));
        }
    }

    private static long quanta(double value) {
        return (long) Math.rint(value * SCALE);
    }

    void add(long addedRows, long addedJudged, long addedPositives, WideSum scores, WideSum losses, WideSum squares) {
        rows += addedRows;
        judged += addedJudged;
        positives += addedPositives;
        score.add(scores);
        logLoss.add(losses);
        brier.add(squares);
    }

    OutcomeSums freeze() {
        return new OutcomeSums(rows, judged, positives, new WideSum(score), new WideSum(logLoss), new WideSum(brier));
    }
}
