package dev.perennial.benchmarks.judgement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.benchmarks.judgement.LabelFreeJudge.Rules;
import dev.perennial.benchmarks.judgement.LabelFreeTrial.Score;
import dev.perennial.benchmarks.judgement.LabelFreeTrial.Window;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.Cause;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.cause.Region;
import dev.perennial.monitoring.cause.Remedy;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * US Census employment of Massachusetts, judged without labels in windows of 5,000 rows by the default policies. A window
 * is harmful when its realised accuracy is below what NannyML holds for normal.
 */
final class CensusJudgement {
    private static final int WINDOW = 5000;
    private static final Region GROUP_QUARTERS = new Region("RELP", List.of("16", "17"));
    private static final Map<EstimatedMetric, Peer> PEERS = new LinkedHashMap<>();

    static {
        PEERS.put(EstimatedMetric.ACCURACY, new Peer("accuracy", 0.00514, 0.0044));
        PEERS.put(EstimatedMetric.F1, new Peer("f1", 0.00656, 0.0045));
        PEERS.put(EstimatedMetric.AUC, new Peer("roc_auc", 0.00404, 0.0034));
    }

    private final PrintStream out;
    private final List<JsonNode> realised;
    private final LabelFreeTrial trial;

    private CensusJudgement(PrintStream out, List<JsonNode> realised, LabelFreeTrial trial) {
        this.out = out;
        this.realised = realised;
        this.trial = trial;
    }

    /** Judges, and gives the windows to be judged by other rules. */
    static LabelFreeTrial run(PrintStream out, Path shared, Verdicts verdicts) throws IOException {
        List<JsonNode> realised =
                realised(shared.resolve("oracles").resolve("nannyml_0.13.1_us_census_ma_chunk5000.json"));
        Path data = shared.resolve("data");
        LabelFreeTrial trial = LabelFreeTrial.of(
                "US Census, employment",
                CensusRows.reference(data).recorded(),
                CensusRows.analysis(data).recorded(),
                WINDOW,
                (window, rows, judge) -> harmful(realised.get(window)));
        new CensusJudgement(out, realised, trial).run(verdicts);
        return trial;
    }

    private void run(Verdicts verdicts) {
        out.println();
        out.println(
                "US Census MA, windows of 5,000 rows, judged without labels; windows that are neither harmful nor told"
                        + " are left out");
        out.printf(
                "%-7s %-17s %-7s %-8s %-9s %-9s %s%n",
                "window", "verdict", "told", "harmful", "estimate", "realised", "cause");
        List<WindowVerdict> judged = trial.verdicts(Rules.standard());
        for (int window = 0; window < judged.size(); window++) {
            print(window, judged.get(window));
        }
        Score score = Score.of("", trial.windows(), judged);
        verdicts.atLeast("Census: harmful windows found", score.right(), score.harmed(), "%.0f of " + score.harmed());
        verdicts.atLeast(
                "Census: precision at least .90",
                score.precision(),
                0.9,
                "%.2f of " + score.alarms() + " alarms in " + score.windows() + " windows");
        verdicts.atLeast(
                "Census: the cause is group quarters (RELP 16, 17), to be quarantined and not retrained",
                groupQuarters(judged),
                score.harmed(),
                "%.0f of " + score.harmed());
        PEERS.forEach((metric, peer) -> verdicts.atMost(
                String.format(
                        Locale.ROOT,
                        "Census: mean error of %s without labels below %.5f (aim %.4f)",
                        metric.label(),
                        peer.error(),
                        peer.aim()),
                error(metric, peer.name()),
                Math.nextDown(peer.error()),
                "%.5f"));
    }

    private void print(int window, WindowVerdict verdict) {
        Window known = trial.windows().get(window);
        if (verdict.word() == Word.PRESUMED_HEALTHY && !known.harmed()) {
            return;
        }
        CauseFinding cause = verdict.ruling().orElseThrow().cause().orElseThrow();
        out.printf(
                Locale.ROOT,
                "%-7d %-17s %-7s %-8s %-9s %-9.4f %s%n",
                window,
                verdict.word().label(),
                verdict.ruling().orElseThrow().severity().label(),
                known.harmed() ? "yes" : "no",
                known.estimate()
                        .of(EstimatedMetric.ACCURACY)
                        .numbers()
                        .map(numbers -> String.format(Locale.ROOT, "%.4f", numbers.value()))
                        .orElse("none"),
                realised.get(window).required("accuracy__value").asDouble(),
                cause.label() + ": " + cause.because());
    }

    private int groupQuarters(List<WindowVerdict> judged) {
        int found = 0;
        for (int window = 0; window < judged.size(); window++) {
            CauseFinding cause =
                    judged.get(window).ruling().orElseThrow().cause().orElseThrow();
            if (trial.windows().get(window).harmed()
                    && cause.cause() == Cause.SUBPOPULATION_BURST
                    && cause.remedy() == Remedy.QUARANTINE
                    && cause.forbidsRetraining()
                    && cause.evidence().burst() instanceof Burst.Found burst
                    && burst.region().equals(GROUP_QUARTERS)) {
                found++;
            }
        }
        return found;
    }

    private double error(EstimatedMetric metric, String peersName) {
        double sum = 0;
        for (int window = 0; window < realised.size(); window++) {
            double shown = realised.get(window).required(peersName + "__value").asDouble();
            sum += trial.windows()
                    .get(window)
                    .estimate()
                    .of(metric)
                    .numbers()
                    .map(numbers -> Math.abs(numbers.value() - shown))
                    .orElse(1.0);
        }
        return sum / realised.size();
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

    /* What CBPE's mean error is, and what is aimed at. */
    private record Peer(String name, double error, double aim) {}
}
