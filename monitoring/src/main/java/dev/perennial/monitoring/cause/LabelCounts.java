package dev.perennial.monitoring.cause;

import dev.perennial.monitoring.performance.MulticlassRows;
import dev.perennial.monitoring.performance.RegressionRows;
import dev.perennial.monitoring.profile.NumericBins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * How often each label happened under each answer, in a reference and in a window, over bins that are the reference's.
 *
 * <p>Under every answer the shares of the labels are compared by Pearson's chi-square of homogeneity, which sum to one with as
 * many degrees of freedom as labels less one under every answer. The size of the change is the root of half the summed squared
 * differences of shares, weighted with the window's rows and reduced by its variance: zero to one, and with two labels the
 * difference of either's share.
 */
final class LabelCounts {
    private static final int ANSWERS = 10;
    private static final int ERRORS = 4;
    private static final int MOST_CLASSES = 10;

    private final Side before;
    private final Side after;
    private final List<Optional<String>> names;

    private LabelCounts(Side before, Side after, List<Optional<String>> names) {
        this.before = before;
        this.after = after;
        this.names = List.copyOf(names);
    }

    /** Of a yes-or-no question: ten bins of equal depth of the score. */
    static LabelCounts of(ScoredLabels reference, ScoredLabels window) {
        NumericBins bins = NumericBins.of(reference.scores(), ANSWERS);
        return new LabelCounts(
                Side.of(reference, bins), Side.of(window, bins), List.of(Optional.empty(), Optional.empty()));
    }

    /**
     * Of several classes: an answer is the class that was said, with more or with less than the median of its probability in
     * the reference. Classes but the most frequent ones count as one.
     */
    static LabelCounts of(MulticlassRows reference, MulticlassRows window) {
        int[] places = places(reference);
        double[] medians = IntStream.range(0, reference.classes().size())
                .mapToDouble(said -> median(reference, said))
                .toArray();
        List<Optional<String>> names = new ArrayList<>();
        for (int place = 0; place <= IntStream.of(places).max().orElse(0); place++) {
            List<String> words = new ArrayList<>();
            for (int code = 0; code < places.length; code++) {
                if (places[code] == place) {
                    words.add(reference.classes().get(code));
                }
            }
            names.add(Optional.of("labels " + (words.size() == 1 ? words.get(0) : "of any other class")));
        }
        return new LabelCounts(
                Side.of(reference, medians, places, names.size()),
                Side.of(window, medians, places, names.size()),
                names);
    }

    /**
     * Of a regression: ten bins of equal depth of the answer, and as labels the four bins of equal depth of the error, the
     * answer less what happened.
     */
    static LabelCounts of(RegressionRows reference, RegressionRows window) {
        int[] usable = usable(reference);
        NumericBins answers = NumericBins.of(
                IntStream.of(usable).mapToDouble(reference::prediction).toArray(), ANSWERS);
        NumericBins errors = NumericBins.of(
                IntStream.of(usable).mapToDouble(row -> error(reference, row)).toArray(), ERRORS);
        return new LabelCounts(
                Side.of(reference, answers, errors),
                Side.of(window, answers, errors),
                IntStream.range(0, errors.size())
                        .mapToObj(bin -> Optional.of(interval(errors.cuts(), bin)))
                        .toList());
    }

    /** The rows of the smaller side. */
    long fewest() {
        return Math.min(before.rows(), after.rows());
    }

    /** What the two sides show. */
    LabelChange.Numbers compared() {
        double statistic = 0;
        int degrees = 0;
        double change = 0;
        for (int answer = 0; answer < before.answers(); answer++) {
            double n = before.under(answer);
            double m = after.under(answer);
            if (n < 1 || m < 1) {
                continue;
            }
            int happened = 0;
            for (int label = 0; label < before.labels(); label++) {
                double pooled = (before.count(label, answer) + after.count(label, answer)) / (n + m);
                double difference = after.count(label, answer) / m - before.count(label, answer) / n;
                if (pooled > 0) {
                    happened++;
                    statistic += difference * difference / (pooled * (1 / n + 1 / m));
                }
                change += m / after.rows() * (difference * difference - pooled * (1 - pooled) * (1 / n + 1 / m)) / 2;
            }
            degrees += Math.max(0, happened - 1);
        }
        double divergence = Divergence.of(after.all(), before.all());
        double left = 0;
        int most = before.labels() - 1;
        for (int label = 0; label < before.labels(); label++) {
            left += after.rate(label) * Divergence.of(after.of(label), before.of(label));
            most = moved(label) > moved(most) ? label : most;
        }
        return new LabelChange.Numbers(
                Math.sqrt(Math.max(0, change)),
                degrees == 0 ? 1 : ChiSquaredDistribution.of(degrees).survivalProbability(statistic),
                before.rate(most),
                after.rate(most),
                divergence == 0 ? 0 : Math.max(0, 1 - left / divergence),
                names.get(most));
    }

    private double moved(int label) {
        return Math.abs(after.rate(label) - before.rate(label));
    }

    private static int[] places(MulticlassRows reference) {
        int classes = reference.classes().size();
        if (classes <= MOST_CLASSES) {
            return IntStream.range(0, classes).toArray();
        }
        long[] happened = new long[classes];
        IntStream.range(0, reference.rows())
                .filter(row -> isUsable(reference, row))
                .forEach(row -> happened[reference.label(row)]++);
        int[] places = new int[classes];
        Arrays.fill(places, MOST_CLASSES - 1);
        int[] frequent = IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparingLong((Integer code) -> -happened[code]))
                .limit(MOST_CLASSES - 1)
                .mapToInt(Integer::intValue)
                .toArray();
        for (int place = 0; place < frequent.length; place++) {
            places[frequent[place]] = place;
        }
        return places;
    }

    private static double median(MulticlassRows rows, int said) {
        double[] probabilities = IntStream.range(0, rows.rows())
                .filter(row -> isUsable(rows, row) && rows.predicted(row) == said)
                .mapToDouble(row -> rows.probability(row, said))
                .sorted()
                .toArray();
        return probabilities.length == 0 ? 1 : probabilities[probabilities.length / 2];
    }

    private static boolean isUsable(MulticlassRows rows, int row) {
        return rows.labelled(row) && rows.predicted(row) != MulticlassRows.NONE;
    }

    private static int[] usable(RegressionRows rows) {
        return IntStream.range(0, rows.rows()).filter(rows::usable).toArray();
    }

    private static double error(RegressionRows rows, int row) {
        return rows.prediction(row) - rows.label(row);
    }

    private static String interval(List<Double> cuts, int bin) {
        if (cuts.isEmpty()) {
            return "errors";
        }
        if (bin == 0) {
            return String.format(Locale.ROOT, "errors up to %.3g", cuts.get(0));
        }
        return bin == cuts.size()
                ? String.format(Locale.ROOT, "errors above %.3g", cuts.get(bin - 1))
                : String.format(Locale.ROOT, "errors from %.3g to %.3g", cuts.get(bin - 1), cuts.get(bin));
    }

    /* One side: counts by label, and under each by answer. */
    private static final class Side {
        private final long[][] counts;

        private Side(int labels, int answers) {
            counts = new long[labels][answers];
        }

        static Side of(ScoredLabels rows, NumericBins bins) {
            return new Side(2, bins.size())
                    .counting(
                            IntStream.range(0, rows.rows()).toArray(),
                            row -> rows.label(row) ? 1 : 0,
                            row -> bins.bin(rows.score(row)));
        }

        static Side of(MulticlassRows rows, double[] medians, int[] places, int labels) {
            return new Side(labels, 2 * medians.length)
                    .counting(
                            IntStream.range(0, rows.rows())
                                    .filter(row -> isUsable(rows, row))
                                    .toArray(),
                            row -> places[rows.label(row)],
                            row -> {
                                int said = rows.predicted(row);
                                return 2 * said + (rows.probability(row, said) >= medians[said] ? 1 : 0);
                            });
        }

        static Side of(RegressionRows rows, NumericBins answers, NumericBins errors) {
            return new Side(errors.size(), answers.size())
                    .counting(
                            usable(rows),
                            row -> errors.bin(error(rows, row)),
                            row -> answers.bin(rows.prediction(row)));
        }

        private Side counting(int[] rows, IntUnaryOperator label, IntUnaryOperator answer) {
            for (int row : rows) {
                counts[label.applyAsInt(row)][answer.applyAsInt(row)]++;
            }
            return this;
        }

        int labels() {
            return counts.length;
        }

        int answers() {
            return counts[0].length;
        }

        long count(int label, int answer) {
            return counts[label][answer];
        }

        long[] of(int label) {
            return counts[label];
        }

        long[] all() {
            return IntStream.range(0, answers()).mapToLong(this::under).toArray();
        }

        long under(int answer) {
            return Arrays.stream(counts).mapToLong(label -> label[answer]).sum();
        }

        long rows() {
            return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
        }

        double rate(int label) {
            return (double) Arrays.stream(counts[label]).sum() / rows();
        }
    }
}
