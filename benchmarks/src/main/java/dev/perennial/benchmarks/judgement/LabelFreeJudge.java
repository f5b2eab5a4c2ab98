package dev.perennial.benchmarks.judgement;

import dev.perennial.monitoring.cause.BurstPolicy;
import dev.perennial.monitoring.cause.BurstSearch;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.DecisionPolicy;
import dev.perennial.monitoring.decision.EarlierWindow;
import dev.perennial.monitoring.decision.HarmSignal;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.decision.WindowContext;
import dev.perennial.monitoring.decision.WindowDecision;
import dev.perennial.monitoring.decision.WindowEvidence;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.EstimationOptions;
import dev.perennial.monitoring.estimation.EstimatorReference;
import dev.perennial.monitoring.estimation.HarmJudgement;
import dev.perennial.monitoring.estimation.HarmPolicy;
import dev.perennial.monitoring.estimation.ScoredRows;
import dev.perennial.monitoring.estimation.WindowEstimate;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Judges windows one after the other before any of their labels has come, by given policies. Not thread-safe. */
final class LabelFreeJudge {
    private static final List<EstimatedMetric> JUDGED =
            List.of(EstimatedMetric.ACCURACY, EstimatedMetric.AUC, EstimatedMetric.LOG_LOSS, EstimatedMetric.BRIER);

    private final EstimatorReference estimator;
    private final ColumnTable reference;
    private final TableBins bins;
    private final TableProfile profile;
    private final BinaryPerformance performance;
    private final Rules rules;
    private final List<EarlierWindow> earlier = new ArrayList<>();
    private AlarmTally tally = AlarmTally.empty();

    private LabelFreeJudge(EstimatorReference estimator, ScoredRows reference, boolean[] labels, Rules rules) {
        this.estimator = estimator;
        this.reference = reference.features();
        bins = bins(reference.features());
        profile = profile(bins, reference.features());
        performance = BinaryPerformance.measure(reference.scores(), labels);
        this.rules = rules;
    }

    /** A judge who has learned from labelled rows; windows have about so many rows. */
    static LabelFreeJudge of(ScoredRows reference, boolean[] labels, int windowRows) {
        return new LabelFreeJudge(
                EstimatorReference.binary(reference, labels, EstimationOptions.forWindowsOf(windowRows)),
                reference,
                labels,
                Rules.standard());
    }

    /** The same with other rules, at its first window. */
    LabelFreeJudge by(Rules others) {
        return new LabelFreeJudge(this, others);
    }

    private LabelFreeJudge(LabelFreeJudge learned, Rules rules) {
        estimator = learned.estimator;
        reference = learned.reference;
        bins = learned.bins;
        profile = learned.profile;
        performance = learned.performance;
        this.rules = rules;
    }

    /** What estimates say of a window. */
    WindowEstimate estimate(ScoredRows window) {
        return estimator.estimate(window);
    }

    /** The worst realised value of a metric that is no harm: three deviations of the reference's windows below its mean. */
    double limit(EstimatedMetric metric) {
        return estimator.limit(metric).orElseThrow().limit();
    }

    /** Judges the next window. */
    WindowVerdict next(String name, ScoredRows window, WindowEstimate estimate) {
        List<HarmSignal> signals = JUDGED.stream()
                .flatMap(metric -> estimator.limit(metric).stream())
                .map(limit -> HarmJudgement.judge(estimate, limit, rules.harm()))
                .flatMap(found -> HarmSignal.of(found, rules.harm()).stream())
                .toList();
        DriftAssessment drift =
                DriftAssessment.assess(profile, profile(bins, window.features()), DriftPolicy.standard());
        CauseEvidence cause = new CauseEvidence(
                List.of(),
                BurstSearch.find(reference, window.features(), rules.burst()),
                new LabelChange.NotEvaluable("no label has arrived"),
                drift.drifted().stream().map(ColumnDrift.Drifted::column).toList(),
                CauseEvidence.Harm.NONE,
                CauseEvidence.Onset.WITHIN_TERM);
        WindowVerdict verdict = WindowDecision.decide(
                new WindowEvidence(
                        drift,
                        BinaryPerformance.measure(new double[0], new boolean[0], new LabelMaturity(0, window.rows())),
                        performance,
                        new StalenessVerdict.NotEvaluable("no label has arrived"),
                        Optional.of(new WindowContext(signals, Optional.of(cause), earlier, tally))),
                rules.decision());
        WindowVerdict.Ruling ruling = verdict.ruling().orElseThrow();
        earlier.add(0, new EarlierWindow(name, ruling.smallestPValue()));
        tally = ruling.tally();
        return verdict;
    }

    private static TableBins bins(ColumnTable table) {
        TableBins.Builder builder = TableBins.builder();
        for (Map.Entry<String, Column> column : table.columns().entrySet()) {
            if (column.getValue() instanceof NumberColumn numbers) {
                builder.numeric(column.getKey(), numbers.values());
            } else {
                builder.category(column.getKey(), texts((CategoryColumn) column.getValue()));
            }
        }
        return builder.build();
    }

    private static TableProfile profile(TableBins bins, ColumnTable table) {
        TableProfile.Builder builder = TableProfile.builder(bins);
        for (Map.Entry<String, Column> column : table.columns().entrySet()) {
            if (column.getValue() instanceof NumberColumn numbers) {
                builder.numeric(column.getKey(), numbers.values());
            } else {
                builder.category(column.getKey(), texts((CategoryColumn) column.getValue()));
            }
        }
        return builder.build();
    }

    private static @Nullable String[] texts(CategoryColumn column) {
        return IntStream.range(0, column.rows()).mapToObj(column::value).toArray(String[]::new);
    }

    /**
     * What is judged by.
     *
     * @param harm when an estimate counts as harm
     * @param burst when a group counts as a burst
     * @param decision when harm is told
     */
    record Rules(HarmPolicy harm, BurstPolicy burst, DecisionPolicy decision) {
        static Rules standard() {
            return new Rules(HarmPolicy.standard(), BurstPolicy.standard(), DecisionPolicy.standard());
        }
    }
}
