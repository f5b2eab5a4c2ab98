package dev.perennial.benchmarks.judgement;

import dev.perennial.activities.training.CandidateTrainer;
import dev.perennial.activities.training.LabelledTable;
import dev.perennial.activities.training.Progress;
import dev.perennial.benchmarks.judgement.LabelFreeJudge.Rules;
import dev.perennial.benchmarks.judgement.LabelFreeTrial.Labelled;
import dev.perennial.benchmarks.judgement.LabelFreeTrial.Score;
import dev.perennial.monitoring.cause.BurstPolicy;
import dev.perennial.monitoring.decision.DecisionPolicy;
import dev.perennial.monitoring.estimation.HarmPolicy;
import dev.perennial.monitoring.estimation.ScoredRows;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.FeatureTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Judgement without labels on other data than the defaults were made for: other questions asked of the census
 * rows, each by a model of its own, and simulated windows of seven kinds. Besides, what halving and doubling each constant
 * does to all of them. Harm is any of four metrics beyond three deviations of what the reference's windows achieved.
 */
final class HeldOut {
    private static final int CENSUS_WINDOW = 5000;
    private static final int CENSUS_REFERENCE = 40_000;

    private HeldOut() {}

    static void run(PrintStream out, Path shared, LabelFreeTrial employment) throws IOException {
        List<LabelFreeTrial> others = new ArrayList<>();
        CensusRows before = CensusRows.reference(shared.resolve("data"));
        CensusRows after = CensusRows.analysis(shared.resolve("data"));
        others.add(question("married", before, after, List.of("MAR"), "1"::equals));
        others.add(question("disabled", before, after, List.of("DIS", "DEAR", "DEYE", "DREM"), "1"::equals));
        others.add(question("moved", before, after, List.of("MIG"), text -> !"1".equals(text)));
        others.add(question("college", before, after, List.of("SCHL"), HeldOut::college));
        for (int rows : new int[] {1000, 4000}) {
            others.add(simulated(rows));
        }
        out.println();
        out.println("Judged without labels, on other data than the defaults were made for");
        out.println(Score.header());
        others.forEach(trial -> out.println(trial.score(Rules.standard()).line()));
        out.println();
        out.println("The same with other constants: US Census employment, and the sum of the others");
        out.println(Score.header());
        variants().forEach((name, rules) -> {
            out.println(named(name + ": census", employment.score(rules)).line());
            out.println(Score.sum(
                            name + ": others",
                            others.stream().map(trial -> trial.score(rules)).toArray(Score[]::new))
                    .line());
        });
    }

    private static Score named(String name, Score score) {
        return new Score(name, score.windows(), score.harmed(), score.alarms(), score.right());
    }

    private static Map<String, Rules> variants() {
        Map<String, Rules> variants = new LinkedHashMap<>();
        variants.put("default", Rules.standard());
        for (double factor : new double[] {0.5, 2}) {
            String by = factor < 1 ? " halved" : " doubled";
            variants.put("likely" + (factor < 1 ? " .25" : " .75"), harm(factor < 1 ? 0.5 : 1.5, 1, 1));
            variants.put("suspected" + by, harm(1, factor, 1));
            variants.put("standard errors" + by, harm(1, 1, factor));
            variants.put("burst: largest share" + by, burst(factor, 1, 1));
            variants.put("burst: least growth" + by, burst(1, factor, 1));
            variants.put("burst: unexplained" + by, burst(1, 1, factor));
        }
        return variants;
    }

    private static Rules harm(double likely, double suspected, double sigmas) {
        HarmPolicy standard = HarmPolicy.standard();
        return new Rules(
                new HarmPolicy(
                        standard.likely() * likely,
                        Math.min(standard.likely() * likely, standard.suspected() * suspected),
                        standard.sigmas() * sigmas),
                BurstPolicy.standard(),
                DecisionPolicy.standard());
    }

    private static Rules burst(double share, double growth, double unexplained) {
        BurstPolicy standard = BurstPolicy.standard();
        return new Rules(
                HarmPolicy.standard(),
                new BurstPolicy(
                        standard.largestReferenceShare() * share,
                        standard.leastGrowth() * growth,
                        1 - unexplained * (1 - standard.leastExplained()),
                        standard.minimumRows()),
                DecisionPolicy.standard());
    }

    private static boolean college(String schooling) {
        return !schooling.isEmpty() && Double.parseDouble(schooling) >= 20;
    }

    /* The rows before the last 40,000 of the reference train the model. */
    private static LabelFreeTrial question(
            String name, CensusRows before, CensusRows after, List<String> asked, Predicate<String> kind) {
        int trained = before.rows() - CENSUS_REFERENCE;
        FeatureTable features = before.features(asked);
        boolean[] labels = before.where(asked.get(0), kind);
        CompiledModel model = model(features.select(IntStream.range(0, trained).toArray()), labels);
        Labelled all =
                new Labelled(ScoredRows.decidedFrom(0.5, before.columns(asked), model.scoreAll(features)), labels);
        return LabelFreeTrial.of(
                "US Census, " + name,
                all.select(IntStream.range(trained, before.rows()).toArray()),
                new Labelled(
                        ScoredRows.decidedFrom(0.5, after.columns(asked), model.scoreAll(after.features(asked))),
                        after.where(asked.get(0), kind)),
                CENSUS_WINDOW,
                LabelFreeTrial::beyondAnyLimit);
    }

    private static LabelFreeTrial simulated(int rows) {
        SimulatedRows.Source source = new SimulatedRows.Source(rows);
        SimulatedRows training = source.unchanged(10_000);
        CompiledModel model = model(training.features(), training.labels());
        return LabelFreeTrial.of(
                "simulated, windows of " + rows,
                source.unchanged(30_000).scored(model),
                source.windows(70, rows).scored(model),
                rows,
                LabelFreeTrial::beyondAnyLimit);
    }

    /* The labels may go on beyond the rows. */
    private static CompiledModel model(FeatureTable features, boolean[] labels) {
        boolean[] known = new boolean[features.rows()];
        System.arraycopy(labels, 0, known, 0, known.length);
        return new CandidateTrainer()
                .train(
                        new CandidateRecipe("gradient-boosting", new TreeMap<>(Map.of("trees", 80.0))),
                        new LabelledTable(features, known, new long[known.length]),
                        1,
                        Progress.ignored())
                .compiled();
    }
}
