package dev.perennial.monitoring.performance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** One class of several against all others, on rows that are labelled and predicted. */
final class OneClass {
    private final MulticlassRows rows;
    private final int code;
    private final int n;
    private long happened;
    private long predicted;
    private long hits;

    OneClass(MulticlassRows rows, int code) {
        this.rows = rows;
        this.code = code;
        this.n = rows.rows();
        for (int i = 0; i < n; i++) {
            happened += happened(i) ? 1 : 0;
            predicted += predicted(i) ? 1 : 0;
            hits += happened(i) && predicted(i) ? 1 : 0;
        }
    }

    String name() {
        return rows.classes().get(code);
    }

    private boolean happened(int i) {
        return rows.label(i) == code;
    }

    private boolean predicted(int i) {
        return rows.predicted(i) == code;
    }

    Linear precision() {
        if (predicted == 0) {
            return Linear.none("it is never predicted");
        }
        double value = (double) hits / predicted;
        return linear(value, i -> predicted(i) ? ((happened(i) ? 1 : 0) - value) * n / predicted : 0);
    }

    Linear recall() {
        if (happened == 0) {
            return Linear.none("it never happened");
        }
        double value = (double) hits / happened;
        return linear(value, i -> happened(i) ? ((predicted(i) ? 1 : 0) - value) * n / happened : 0);
    }

    Linear f1() {
        double either = (double) happened + predicted;
        if (either == 0) {
            return Linear.none("it never happened and is never predicted");
        }
        double value = 2 * hits / either;
        return linear(value, i -> {
            double hit = happened(i) && predicted(i) ? 2 : 0;
            return (hit - value * ((happened(i) ? 1 : 0) + (predicted(i) ? 1 : 0))) * n / either;
        });
    }

    Linear area() {
        if (happened == 0 || happened == n) {
            return Linear.none(happened == 0 ? "it never happened" : "nothing else happened");
        }
        double[] scores = scores();
        RankedScores ranked = RankedScores.of(scores, labels());
        double value = ranked.auc();
        return linear(value, i -> {
            int k = ranked.indexOf(scores[i]);
            return happened(i)
                    ? (ranked.outranked(k) - value) * n / happened
                    : (ranked.outranking(k) - value) * n / (n - happened);
        });
    }

    private Linear linear(double value, IntToDoubleFunction influence) {
        double[] influences = new double[n];
        Arrays.setAll(influences, influence);
        return Linear.of(value, influences);
    }

    private double[] scores() {
        double[] scores = new double[n];
        Arrays.setAll(scores, i -> rows.probability(i, code));
        return scores;
    }

    private boolean[] labels() {
        boolean[] labels = new boolean[n];
        for (int i = 0; i < n; i++) {
            labels[i] = happened(i);
        }
        return labels;
    }

    ClassOutcome report(double level) {
        List<MetricValue> metrics = new ArrayList<>();
        if (rows.probabilistic()) {
            add(metrics, Metric.AUC, evaluateArea(Metric.AUC), level);
            add(metrics, Metric.AVERAGE_PRECISION, evaluateArea(Metric.AVERAGE_PRECISION), level);
        }
        Blocks blocks = rows.blocks();
        add(
                metrics,
                Metric.PRECISION,
                Means.share(n, this::happened, this::predicted, blocks, "the class is never predicted"),
                level);
        add(
                metrics,
                Metric.RECALL,
                Means.share(n, this::predicted, this::happened, blocks, "the class never happened"),
                level);
        add(
                metrics,
                Metric.SPECIFICITY,
                Means.share(n, i -> !predicted(i), i -> !happened(i), blocks, "nothing else happened"),
                level);
        add(
                metrics,
                Metric.F1,
                Means.share(
                                n,
                                i -> happened(i) && predicted(i),
                                i -> happened(i) || predicted(i),
                                blocks,
                                "the class never happened and is never predicted")
                        .map(jaccard -> 2 * jaccard / (1 + jaccard)),
                level);
        return new ClassOutcome(name(), happened, predicted, metrics);
    }

    private Evaluation evaluateArea(Metric metric) {
        if (happened < 2 || n - happened < 2) {
            return Evaluation.unknown(
                    happened + " rows of the class and " + (n - happened) + " others, at least 2 of each are needed",
                    n);
        }
        double[] scores = scores();
        boolean[] labels = labels();
        RankedScores ranked = RankedScores.of(scores, labels);
        return metric == Metric.AUC
                ? Areas.auc(ranked, scores, labels, rows.blocks())
                : Areas.averagePrecision(ranked, scores, labels, rows.blocks());
    }

    private static void add(List<MetricValue> metrics, Metric metric, Evaluation evaluation, double level) {
        metrics.add(evaluation.as(MetricName.of(metric), level));
    }
}
