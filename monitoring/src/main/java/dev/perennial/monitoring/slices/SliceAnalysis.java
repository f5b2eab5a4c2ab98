package dev.perennial.monitoring.slices;

import dev.perennial.monitoring.paired.Intervals;
import dev.perennial.monitoring.paired.MultipleTesting;
import dev.perennial.monitoring.performance.Comparison;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Evaluation;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricName;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.Outcomes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges declared slices of a window: each against the same slice of the reference ("did it get worse?") and against the
 * rest of the window ("is it served worse?").
 *
 * <p>A slice is worse when its metric exceeds what is tolerated and its p value, adjusted by Benjamini and Hochberg over
 * all slices and metrics of the same question, is at most the policy's share of false discoveries. Slices below the least
 * number of labels have their estimate with its interval, but are not judged and do not use up the correction.
 */
public final class SliceAnalysis {
    private final SliceRows window;
    private final SliceRows reference;
    private final List<MetricName> metrics;
    private final List<MetricName> judged;
    private final SlicePolicy policy;
    private final OutcomeOptions options;

    private SliceAnalysis(
            SliceRows window,
            SliceRows reference,
            List<MetricName> judged,
            List<MetricName> shown,
            SlicePolicy policy,
            OutcomeOptions options) {
        this.window = window;
        this.reference = reference;
        this.judged = List.copyOf(judged);
        metrics = Stream.concat(judged.stream(), shown.stream()).distinct().toList();
        this.policy = policy;
        this.options = options.atLevel(policy.level());
        for (MetricName metric : judged) {
            if (!metric.metric().judges()) {
                throw new IllegalArgumentException("Invalid metric of slices: " + metric + " only describes");
            }
        }
    }

    /**
     * Judges slices.
     *
     * @param window the window's rows
     * @param reference the reference's rows
     * @param definitions the declared slices
     * @param metrics the metrics by which they are judged
     * @param options how outcomes are measured
     * @param policy when a slice counts as worse
     * @throws IllegalArgumentException if a definition does not fit the columns of either table
     */
    public static SliceReport analyse(
            SliceRows window,
            SliceRows reference,
            List<SliceDefinition> definitions,
            List<MetricName> metrics,
            OutcomeOptions options,
            SlicePolicy policy) {
        return analyse(window, reference, definitions, metrics, List.of(), options, policy);
    }

    /**
     * Judges slices by some metrics and measures others beside them, which are compared with nothing and use up no correction.
     *
     * @param shown the metrics beside those that judge
     */
    public static SliceReport analyse(
            SliceRows window,
            SliceRows reference,
            List<SliceDefinition> definitions,
            List<MetricName> metrics,
            List<MetricName> shown,
            OutcomeOptions options,
            SlicePolicy policy) {
        return new SliceAnalysis(window, reference, metrics, shown, policy, options).analyse(definitions);
    }

    private SliceReport analyse(List<SliceDefinition> definitions) {
        Draft all = new Draft(Slice.all(window.rows(), reference.rows()));
        List<Draft> drafts = new ArrayList<>();
        for (SliceDefinition definition : definitions) {
            for (Slice slice : Slice.of(definition, window.table(), reference.table(), policy.mostCategories())) {
                drafts.add(new Draft(slice));
            }
        }
        adjust(drafts, Question.REFERENCE);
        adjust(drafts, Question.REST);
        adjust(List.of(all), Question.REFERENCE);
        List<SliceOutcome> outcomes = drafts.stream()
                .map(Draft::outcome)
                .sorted(Comparator.comparingDouble((SliceOutcome slice) -> -slice.impact())
                        .thenComparing(SliceOutcome::name))
                .toList();
        long tested = drafts.stream()
                .flatMap(draft -> draft.trials.stream())
                .mapToLong(trial -> (trial.reference.comparable() ? 1 : 0) + (trial.rest.comparable() ? 1 : 0))
                .sum();
        return new SliceReport(all.outcome(), outcomes, mixes(definitions, drafts, all), tested);
    }

    private void adjust(List<Draft> drafts, Question question) {
        List<Trial> trials = drafts.stream()
                .flatMap(draft -> draft.trials.stream())
                .map(question::of)
                .filter(Trial::comparable)
                .toList();
        double[] adjusted = MultipleTesting.benjaminiHochberg(
                trials.stream().mapToDouble(Trial::pValue).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            trials.get(i).adjustedPValue = adjusted[i];
        }
    }

    private enum Question {
        REFERENCE,
        REST;

        Trial of(Pair pair) {
            return this == REFERENCE ? pair.reference : pair.rest;
        }
    }

    private List<MixChange> mixes(List<SliceDefinition> definitions, List<Draft> drafts, Draft all) {
        List<MixChange> mixes = new ArrayList<>();
        for (SliceDefinition definition : definitions) {
            if (definition instanceof SliceDefinition.ByColumn column) {
                List<Draft> parts = drafts.stream()
                        .filter(draft -> draft.slice.definition().equals(column.name()))
                        .toList();
                for (int m = 0; m < metrics.size(); m++) {
                    mix(column.name(), m, parts, all).ifPresent(mixes::add);
                }
            }
        }
        return mixes;
    }

    private Optional<MixChange> mix(String column, int m, List<Draft> parts, Draft all) {
        Metric metric = metrics.get(m).metric();
        Pair whole = all.trials.get(m);
        if (!MEANS.contains(metric)
                || !(whole.window instanceof Evaluation.Known now)
                || !(whole.before instanceof Evaluation.Known then)) {
            return Optional.empty();
        }
        double change = metric.badness(now.value()) - metric.badness(then.value());
        double within = 0;
        double below = 0;
        double above = 0;
        for (Draft part : parts) {
            if (part.trials.get(m).window instanceof Evaluation.Known here
                    && part.trials.get(m).before instanceof Evaluation.Known there) {
                double weight = (double) there.rows() / then.rows();
                Comparison comparison = Comparison.of(metric, here, there, 0, policy.level());
                within += weight * comparison.excess();
                below = Math.hypot(below, weight * (comparison.excess() - comparison.lower()));
                above = Math.hypot(above, weight * (comparison.upper() - comparison.excess()));
            }
        }
        return Optional.of(new MixChange(
                column,
                metrics.get(m),
                change,
                new Estimate.Measured(within, within - below, within + above, policy.level()),
                change - within));
    }

    private static final List<Metric> MEANS =
            List.of(Metric.LOG_LOSS, Metric.BRIER, Metric.ACCURACY, Metric.COST, Metric.MAE, Metric.MAPE);

    /** A slice on its way to an outcome. */
    private final class Draft {
        private final Slice slice;
        private final LabelledRows here;
        private final List<Pair> trials = new ArrayList<>();

        Draft(Slice slice) {
            this.slice = slice;
            this.here = window.outcomes().select(slice.window());
            LabelledRows there = reference.outcomes().select(slice.reference());
            LabelledRows rest = window.outcomes().select(slice.rest(window.rows()));
            List<Evaluation> now = Outcomes.evaluate(here, metrics, options);
            List<Evaluation> then = Outcomes.evaluate(there, metrics, options);
            List<Evaluation> besides = Outcomes.evaluate(rest, metrics, options);
            for (int m = 0; m < metrics.size(); m++) {
                Trial against = trial(metrics.get(m), here, now.get(m), there, then.get(m), "the reference");
                Trial others = rest.rows() == 0
                        ? Trial.without("the slice is the whole window", 0)
                        : trial(metrics.get(m), here, now.get(m), rest, besides.get(m), "the rest of the window");
                trials.add(new Pair(metrics.get(m), now.get(m), then.get(m), against, others));
            }
        }

        SliceOutcome outcome() {
            return new SliceOutcome(
                    slice.definition(),
                    slice.name(),
                    here.rows(),
                    share(here.rows(), window.rows()),
                    share(slice.reference().length, reference.rows()),
                    here.maturity(),
                    trials.stream().map(trial -> trial.result(weight(), policy)).toList());
        }

        private double weight() {
            return Math.max(
                    here.rows() / Math.max(1.0, window.rows()),
                    slice.reference().length / Math.max(1.0, reference.rows()));
        }

        private Estimate share(long rows, long of) {
            return of == 0
                    ? new Estimate.NotEvaluable("there are no rows")
                    : Estimate.of((double) rows / of, Intervals.wilson(rows, of, policy.level()));
        }
    }

    private Trial trial(
            MetricName name,
            LabelledRows here,
            Evaluation now,
            LabelledRows there,
            Evaluation then,
            String comparedWith) {
        if (!judged.contains(name)) {
            return Trial.without("it is shown, not judged", 0);
        }
        Shortage shortage = Shortage.of(name.metric(), here, now, policy);
        if (shortage.labels() > 0) {
            return Trial.without(shortage.reason(), shortage.labels());
        }
        Shortage before = Shortage.of(name.metric(), there, then, policy);
        if (before.labels() > 0) {
            return Trial.without("in " + comparedWith + ": " + before.reason(), 0);
        }
        if (now instanceof Evaluation.Known known && then instanceof Evaluation.Known other) {
            double tolerated = policy.tolerance() * Math.abs(other.value());
            return Trial.of(
                    Comparison.of(name.metric(), known, other, tolerated, policy.level()),
                    here.maturity().labelled());
        }
        return now instanceof Evaluation.Unknown unknown
                ? Trial.without(unknown.reason(), 0)
                : Trial.without("in " + comparedWith + ": " + ((Evaluation.Unknown) then).reason(), 0);
    }

    /** One metric of a slice, with both comparisons. */
    private record Pair(MetricName name, Evaluation window, Evaluation before, Trial reference, Trial rest) {

        SliceMetric result(double weight, SlicePolicy policy) {
            return new SliceMetric(
                    window.as(name, policy.level()),
                    before.as(name, policy.level()),
                    reference.finding(policy),
                    rest.finding(policy),
                    reference.excess() * weight);
        }
    }
}
