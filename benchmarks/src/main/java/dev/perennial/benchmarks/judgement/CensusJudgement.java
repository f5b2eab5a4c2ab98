package dev.perennial.benchmarks.judgement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.BurstPolicy;
import dev.perennial.monitoring.cause.BurstSearch;
import dev.perennial.monitoring.cause.Cause;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.cause.Region;
import dev.perennial.monitoring.cause.Remedy;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.DecisionPolicy;
import dev.perennial.monitoring.decision.EarlierWindow;
import dev.perennial.monitoring.decision.HarmSignal;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.decision.WindowContext;
import dev.perennial.monitoring.decision.WindowDecision;
import dev.perennial.monitoring.decision.WindowEvidence;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
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
import dev.perennial.monitoring.table.ColumnTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * US Census employment of Massachusetts, judged without labels in windows of 5,000 rows by the default policies. A window
 * is harmful when its realised accuracy is below what NannyML holds for normal.
 */
final class CensusJudgement {
    private static final int WINDOW = 5000;
    private static final List<String> CATEGORIES = List.of(
            "SCHL",
            "MAR",
            "RELP",
            "DIS",
            "ESP",
            "CIT",
            "MIG",
            "MIL",
            "ANC",
            "NATIVITY",
            "DEAR",
            "DEYE",
            "DREM",
            "SEX",
            "RAC1P");
    private static final List<EstimatedMetric> JUDGED =
            List.of(EstimatedMetric.ACCURACY, EstimatedMetric.AUC, EstimatedMetric.LOG_LOSS, EstimatedMetric.BRIER);
    private static final Map<EstimatedMetric, Double> CONFIDENCE_BASED =
            Map.of(EstimatedMetric.ACCURACY, 0.00514, EstimatedMetric.F1, 0.00656, EstimatedMetric.AUC, 0.00404);
    private static final Map<EstimatedMetric, String> PEERS_NAMES =
            Map.of(EstimatedMetric.ACCURACY, "accuracy", EstimatedMetric.F1, "f1", EstimatedMetric.AUC, "roc_auc");

    private final PrintStream out;
    private final GzippedTable analysis;
    private final List<JsonNode> realised;
    private final EstimatorReference estimator;
    private final ColumnTable reference;
    private final TableBins bins;
    private final TableProfile profile;
    private final BinaryPerformance performance;

    private CensusJudgement(PrintStream out, Path shared) throws IOException {
        this.out = out;
        Path data = shared.resolve("data");
        GzippedTable before = GzippedTable.read(data.resolve("employment_MA_reference.csv.gz"));
        analysis = GzippedTable.read(data.resolve("employment_MA_analysis.csv.gz"));
        realised = realised(shared.resolve("oracles").resolve("nannyml_0.13.1_us_census_ma_chunk5000.json"));
        reference = features(before);
        double[] scores = before.numbers("predicted_probability");
        boolean[] labels = before.ones("employed");
        estimator = EstimatorReference.binary(
                ScoredRows.decided(reference, scores, before.ones("prediction")),
                labels,
                EstimationOptions.forWindowsOf(WINDOW));
        bins = bins(before);
        profile = profile(before, IntStream.range(0, before.rows()).toArray());
        performance = BinaryPerformance.measure(scores, labels);
    }

    static void run(PrintStream out, Path shared, Verdicts verdicts) throws IOException {
        new CensusJudgement(out, shared).run(verdicts);
    }

    private void run(Verdicts verdicts) {
        out.println();
        out.println("US Census MA, windows of 5,000 rows, judged without labels");
        out.printf(
                "%-7s %-17s %-7s %-8s %-9s %-9s %s%n",
                "window", "verdict", "told", "harmful", "estimate", "realised", "cause");
        ColumnTable all = features(analysis);
        double[] scores = analysis.numbers("predicted_probability");
        boolean[] decisions = analysis.ones("prediction");
        Score score = new Score();
        List<EarlierWindow> earlier = new ArrayList<>();
        AlarmTally tally = AlarmTally.empty();
        for (int window = 0; window < realised.size(); window++) {
            int[] rows = IntStream.range(WINDOW * window, Math.min(WINDOW * (window + 1), analysis.rows()))
                    .toArray();
            ColumnTable part = all.select(rows);
            WindowEstimate estimate = estimator.estimate(ScoredRows.decided(
                    part, IntStream.of(rows).mapToDouble(row -> scores[row]).toArray(), pick(decisions, rows)));
            WindowVerdict verdict = verdict(part, rows, estimate, earlier, tally);
            earlier.add(
                    0,
                    new EarlierWindow(
                            "window " + window, verdict.ruling().orElseThrow().smallestPValue()));
            tally = verdict.ruling().orElseThrow().tally();
            score.add(verdict, realised.get(window), estimate);
            print(window, verdict, estimate);
        }
        score.judge(verdicts);
    }

    private WindowVerdict verdict(
            ColumnTable part, int[] rows, WindowEstimate estimate, List<EarlierWindow> earlier, AlarmTally tally) {
        List<HarmSignal> signals = JUDGED.stream()
                .flatMap(metric -> estimator.limit(metric).stream())
                .map(limit -> HarmJudgement.judge(estimate, limit, HarmPolicy.standard()))
                .flatMap(found -> HarmSignal.of(found).stream())
                .toList();
        DriftAssessment drift = DriftAssessment.assess(profile, profile(analysis, rows), DriftPolicy.standard());
        CauseEvidence cause = new CauseEvidence(
                List.of(),
                BurstSearch.find(reference, part, BurstPolicy.standard()),
                new LabelChange.NotEvaluable("no label has arrived"),
                drift.drifted().stream().map(ColumnDrift.Drifted::column).toList(),
                CauseEvidence.Harm.NONE,
                CauseEvidence.Onset.WITHIN_TERM);
        return WindowDecision.decide(
                new WindowEvidence(
                        drift,
                        BinaryPerformance.measure(new double[0], new boolean[0], new LabelMaturity(0, rows.length)),
                        performance,
                        new StalenessVerdict.NotEvaluable("no label has arrived"),
                        Optional.of(new WindowContext(signals, Optional.of(cause), earlier, tally))),
                DecisionPolicy.standard());
    }

    private void print(int window, WindowVerdict verdict, WindowEstimate estimate) {
        CauseFinding cause = verdict.ruling().orElseThrow().cause().orElseThrow();
        if (verdict.word() == Word.PRESUMED_HEALTHY && !harmful(realised.get(window))) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%-7d %-17s %-7s %-8s %-9s %-9.4f %s%n",
                window,
                verdict.word().label(),
                verdict.ruling().orElseThrow().severity().label(),
                harmful(realised.get(window)) ? "yes" : "no",
                estimate.of(EstimatedMetric.ACCURACY)
                        .numbers()
                        .map(numbers -> String.format(Locale.ROOT, "%.4f", numbers.value()))
                        .orElse("none"),
                realised.get(window).required("accuracy__value").asDouble(),
                cause.label() + ": " + cause.because());
    }

    private static boolean harmful(JsonNode window) {
        return window.required("accuracy__value").asDouble()
                < window.required("accuracy__lower_threshold").asDouble();
    }

    private static List<JsonNode> realised(Path oracle) throws IOException {
        List<JsonNode> windows = new ArrayList<>();
        for (JsonNode window : new ObjectMapper().readTree(oracle.toFile()).required("realized")) {
            if ("analysis".equals(window.required("chunk__period").asText())) {
                windows.add(window);
            }
        }
        return windows;
    }

    private static ColumnTable features(GzippedTable table) {
        ColumnTable.Builder builder = ColumnTable.builder(table.rows()).numbers("AGEP", table.numbers("AGEP"));
        CATEGORIES.forEach(name -> builder.categories(name, table.texts(name)));
        return builder.build();
    }

    private static TableBins bins(GzippedTable table) {
        TableBins.Builder builder = TableBins.builder().numeric("AGEP", table.numbers("AGEP"));
        CATEGORIES.forEach(name -> builder.category(name, table.texts(name)));
        return builder.build();
    }

    private TableProfile profile(GzippedTable table, int[] rows) {
        double[] ages = table.numbers("AGEP");
        TableProfile.Builder builder = TableProfile.builder(bins)
                .numeric(
                        "AGEP", IntStream.of(rows).mapToDouble(row -> ages[row]).toArray());
        for (String name : CATEGORIES) {
            String[] texts = table.texts(name);
            builder.category(
                    name, IntStream.of(rows).mapToObj(row -> texts[row]).toArray(String[]::new));
        }
        return builder.build();
    }

    private static boolean[] pick(boolean[] values, int[] rows) {
        boolean[] picked = new boolean[rows.length];
        for (int at = 0; at < rows.length; at++) {
            picked[at] = values[rows[at]];
        }
        return picked;
    }

    /** How often the judgement was right, and how far estimates were from what labels then showed. */
    private static final class Score {
        private final Map<EstimatedMetric, Double> errors = new LinkedHashMap<>();
        private int windows;
        private int alarms;
        private int right;
        private int harmful;
        private int quarters;

        void add(WindowVerdict verdict, JsonNode realised, WindowEstimate estimate) {
            windows++;
            boolean harm = harmful(realised);
            harmful += harm ? 1 : 0;
            if (verdict.word() == Word.HARM_ESTIMATED) {
                alarms++;
                right += harm ? 1 : 0;
            }
            CauseFinding cause = verdict.ruling().orElseThrow().cause().orElseThrow();
            if (harm
                    && cause.cause() == Cause.SUBPOPULATION_BURST
                    && cause.remedy() == Remedy.QUARANTINE
                    && cause.evidence().burst() instanceof Burst.Found burst
                    && burst.region().equals(new Region("RELP", List.of("16", "17")))) {
                quarters++;
            }
            PEERS_NAMES.forEach((metric, name) -> estimate.of(metric)
                    .numbers()
                    .ifPresent(numbers -> errors.merge(
                            metric,
                            Math.abs(numbers.value()
                                    - realised.required(name + "__value").asDouble()),
                            Double::sum)));
        }

        void judge(Verdicts verdicts) {
            verdicts.atLeast("Census: harmful windows found", right, harmful, "%.0f of " + harmful);
            verdicts.atLeast(
                    "Census: precision at least .90",
                    alarms == 0 ? 0 : (double) right / alarms,
                    0.9,
                    "%.2f of " + alarms + " alarms in " + windows + " windows");
            verdicts.atLeast(
                    "Census: the cause is group quarters (RELP 16, 17), to be quarantined",
                    quarters,
                    harmful,
                    "%.0f of " + harmful);
            for (EstimatedMetric metric : List.of(EstimatedMetric.ACCURACY, EstimatedMetric.F1, EstimatedMetric.AUC)) {
                verdicts.atMost(
                        "Census: mean error of " + metric.label() + " without labels at most "
                                + CONFIDENCE_BASED.get(metric),
                        errors.getOrDefault(metric, Double.MAX_VALUE) / windows,
                        CONFIDENCE_BASED.getOrDefault(metric, 0.0),
                        "%.5f");
            }
        }
    }
}
