package dev.perennial.monitoring.performance;

/**
 * Areas under curves with the influence of each row.
 *
 * <p>The ROC area has DeLong's variance, under blocks that of N. A. Obuchowski, "Nonparametric analysis of clustered ROC
 * curve data", Biometrics 53 (1997); an area of exactly 0 or 1, where that variance vanishes, has Wilson's interval over
 * the rows of the smaller class. Average precision has the variance of its influence function.
 */
final class Areas {

    private Areas() {}

    static Evaluation auc(RankedScores ranked, double[] scores, boolean[] labels, Blocks blocks) {
        double area = ranked.auc();
        double positives = ranked.positives();
        double negatives = ranked.negatives();
        double smaller = Math.min(positives, negatives);
        int n = scores.length;
        if (blocks.independent()) {
            return auc(ranked);
        }
        double[] influence = new double[n];
        for (int row = 0; row < n; row++) {
            int k = ranked.indexOf(scores[row]);
            influence[row] = labels[row]
                    ? (ranked.outranked(k) - area) * n / positives
                    : (ranked.outranking(k) - area) * n / negatives;
        }
        return clustered(area, influence, blocks, smaller);
    }

    /* Independent rows: DeLong's variance from the counts of equal scores. */
    static Evaluation auc(RankedScores ranked) {
        double area = ranked.auc();
        double positives = ranked.positives();
        double negatives = ranked.negatives();
        double ofPositives = 0;
        double ofNegatives = 0;
        for (int k = 0; k < ranked.size(); k++) {
            double up = ranked.positivesAt(k) == 0 ? 0 : ranked.outranked(k) - area;
            double down = ranked.negativesAt(k) == 0 ? 0 : ranked.outranking(k) - area;
            ofPositives += ranked.positivesAt(k) * up * up;
            ofNegatives += ranked.negativesAt(k) * down * down;
        }
        double error = Math.sqrt(ofPositives / (positives - 1) / positives + ofNegatives / (negatives - 1) / negatives);
        return Evaluation.known(
                area,
                orAtTheEnd(area, error, Math.min(positives, negatives), Spreads.normal(area, error, 0, 1)),
                ranked.positives() + ranked.negatives());
    }

    private static Spread orAtTheEnd(double area, double error, double smaller, Spread usual) {
        return error > 0 && area > 0 && area < 1 ? usual : Spreads.unit(area, 0, smaller - 1, smaller);
    }

    static Evaluation averagePrecision(RankedScores ranked, double[] scores, boolean[] labels, Blocks blocks) {
        double value = ranked.averagePrecision();
        PrecisionInfluence of = new PrecisionInfluence(ranked, value);
        double[] influence = new double[scores.length];
        for (int row = 0; row < scores.length; row++) {
            int k = ranked.indexOf(scores[row]);
            influence[row] = labels[row] ? of.positive(k) : of.negative(k);
        }
        return clustered(value, influence, blocks, (double) ranked.positives());
    }

    /* Independent rows, from counts of scores in bins; the value is given because bins do not know it exactly. */
    static Evaluation averagePrecision(RankedScores ranked, double value) {
        PrecisionInfluence of = new PrecisionInfluence(ranked, ranked.averagePrecision());
        double n = (double) ranked.positives() + ranked.negatives();
        double squares = 0;
        for (int k = 0; k < ranked.size(); k++) {
            squares += ranked.positivesAt(k) * of.positive(k) * of.positive(k);
            squares += ranked.negativesAt(k) * of.negative(k) * of.negative(k);
        }
        double error = Math.sqrt(n / (n - 1) * squares) / n;
        double evidence = value <= 0 || value >= 1 ? (double) ranked.positives() : Double.MAX_VALUE;
        return Evaluation.known(value, Spreads.unit(value, error, n - 1, evidence), (long) n);
    }

    /*
     * What one row of entry k adds to average precision, times the number of rows. A positive row brings its own
     * precision; every row changes the precision of the positives at or below it.
     */
    private static final class PrecisionInfluence {
        private final RankedScores ranked;
        private final double value;
        private final double perPositive;
        private final double[] inverse;
        private final double[] weighted;

        PrecisionInfluence(RankedScores ranked, double value) {
            this.ranked = ranked;
            this.value = value;
            this.perPositive = ((double) ranked.positives() + ranked.negatives()) / ranked.positives();
            // sums over positives at or below entry k of 1/N and of precision/N, N being the rows at or above the
            // positive
            this.inverse = new double[ranked.size() + 1];
            this.weighted = new double[ranked.size() + 1];
            for (int k = ranked.size() - 1; k >= 0; k--) {
                double above = (double) ranked.truePositives(k) + ranked.falsePositives(k);
                inverse[k] = inverse[k + 1] + ranked.positivesAt(k) / above;
                weighted[k] = weighted[k + 1] + ranked.positivesAt(k) * ranked.precision(k) / above;
            }
        }

        double positive(int k) {
            return (ranked.precision(k) - value + inverse[k] - weighted[k]) * perPositive;
        }

        double negative(int k) {
            return -weighted[k] * perPositive;
        }
    }

    private static Evaluation clustered(double value, double[] influence, Blocks blocks, double units) {
        Influence of = Influence.of(influence, blocks);
        if (of.blocks() < 2) {
            return Evaluation.unknown(of.blocks() + " blocks, at least 2 are needed", influence.length);
        }
        double atTheEnd = blocks.independent() ? units : Math.min(units, of.blocks());
        double evidence = value <= 0 || value >= 1 ? atTheEnd : Double.MAX_VALUE;
        return Evaluation.known(
                value, Spreads.unit(value, of.standardError(), of.degreesOfFreedom(), evidence), influence.length);
    }
}
