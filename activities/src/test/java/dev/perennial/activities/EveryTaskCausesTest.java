package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.monitoring.cause.Cause;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.cause.Remedy;
import dev.perennial.monitoring.decision.ObjectiveOutcome;
import dev.perennial.monitoring.integrity.RowFinding;
import dev.perennial.monitoring.integrity.ValueFinding;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.report.BiasSection;
import dev.perennial.monitoring.report.IntegritySection;
import dev.perennial.monitoring.slices.SliceFinding;
import dev.perennial.monitoring.slices.SliceMetric;
import dev.perennial.monitoring.slices.SliceOutcome;
import dev.perennial.monitoring.slices.SliceReport;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.alert.AlertStep;
import dev.perennial.workflows.monitor.MonitorActivities.WindowForecast;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.OutcomeEstimateReport;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import dev.perennial.workflows.monitor.ReportSections;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What windows of a quantity, or of one of several classes, show beside their objectives. */
class EveryTaskCausesTest extends EveryTaskWatching {
    private static final int[] WEEK = {35, 36, 37, 38, 39, 40, 41, 43};
    private static final String SAID = "3 * size AS _score, ";
    private static final String SAID_CLASS =
            "0.7 AS _score, 'low' AS _predicted_class, 0.7 AS _p_low, 0.2 AS _p_middle, 0.1 AS _p_high, ";
    private static final String LAW =
            "CASE WHEN size + noise < 3 THEN 'low' WHEN size + noise < 7 THEN 'middle' ELSE 'high' END";
    private static final String SLICED =
            "  slices: [kind, {name: small, where: size < 1}, {name: none, where: size > 50}]\n";

    @Test
    void harmOfAScaledFeatureIsAFaultAndNoReasonToRetrain() throws SQLException, IOException {
        registry.applySpec(declared(QUANTITY, "{metric: rmse, worseThanReferenceBy: 10 %}"), "apply", ADA);
        watch("3 * size + noise");
        serveAs("100 * size AS size, kind", SAID, "3 * size + noise AS _label", WEEK);

        WindowJudgement judgement = judged(35);

        assertThat(judgement.verdict()).isEqualTo("harm");
        assertThat(judgement.suggestion()).isEmpty();
        OutcomeWindowReport report = report(judgement);
        CauseFinding cause = report.verdict().ruling().cause().orElseThrow();
        assertThat(cause.cause()).isEqualTo(Cause.PIPELINE_FAULT);
        assertThat(cause.remedy()).isEqualTo(Remedy.FIX);
        assertThat(cause.because()).contains("size").contains("100");
        assertThat(integrity(report).findings())
                .extracting(IntegritySection.Told::finding)
                .hasAtLeastOneElementOfType(ValueFinding.ScaleChanged.class);
        List<AlertStep> steps = activities.monitor().alerts(MODEL, judgement).steps();
        assertThat(steps.toString()).contains("cause=rmse").contains("cause=pipeline-fault");
        assertThat(undescribed(judgement)).isEmpty();
    }

    @Test
    void aFaultIsToldWhenTheWindowClosesBeforeAnyLabel() throws SQLException, IOException {
        registry.applySpec(declared(QUANTITY, "{metric: rmse, worseThanReferenceBy: 10 %}"), "apply", ADA);
        watch("3 * size + noise");
        serveAs("100 * size AS size, kind", SAID, "NULL::DOUBLE AS _label", 35, 36, 37, 38, 39, 40, 41, 42);
        TimeWindow window = TimeWindow.startingAt(SERVED_FROM, Duration.ofDays(7));

        WindowForecast forecast = activities.monitor().estimate(MODEL, window);

        assertThat(forecast.because())
                .contains("; the cause is a fault of the data pipeline (fix): size ")
                .contains("100");
        assertThat(activities.monitor().estimateAlerts(MODEL, forecast).steps())
                .singleElement()
                .asString()
                .contains("cause=pipeline-fault");
        assertThat(registry.document(forecast.report(), OutcomeEstimateReport.class)
                        .verdict()
                        .ruling()
                        .cause()
                        .map(CauseFinding::remedy))
                .contains(Remedy.FIX);
    }

    @Test
    void aFeatureThatBecameConstantIsAFaultEvenWithoutHarm() throws SQLException, IOException {
        registry.applySpec(declared(CLASSES, "{metric: log-loss, worseThanReferenceBy: 20 %}"), "apply", ADA);
        watch(LAW);
        serveAs("size, 'a' AS kind", SAID_CLASS, LAW + " AS _class", WEEK);

        WindowJudgement judgement = judged(35);

        assertThat(judgement.verdict()).as(judgement.because()).isEqualTo("drift-recorded");
        assertThat(judgement.because())
                .contains("the cause is a fault of the data pipeline (fix): kind holds one value");
        OutcomeWindowReport report = report(judgement);
        assertThat(integrity(report).findings())
                .extracting(IntegritySection.Told::finding)
                .hasAtLeastOneElementOfType(ValueFinding.BecameConstant.class);
        List<AlertStep> steps = activities.monitor().alerts(MODEL, judgement).steps();
        assertThat(steps).singleElement().asString().contains("cause=pipeline-fault");
        assertThat(undescribed(judgement)).isEmpty();
    }

    @Test
    void harmOfOtherInputsIsToldFromHarmOfAnotherLaw() throws SQLException {
        registry.applySpec(declared(QUANTITY, "{metric: rmse, worseThanReferenceBy: 10 %}"), "apply", ADA);
        String law = "3 * x + noise * CASE WHEN x > 5 THEN 4 ELSE 1 END";
        watch(law.replace("x", "size"));
        String larger = "(10 * sqrt(size / 10))";
        serveAs(larger + " AS size, kind", SAID, law.replace("x", larger) + " AS _label", WEEK);

        WindowJudgement judgement = judged(35);

        assertThat(judgement.verdict()).isEqualTo("harm");
        CauseFinding cause = report(judgement).verdict().ruling().cause().orElseThrow();
        assertThat(cause.cause()).as(cause.because()).isEqualTo(Cause.COVARIATE_SHIFT);
        assertThat(cause.because()).contains("size").contains("labels are as they were");
        assertThat(judgement.suggestion()).contains(RetrainSpec.Trigger.HARM);
    }

    @Test
    void rowsAreHeldAgainstRangesAndKnownValues() throws SQLException {
        registry.applySpec(
                declared(
                        QUANTITY.replace("{name: size, type: number}", "{name: size, type: number, range: [0, 10]}"),
                        "{metric: rmse, worseThanReferenceBy: 10 %}"),
                "apply",
                ADA);
        watch("3 * size + noise");
        String features = "CASE WHEN hash(_prediction_id) % 10 = 0 THEN 1e6 WHEN hash(_prediction_id) % 4 = 0 THEN NULL"
                + " ELSE size END AS size, CASE WHEN hash(_prediction_id) % 5 = 0 THEN 'other' ELSE kind END AS kind";
        serveAs(features, SAID, "3 * size + noise AS _label", WEEK);

        assertThat(integrity(report(judged(35))).findings())
                .extracting(IntegritySection.Told::finding)
                .hasAtLeastOneElementOfType(ValueFinding.OutOfRange.class)
                .hasAtLeastOneElementOfType(ValueFinding.MissingChanged.class)
                .hasAtLeastOneElementOfType(ValueFinding.NewCategories.class);
    }

    @Test
    void aFeatureThatIsNotRefreshedAndAWindowThatIsHalfEmptyAreTold() throws SQLException, IOException {
        registry.applySpec(
                declared(
                        QUANTITY.replace("{name: size, type: number}", "{name: size, type: number, staleAfter: P2D}"),
                        "{metric: rmse, worseThanReferenceBy: 10 %}"),
                "apply",
                ADA);
        watch("3 * size + noise");
        String label = "3 * size + noise AS _label";
        int last = 35 + 7 * 4;
        for (int day = 35; day < last; day++) {
            serve(SAID, label, day);
        }
        serve(SAID, label, last, last + 5, last + 6, last + 8);
        serveAs("5.0::DOUBLE AS size, kind", SAID, label, last + 1, last + 2, last + 3, last + 4);
        for (int day = 35; day < last; day += 7) {
            assertThat(integrity(looked(day)).findings()).isEmpty();
        }

        IntegritySection stale = integrity(looked(last));

        assertThat(stale.findings())
                .extracting(IntegritySection.Told::finding)
                .hasAtLeastOneElementOfType(ValueFinding.Stale.class);
        serve(SAID, label, last + 7, last + 9, last + 15);
        assertThat(integrity(looked(last + 7)).findings())
                .extracting(IntegritySection.Told::finding)
                .hasAtLeastOneElementOfType(RowFinding.VolumeChanged.class);
    }

    @Test
    void aConstantFeatureThatHarmsSeveralClassesIsNoReasonToRetrain() throws SQLException {
        registry.applySpec(declared(CLASSES, "{metric: log-loss, worseThanReferenceBy: 20 %}"), "apply", ADA);
        watch(LAW);
        serveAs("5.0::DOUBLE AS size, kind", SAID_CLASS, LAW + " AS _class", WEEK);

        WindowJudgement judgement = judged(35);

        assertThat(judgement.verdict()).isEqualTo("harm");
        assertThat(judgement.suggestion()).isEmpty();
        assertThat(report(judgement).verdict().ruling().cause().map(CauseFinding::cause))
                .contains(Cause.PIPELINE_FAULT);
    }

    @Test
    void aHarmedSliceOfAQuantityIsToldWhereTheWholeKeepsItsObjective() throws SQLException, IOException {
        registry.applySpec(
                declared(
                        QUANTITY.replace("  label:", SLICED + "  label:"),
                        "{metric: rmse, worseThanReferenceBy: 60 %}"),
                "apply",
                ADA);
        watch("3 * size + noise");
        serve(SAID, "3 * size + noise * CASE WHEN size < 1 THEN 3 ELSE 1 END AS _label", WEEK);

        WindowJudgement judgement = judged(35);

        OutcomeWindowReport report = report(judgement);
        assertThat(report.verdict().objectives()).singleElement().isInstanceOf(ObjectiveOutcome.Kept.class);
        assertThat(judgement.verdict()).isEqualTo("harm");
        assertThat(judgement.because()).startsWith("rmse of small is worse by ");
        assertThat(judgement.suggestion()).contains(RetrainSpec.Trigger.HARM);
        SliceReport slices = slices(report);
        assertThat(slices.harmed()).extracting(SliceOutcome::name).contains("small");
        SliceOutcome small = slice(slices, "small");
        assertThat(small.metrics())
                .extracting(metric -> metric.window().name().toString())
                .containsExactly("rmse", "mae", "bias");
        assertThat(small.metrics()).allSatisfy(metric -> {
            assertThat(metric.window().estimate()).isInstanceOf(Estimate.Measured.class);
            assertThat(metric.reference().estimate()).isInstanceOf(Estimate.Measured.class);
        });
        assertThat(small.metrics().get(1).againstReference().because()).isEqualTo("it is shown, not judged");
        assertThat(slices.slices())
                .filteredOn(slice -> slice.definition().equals("kind"))
                .hasSize(2);
        assertThat(slices.tested()).isEqualTo(6);
        SliceMetric nothing = slice(slices, "none").metrics().get(0);
        assertThat(nothing.againstReference())
                .isEqualTo(new SliceFinding.NotEvaluable("0 labels, at least 100 are needed", 100));
        List<AlertStep> steps = activities.monitor().alerts(MODEL, judgement).steps();
        assertThat(steps).singleElement().asString().contains("cause=slices");
        assertThat(undescribed(judgement)).isEmpty();
    }

    @Test
    void aHarmedSliceOfSeveralClassesIsToldWhereTheWholeKeepsItsObjective() throws SQLException, IOException {
        registry.applySpec(
                declared(
                        CLASSES.replace("  label:", SLICED + "  label:"),
                        "{metric: accuracy, worseThanReferenceBy: 15 %}"),
                "apply",
                ADA);
        watch(LAW);
        String elsewhere = "CASE WHEN size < 1 THEN 'high' ELSE " + LAW + " END";
        serve(SAID_CLASS, elsewhere + " AS _class", WEEK);

        WindowJudgement judgement = judged(35);

        OutcomeWindowReport report = report(judgement);
        assertThat(report.verdict().objectives()).singleElement().isInstanceOf(ObjectiveOutcome.Kept.class);
        assertThat(judgement.verdict()).isEqualTo("harm");
        assertThat(judgement.because()).startsWith("accuracy of small is worse by ");
        assertThat(slice(slices(report), "small").metrics())
                .extracting(metric -> metric.window().name().toString())
                .containsExactly("accuracy", "log-loss");
        assertThat(undescribed(judgement)).isEmpty();
    }

    @Test
    void withoutTheRowsOfTheReferenceNothingIsComparedWithThem() throws SQLException, IOException {
        registry.applySpec(
                declared(
                        QUANTITY.replace("  label:", SLICED + "  label:"),
                        "{metric: rmse, worseThanReferenceBy: 10 %}"),
                "apply",
                ADA);
        watch("3 * size + noise");
        serve(SAID, "3 * size + 3 * noise AS _label", WEEK);
        Digest heldOut = registry.document(
                        registry.manifest(registry.state(MODEL).requireChampion())
                                .referenceProfile(),
                        OutcomeReference.class)
                .rows()
                .heldOut();
        store.delete("blobs/sha256/" + heldOut.hex().substring(0, 2) + "/" + heldOut);

        assertThat(activities.monitor().awaitingLabels(MODEL).note())
                .isEqualTo("no window of every-task can be estimated");
        WindowJudgement judgement = judged(35);

        assertThat(judgement.verdict()).isEqualTo("harm");
        OutcomeWindowReport report = report(judgement);
        ReportSections sections = report.sections().orElseThrow();
        assertThat(sections.integrity()).isEmpty();
        assertThat(sections.slices()).isEmpty();
        assertThat(sections.history()).isPresent();
        assertThat(report.verdict().ruling().cause().map(CauseFinding::cause)).contains(Cause.UNKNOWN);
        assertThat(report.notes()).anyMatch(note -> note.contains("are not stored any more"));
        assertThat(undescribed(judgement)).isEmpty();
    }

    @Test
    void groupsOfAQuantityThatAreAnsweredWrongAreTold() throws SQLException, IOException {
        registry.applySpec(
                declared(
                        QUANTITY.replace("  label:", "  sensitive: [kind]\n  label:"),
                        "{metric: rmse, worseThanReferenceBy: 10 %}"),
                "apply",
                ADA);
        watch("3 * size + noise");
        serve(SAID, "3 * size + noise + CASE kind WHEN 'b' THEN 2 ELSE 0 END AS _label", WEEK);

        WindowJudgement judgement = judged(35);

        BiasSection bias = report(judgement).sections().orElseThrow().bias().orElseThrow();
        assertThat(bias.because()).singleElement().asString().startsWith("mean-error of kind b against a: -");
        assertThat(undescribed(judgement)).isEmpty();
    }

    @Test
    void groupsOfSeveralClassesThatAreAnsweredWrongAreTold() throws SQLException, IOException {
        registry.applySpec(
                declared(
                        CLASSES.replace("  label:", "  sensitive: [kind]\n  label:"),
                        "{metric: accuracy, worseThanReferenceBy: 10 %}"),
                "apply",
                ADA);
        watch(LAW);
        serve(SAID_CLASS, "CASE WHEN kind = 'b' AND size > 8 THEN 'low' ELSE " + LAW + " END AS _class", WEEK);

        WindowJudgement judgement = judged(35);

        BiasSection bias = report(judgement).sections().orElseThrow().bias().orElseThrow();
        assertThat(bias.because())
                .anyMatch(sentence -> sentence.startsWith("accuracy of kind b against a: -0."))
                .anyMatch(sentence -> sentence.startsWith("true-positive-rate of answer low of kind b against a: -0."));
        assertThat(undescribed(judgement)).isEmpty();
    }

    private static IntegritySection integrity(OutcomeWindowReport report) {
        return report.sections().orElseThrow().integrity().orElseThrow();
    }

    private static SliceReport slices(OutcomeWindowReport report) {
        return report.sections().orElseThrow().slices().orElseThrow().report();
    }

    private static SliceOutcome slice(SliceReport report, String name) {
        return report.slices().stream()
                .filter(slice -> slice.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
