package dev.perennial.monitoring.bias;

import dev.perennial.monitoring.performance.BinaryRows;
import dev.perennial.monitoring.performance.Blocks;
import dev.perennial.monitoring.performance.Evaluation;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricName;
import dev.perennial.monitoring.performance.MulticlassRows;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.monitoring.performance.RegressionRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Answers that groups are compared by: all of them, or of several classes those of one class against all others. */
final class Answers {
    private static final int MOST_CLASSES = 10;

    private final Optional<String> word;
    private final LabelledRows rows;
    private final List<BiasMeasure> measures;

    private Answers(Optional<String> word, LabelledRows rows, BiasMeasure... measures) {
        this.word = word;
        this.rows = rows;
        this.measures = List.of(measures);
    }

    /** By the rows' task; of several classes the {@value #MOST_CLASSES} that are said most often are taken one by one. */
    static List<Answers> of(LabelledRows rows) {
        if (rows instanceof BinaryRows) {
            return List.of(new Answers(
                    Optional.empty(),
                    rows,
                    BiasMeasure.SELECTION_RATE,
                    BiasMeasure.DISPARATE_IMPACT,
                    BiasMeasure.TRUE_POSITIVE_RATE,
                    BiasMeasure.FALSE_POSITIVE_RATE));
        }
        if (rows instanceof RegressionRows) {
            return List.of(new Answers(Optional.empty(), rows, BiasMeasure.MEAN_ERROR, BiasMeasure.MEAN_ANSWER));
        }
        if (rows instanceof MulticlassRows classes) {
            List<Answers> all = new ArrayList<>();
            all.add(new Answers(Optional.empty(), rows, BiasMeasure.ACCURACY));
            for (int code : mostSaid(classes)) {
                all.add(new Answers(
                        Optional.of(classes.classes().get(code)),
                        against(classes, code),
                        BiasMeasure.SELECTION_RATE,
                        BiasMeasure.TRUE_POSITIVE_RATE));
            }
            return all;
        }
        throw new IllegalArgumentException(
                "Invalid outcomes: groups of " + rows.task().label() + " are not compared");
    }

    /** The class that these are; empty for all answers. */
    Optional<String> word() {
        return word;
    }

    List<BiasMeasure> measures() {
        return measures;
    }

    /** Answers and labels of some rows. */
    LabelledRows select(int[] members) {
        return rows.select(members);
    }

    /** What a measure compares, of some rows. */
    Evaluation rate(BiasMeasure measure, int[] members, OutcomeOptions options) {
        return measure == BiasMeasure.MEAN_ANSWER && rows instanceof RegressionRows quantities
                ? Outcomes.evaluate(aboveZero(quantities).select(members), MetricName.of(Metric.BIAS), options)
                : Outcomes.evaluate(rows.select(members), MetricName.of(measure.rate()), options);
    }

    private static int[] mostSaid(MulticlassRows rows) {
        long[] said = new long[rows.classes().size()];
        IntStream.range(0, rows.rows())
                .map(rows::predicted)
                .filter(code -> code != MulticlassRows.NONE)
                .forEach(code -> said[code]++);
        return IntStream.range(0, said.length)
                .boxed()
                .filter(code -> said[code] > 0)
                .sorted(Comparator.comparingLong((Integer code) -> -said[code]))
                .limit(MOST_CLASSES)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    private static BinaryRows against(MulticlassRows rows, int code) {
        double[] said = new double[rows.rows()];
        double[] happened = new double[rows.rows()];
        Arrays.setAll(said, row -> is(rows.predicted(row), code));
        Arrays.setAll(happened, row -> is(rows.label(row), code));
        BinaryRows binary = BinaryRows.ofArrived(said, happened);
        return rows.blocks().independent() ? binary : binary.inBlocks(keys(rows.blocks()));
    }

    private static double is(int code, int wanted) {
        return code == MulticlassRows.NONE ? Double.NaN : code == wanted ? 1 : 0;
    }

    /* The mean answer is the mean error against zero. */
    private static RegressionRows aboveZero(RegressionRows rows) {
        double[] answers =
                IntStream.range(0, rows.rows()).mapToDouble(rows::prediction).toArray();
        RegressionRows against = RegressionRows.of(answers, new double[answers.length]);
        return rows.blocks().independent() ? against : against.inBlocks(keys(rows.blocks()));
    }

    private static String[] keys(Blocks blocks) {
        return IntStream.range(0, blocks.rows())
                .mapToObj(row -> Integer.toString(blocks.of(row)))
                .toArray(String[]::new);
    }
}
