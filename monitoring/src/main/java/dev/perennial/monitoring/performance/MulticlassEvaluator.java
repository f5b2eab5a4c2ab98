package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.paired.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Every metric of a classifier of several classes on one set of rows; computed when asked for. Not thread-safe. */
final class MulticlassEvaluator implements Evaluator {
    private final OutcomeOptions options;
    private final MulticlassRows all;
    private final MulticlassRows rows;
    private final long unusable;
    private final int n;
    private final List<OneClass> classes = new ArrayList<>();
    private final Map<Metric, Supplier<Evaluation>> metrics = new EnumMap<>(Metric.class);

    MulticlassEvaluator(MulticlassRows all, OutcomeOptions options) {
        this.options = options;
        this.all = all;
        int[] kept = IntStream.range(0, all.rows())
                .filter(row -> all.labelled(row) && all.predicted(row) != MulticlassRows.NONE)
                .toArray();
        this.rows = all.select(kept);
        this.n = kept.length;
        this.unusable = IntStream.range(0, all.rows()).filter(all::labelled).count() - n;
        for (int c = 0; c < all.classes().size(); c++) {
            classes.add(new OneClass(rows, c));
        }
        declare();
    }

    private void declare() {
        if (rows.probabilistic() || n == 0) {
            metrics.put(
                    Metric.LOG_LOSS,
                    () -> mean(i -> Loss.LOG_LOSS.of(rows.probability(i, rows.label(i)), true), Double.MAX_VALUE));
            metrics.put(Metric.BRIER, () -> mean(i -> RowLosses.squaredError(rows, i), 2));
            metrics.put(Metric.MACRO_AUC, () -> macro(OneClass::area));
            metrics.put(Metric.MICRO_AUC, this::microArea);
        }
        metrics.put(Metric.ACCURACY, this::accuracy);
        metrics.put(Metric.MACRO_PRECISION, () -> macro(OneClass::precision));
        metrics.put(Metric.MACRO_RECALL, () -> macro(OneClass::recall));
        metrics.put(Metric.MACRO_F1, () -> macro(OneClass::f1));
        metrics.put(Metric.MICRO_PRECISION, this::accuracy);
        metrics.put(Metric.MICRO_RECALL, this::accuracy);
        metrics.put(Metric.MICRO_F1, this::accuracy);
    }

    @Override
    public Evaluation evaluate(MetricName name) {
        Supplier<Evaluation> metric = metrics.get(name.metric());
        return metric == null ? Evaluator.notMeasured(name, Task.MULTICLASS_CLASSIFICATION, n) : metric.get();
    }

    @Override
    public List<MetricName> names() {
        return metrics.keySet().stream().map(MetricName::of).toList();
    }

    @Override
    public MulticlassOutcomes report() {
        return new MulticlassOutcomes(
                n,
                unusable,
                rows.blocks().count(),
                all.maturity(),
                names().stream()
                        .map(name -> evaluate(name).as(name, options.level()))
                        .toList(),
                classes.stream().map(one -> one.report(options.level())).toList(),
                confusion());
    }

    private ConfusionMatrix confusion() {
        int k = rows.classes().size();
        long[][] counts = new long[k][k];
        for (int i = 0; i < n; i++) {
            counts[rows.label(i)][rows.predicted(i)]++;
        }
        return new ConfusionMatrix(
                rows.classes(),
                Arrays.stream(counts)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList());
    }

    private Evaluation accuracy() {
        return Means.share(
                n,
                i -> rows.predicted(i) == rows.label(i),
                i -> true,
                rows.blocks(),
                "0 labelled rows, at least 1 is needed");
    }

    private Evaluation mean(IntToDoubleFunction value, double most) {
        double[] values = new double[n];
        Arrays.setAll(values, value);
        return Means.of(values, rows.blocks(), 0, most);
    }

    /* The mean over the classes that have a value; the others are named. Each class counts alike, however rare. */
    private Evaluation macro(Function<OneClass, Linear> measure) {
        List<Linear> known = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (OneClass one : classes) {
            Linear linear = measure.apply(one);
            if (linear.reason().isEmpty()) {
                known.add(linear);
            } else {
                notes.add("class " + one.name() + " is left out: " + linear.reason());
            }
        }
        if (known.isEmpty()) {
            return Evaluation.unknown(n == 0 ? "0 labelled rows, at least 1 is needed" : "no class has a value", n);
        }
        double value = known.stream().mapToDouble(Linear::value).sum() / known.size();
        double[] influence = new double[n];
        for (Linear linear : known) {
            for (int i = 0; i < n; i++) {
                influence[i] += linear.influence()[i] / known.size();
            }
        }
        return evaluation(Math.min(1, value), influence, notes);
    }

    private Evaluation evaluation(double value, double[] influence, List<String> notes) {
        Influence of = Influence.of(influence, rows.blocks());
        if (of.blocks() < 2) {
            String what = rows.blocks().independent() ? " rows" : " blocks";
            return Evaluation.unknown(of.blocks() + what + ", at least 2 are needed", n);
        }
        double units = value <= 0 || value >= 1 ? of.blocks() : Double.MAX_VALUE;
        return Evaluation.known(value, Spreads.unit(value, of.standardError(), of.degreesOfFreedom(), units), n, notes);
    }

    /* Every pair of row and class is a decision; the pairs of one row depend on each other and are added up first. */
    private Evaluation microArea() {
        int k = rows.classes().size();
        if (n < 2) {
            return Evaluation.unknown(n + " labelled rows, at least 2 are needed", n);
        }
        double[] scores = new double[n * k];
        boolean[] labels = new boolean[n * k];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                scores[i * k + c] = rows.probability(i, c);
                labels[i * k + c] = rows.label(i) == c;
            }
        }
        RankedScores ranked = RankedScores.of(scores, labels);
        double area = ranked.auc();
        double[] influence = new double[n];
        for (int i = 0; i < n * k; i++) {
            int entry = ranked.indexOf(scores[i]);
            influence[i / k] += labels[i]
                    ? (ranked.outranked(entry) - area) * n / ranked.positives()
                    : (ranked.outranking(entry) - area) * n / ranked.negatives();
        }
        return evaluation(area, influence, List.of());
    }
}
