package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.Outputs;
import dev.perennial.workflows.retrain.EvidenceBundle;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import dev.perennial.workflows.retrain.RetrainRequest;
import dev.perennial.workflows.rollout.RolloutActivities.Judgement;
import dev.perennial.workflows.rollout.RolloutActivities.Verdict;
import dev.perennial.workflows.rollout.RolloutRequest;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of models that say a quantity, or one of several classes, from a table to a version with its evidence. */
class EveryTaskRetrainingTest extends EveryTaskSetting {
    @Test
    void aQuantityIsTrainedProvenBySquaredErrorAndBeatenByWhoKnowsTheNewLaw() throws SQLException {
        registry.applySpec(QUANTITY, "apply", ADA);
        Finished first = run("first", table("3 * size + CASE kind WHEN 'a' THEN 5 ELSE 0 END + noise"));
        assertThat(first.validation().passed()).as(first.validation().because()).isTrue();
        assertThat(first.validation().because()).startsWith("squared error against the no-skill baseline: advantage +");
        assertThat(first.validation().best().recipe().algorithm()).isEqualTo("linear");
        // The noise is uniform from -1 to 1: its deviation is what nobody can predict.
        assertThat(first.validation().numbers().get("rmse")).isCloseTo(1 / Math.sqrt(3), within(0.05));
        assertThat(first.candidates())
                .hasSize(3)
                .allSatisfy(
                        candidate -> assertThat(candidate.goldenDifference()).isLessThan(1e-4));
        VersionManifest manifest = registry.manifest(first.registered().version());
        CompiledModel model =
                CompiledModelFormat.read(registry.blob(manifest.compiledModel()).orElseThrow());
        assertThat(model.outputs()).isEqualTo(Outputs.value());
        assertThat(model.score(new FeatureRow(model.schema()).setNumber(0, 2).setCategory(1, "a")))
                .isCloseTo(11, within(0.3));
        OutcomeReference reference = registry.document(manifest.referenceProfile(), OutcomeReference.class);
        assertThat(reference.performance().metrics()).isNotEmpty();
        assertThat(reference.labelVariance()).isGreaterThan(10);
        activities.retrain().bootstrap(first.plan(), first.registered().version(), first.validation());

        Finished same = run("same", table("3 * size + CASE kind WHEN 'a' THEN 5 ELSE 0 END + noise + 0"));
        assertThat(same.validation().passed()).isFalse();
        assertThat(same.validation().because()).startsWith("squared error not proved better than the champion's");
        Finished changed = run("changed", table("-2 * size + noise"));
        assertThat(changed.validation().passed())
                .as(changed.validation().because())
                .isTrue();
        assertThat(changed.validation().because()).startsWith("squared error against the champion: advantage +");
        EvidenceBundle bundle = registry.document(changed.registered().evidence(), EvidenceBundle.class);
        assertThat(bundle.validation().championMetrics().get("rmse")).isGreaterThan(20);
    }

    @Test
    void severalClassesAreTrainedAndProvenByLogLoss() throws SQLException {
        registry.applySpec(CLASSES, "apply", ADA);
        String law =
                "CASE WHEN size + 2 * noise < 3 THEN 'low' WHEN size + 2 * noise < 7 THEN 'middle' ELSE 'high' END";
        Finished first = run("first", table(law));
        assertThat(first.validation().passed()).as(first.validation().because()).isTrue();
        assertThat(first.validation().because()).startsWith("log loss against the no-skill baseline: advantage +");
        assertThat(first.validation().numbers().get("accuracy")).isGreaterThan(0.7);
        VersionManifest manifest = registry.manifest(first.registered().version());
        CompiledModel model =
                CompiledModelFormat.read(registry.blob(manifest.compiledModel()).orElseThrow());
        double[] probabilities = new double[3];
        model.score(new FeatureRow(model.schema()).setNumber(0, 9.9).setCategory(1, "a"), probabilities);
        assertThat(model.outputs()).isEqualTo(Outputs.classes(List.of("low", "middle", "high")));
        assertThat(probabilities[2]).isGreaterThan(0.9);
        activities.retrain().bootstrap(first.plan(), first.registered().version(), first.validation());

        // The declaration is reordered and gets a class; the champion, which knows neither, is compared all the same.
        registry.applySpec(CLASSES.replace("[low, middle, high]", "[high, low, middle, top]"), "apply again", ADA);
        Finished changed = run(
                "changed",
                table("CASE WHEN size + 2 * noise < 2 THEN 'top' WHEN size + 2 * noise < 5 THEN 'high'"
                        + " WHEN size + 2 * noise < 8 THEN 'middle' ELSE 'low' END"));
        assertThat(changed.validation().passed())
                .as(changed.validation().because())
                .isTrue();
        assertThat(changed.validation().because()).startsWith("log loss against the champion: advantage +");
    }

    @Test
    void aTableWithoutAnyDifferenceInItsLabelsTeachesNothing() throws SQLException {
        registry.applySpec(QUANTITY, "apply", ADA);
        RetrainRequest request = request("flat", table("17.5 + 0 * noise"));
        Snapshot snapshot = activities.retrain().snapshot(activities.retrain().plan(request));
        assertThat(snapshot.problem())
                .hasValueSatisfying(problem -> assertThat(problem).endsWith(" are 17.5"));
    }

    @Test
    void aRolloutOfAQuantityIsJudgedByTheScaledSquaredError() throws SQLException {
        registry.applySpec(QUANTITY, "apply", ADA);
        RolloutRequest request = secondVersion("3 * size + noise");
        String said = "3 * size AS _score, ";
        String label = "3 * size + noise AS _label";
        serve(35, said + "NULL::INTEGER AS _paired_version, NULL::DOUBLE AS _paired_score", label);
        TrafficPlan shadow = activities.rollout().enterStep(request, 0).orElseThrow();
        for (int day = 36; day < 41; day++) {
            serve(day, said + "2 AS _paired_version, 3 * size + noise / 20 AS _paired_score", label);
        }
        Judgement alike = activities.rollout().judge(request, shadow);
        assertThat(alike.verdict()).as(alike.because()).isEqualTo(Verdict.ADVANCE);
        assertThat(alike.because()).startsWith("not worse: scaled squared-error advantage +");
        assertThat(alike.numbers()).containsEntry("canary-failures", 0.0);
        for (int day = 41; day < 44; day++) {
            serve(day, said + "2 AS _paired_version, 3 * size + 30 * noise AS _paired_score", label);
        }
        Judgement worse = activities.rollout().judge(request, shadow);
        assertThat(worse.verdict()).as(worse.because()).isEqualTo(Verdict.ROLL_BACK);
        assertThat(worse.because()).contains("the canary's scaled squared error is worse by ");
    }

    @Test
    void aRolloutOfSeveralClassesIsJudgedByTheBrierScoreOfAllOfThem() throws SQLException {
        registry.applySpec(CLASSES, "apply", ADA);
        RolloutRequest request = secondVersion(
                "CASE WHEN size + noise < 3 THEN 'low' WHEN size + noise < 7 THEN 'middle' ELSE 'high' END");
        String said = "0.7 AS _score, 'low' AS _predicted_class, 0.7 AS _p_low, 0.2 AS _p_middle, 0.1 AS _p_high, ";
        String label = "CASE WHEN size < 7 THEN 'low' WHEN size < 9 THEN 'middle' ELSE 'high' END AS _class";
        serve(35, said + "NULL::INTEGER AS _paired_version, NULL::DOUBLE AS _paired_score", label);
        TrafficPlan shadow = activities.rollout().enterStep(request, 0).orElseThrow();
        String alike = "2 AS _paired_version, 0.69 AS _paired_score,"
                + " 0.69 AS _paired_p_low, 0.21 AS _paired_p_middle, 0.1 AS _paired_p_high";
        for (int day = 36; day < 41; day++) {
            serve(day, said + alike, label);
        }
        Judgement first = activities.rollout().judge(request, shadow);
        assertThat(first.verdict()).as(first.because()).isEqualTo(Verdict.ADVANCE);
        for (int day = 41; day < 44; day++) {
            serve(
                    day,
                    said + alike.replace("0.69", "0.1").replace("0.1 AS _paired_p_high", "0.69 AS _paired_p_high"),
                    label);
        }
        Judgement worse = activities.rollout().judge(request, shadow);
        assertThat(worse.verdict()).as(worse.because()).isEqualTo(Verdict.ROLL_BACK);
        assertThat(worse.because()).contains("the canary's Brier score is worse by ");
    }
}
