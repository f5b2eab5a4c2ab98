package dev.perennial.activities.monitor;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.EpochMicros;
import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.ScoredOutcomes;
import dev.perennial.monitoring.decision.StalenessEvidence;
import dev.perennial.monitoring.decision.StalenessPolicy;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.registry.Digest;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Outputs;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * The refitted challenger beside a champion that says a value or a class, on the labelled rows of a window that neither had
 * seen. Only rows later than the evidence so far are added to that evidence: windows may overlap, evidence may not. Errors of
 * a regression are told in units of the champion's mean squared error on the rows that it was proven on, so that a price in
 * shares of that loss is the same for metres and for millimetres.
 */
final class OutcomeChallenge {
    /* Beyond this many times the usual loss a difference counts as this: one broken label decides nothing by itself. */
    private static final double MOST = 4096;

    private final OutcomeLook look;
    private final OptionalDouble usual;
    private final Optional<ScoredOutcomes> beside;
    private final Optional<OutcomeWindowReport> before;

    private OutcomeChallenge(OutcomeLook look, Optional<ScoredOutcomes> beside, Optional<OutcomeWindowReport> before) {
        this.look = look;
        this.beside = beside;
        this.before = before;
        usual = usual(look.reference());
    }

    /** {@code before} is what the champion's own window before handed on. */
    static OutcomeChallenge of(
            Workbench workbench, OutcomeLook look, Optional<Digest> challenger, Optional<OutcomeWindowReport> before) {
        return new OutcomeChallenge(
                look, challenger.map(digest -> answered(workbench.models().of(digest), look)), before);
    }

    private static ScoredOutcomes answered(CompiledModel model, OutcomeLook look) {
        ScoredOutcomes champion = look.answered().select(look.labelled());
        double[] answers = model.scoreAll(look.rows().features().select(look.labelled()));
        return new ScoredOutcomes(
                champion.outputs(),
                ScoredOutcomes.placed(answers, model.outputs(), champion.outputs()),
                champion.labels(),
                champion.blocks());
    }

    private static OptionalDouble usual(OutcomeReference reference) {
        OutcomeReport performance = reference.performance();
        OptionalDouble rmse = point(performance, Metric.RMSE);
        double loss = rmse.isPresent()
                ? rmse.getAsDouble() * rmse.getAsDouble()
                : point(performance, Metric.LOG_LOSS).orElse(0);
        return loss > 0 && Double.isFinite(loss) ? OptionalDouble.of(loss) : OptionalDouble.empty();
    }

    private static OptionalDouble point(OutcomeReport report, Metric metric) {
        return report.metric(metric).map(value -> value.estimate().point()).orElseGet(OptionalDouble::empty);
    }

    private double unit() {
        return look.rows().outputs() instanceof Outputs.Value ? usual.orElse(1) : 1;
    }

    /** Up to which event time rows are in the evidence, this window's among them. */
    Instant pooledUntil() {
        Instant until = look.window().to();
        return known().filter(earlier -> earlier.isAfter(until)).orElse(until);
    }

    private Optional<Instant> known() {
        return before.flatMap(OutcomeWindowReport::pooledUntil);
    }

    /** The evidence of the champion's term with this window's. */
    StalenessEvidence pooled() {
        StalenessEvidence evidence =
                before.flatMap(OutcomeWindowReport::staleness).orElseGet(StalenessEvidence::empty);
        return beside.map(other ->
                        evidence.plus(later(other, known().orElse(look.window().from()))))
                .orElse(evidence);
    }

    /** What the evidence says; what a replacement costs and may bring is measured by the loss on the reference. */
    StalenessVerdict verdict(StalenessEvidence pooled) {
        if (usual.isEmpty()) {
            return new StalenessVerdict.NotEvaluable("the champion lost nothing on the rows that it was proven on");
        }
        return pooled.verdict(StalenessPolicy.daily(usual.getAsDouble() / unit()));
    }

    private BlockedDifferences later(ScoredOutcomes other, Instant from) {
        long first = EpochMicros.of(from);
        int[] labelled = look.labelled();
        int[] late = IntStream.range(0, labelled.length)
                .filter(at -> look.rows().eventTimes()[labelled[at]] >= first)
                .toArray();
        double[] ours = look.answered().select(labelled).losses();
        double[] theirs = other.losses();
        return BlockedDifferences.of(
                IntStream.of(late)
                        .mapToDouble(at -> Math.max(-MOST, Math.min(MOST, (ours[at] - theirs[at]) / unit())))
                        .toArray(),
                IntStream.of(late).mapToObj(at -> other.blocks()[at]).toArray(String[]::new));
    }

    /** Adds what the challenger achieved on the window, and its advantage over the term. */
    void addTo(SortedMap<String, Double> numbers, StalenessVerdict verdict) {
        beside.ifPresent(other -> {
            String primary = ScoredOutcomes.primary(look.rows().outputs());
            Double achieved = other.metrics().get(primary);
            if (achieved != null) {
                numbers.put("challenger-" + primary, achieved);
            }
        });
        if (verdict instanceof StalenessVerdict.ChallengerBetter better) {
            add(numbers, better.numbers());
        } else if (verdict instanceof StalenessVerdict.NoEvidence none) {
            add(numbers, none.numbers());
        }
    }

    private static void add(SortedMap<String, Double> numbers, StalenessVerdict.Numbers pooled) {
        numbers.put("pooled-advantage", pooled.advantage());
        numbers.put("pooled-lower-bound", pooled.lowerBound());
        numbers.put("pooled-blocks", (double) pooled.blocks());
    }
}
