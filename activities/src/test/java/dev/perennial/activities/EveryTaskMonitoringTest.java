package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.cause.Cause;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.ObjectiveOutcome;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.alert.AlertStep;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import dev.perennial.workflows.monitor.ReportContext;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Windows of models that say a quantity, or one of several classes, from the log to the timeline. */
class EveryTaskMonitoringTest extends EveryTaskWatching {
    @Test
    void aQuantityIsHarmedWhereItsErrorGrowsBeyondItsObjective() throws SQLException, IOException {
        registry.applySpec(
                declared(
                        QUANTITY,
                        "{metric: rmse, worseThanReferenceBy: 10 %, severity: page}",
                        "{metric: mae, above: 0.8, severity: ticket}",
                        "{metric: r2, below: 0.5, severity: log}",
                        "{metric: predictions, below: 100}"),
                "apply",
                ADA);
        watch("3 * size + noise");
        String said = "3 * size AS _score, ";
        String worse = "3 * size + 3 * noise AS _label";
        serve(said, "3 * size + noise AS _label", 35, 36, 37, 38, 39, 40, 41);
        serve(said, worse, 43);
        WindowJudgement good = judged(35);
        assertThat(good.verdict()).as(good.because()).isEqualTo("healthy");
        assertThat(good.because()).startsWith("no objective is broken; ");
        assertThat(good.numbers().get("rmse")).isCloseTo(1 / Math.sqrt(3), within(0.05));
        assertThat(good.suggestion()).isEmpty();
        assertThat(activities.monitor().alerts(MODEL, good).steps()).isEmpty();
        assertThat(sentence(TimelineKind.WINDOW_EVALUATED))
                .startsWith("2013-02-05/P7D: healthy; rmse 0.5")
                .contains(" on 6,300 labelled rows, ");

        serve(said, worse, 42, 44, 45, 46, 47, 48, 50);
        WindowJudgement bad = judged(42);
        assertThat(bad.verdict()).as(bad.because()).isEqualTo("harm");
        assertThat(bad.because()).startsWith("rmse 1.7").contains(" breaks its objective (reference 0.5");
        assertThat(bad.suggestion()).contains(RetrainSpec.Trigger.HARM);
        assertThat(undescribed(good)).isEmpty();
        assertThat(undescribed(bad)).isEmpty();
        OutcomeWindowReport report = registry.document(bad.report(), OutcomeWindowReport.class);
        assertThat(report.verdict().objectives()).singleElement().isInstanceOf(ObjectiveOutcome.Broken.class);
        assertThat(report.previous()).contains(good.report());
        assertThat(report.verdict().ruling().cause().map(CauseFinding::cause)).contains(Cause.CONCEPT_SHIFT);
        assertThat(report.sections().orElseThrow().falseAlarms().orElseThrow().achieved())
                .isEqualTo(new AlarmTally(2, 0, 1));
        assertThat(report.sections().orElseThrow().history().orElseThrow().points())
                .hasSize(2);
        List<AlertStep> steps = activities.monitor().alerts(MODEL, bad).steps();
        assertThat(steps).hasSize(2);
        assertThat(steps.toString())
                .contains("cause=rmse")
                .contains("breaks its limit, at most 0.8")
                .contains(Severity.TICKET.name());
        assertThat(sentence(TimelineKind.HARM_MEASURED)).startsWith("rmse 1.7");
    }

    @Test
    void severalClassesAreHarmedWhereTheirLogLossGrowsBeyondItsObjective() throws SQLException, IOException {
        registry.applySpec(
                declared(
                        CLASSES,
                        "{metric: log-loss, worseThanReferenceBy: 20 %}",
                        "{metric: macro-f1, worseThanReferenceBy: 10 %}",
                        "{metric: macro-recall, below: 70 %}"),
                "apply",
                ADA);
        String law = "CASE WHEN size + noise < 3 THEN 'low' WHEN size + noise < 7 THEN 'middle' ELSE 'high' END";
        watch(law);
        String said = "0.7 AS _score, 'low' AS _predicted_class, 0.7 AS _p_low, 0.2 AS _p_middle, 0.1 AS _p_high, ";
        String other = law.replace("'low'", "'x'").replace("'high'", "'low'").replace("'x'", "'high'") + " AS _class";
        serve(said, law + " AS _class", 35, 36, 37, 38, 39, 40, 41);
        serve(said, other, 43);
        WindowJudgement good = judged(35);
        assertThat(good.verdict()).as(good.because()).isEqualTo("healthy");
        assertThat(good.numbers().get("accuracy")).isGreaterThan(0.8);
        serve(said, other, 42, 44, 45, 46, 47, 48, 50);
        WindowJudgement bad = judged(42);
        assertThat(bad.verdict()).as(bad.because()).isEqualTo("harm");
        assertThat(bad.because()).startsWith("log-loss ").contains("; macro-f1 0.");
        assertThat(activities.monitor().alerts(MODEL, bad).steps().toString())
                .contains("cause=macro-f1,")
                .contains("cause=macro-recall,")
                .contains("at least 0.7");
        assertThat(undescribed(good)).isEmpty();
        assertThat(undescribed(bad)).isEmpty();
    }

    @Test
    void aRegressionThatANewerModelWouldAnswerBetterAsksForARetraining() throws SQLException, IOException {
        registry.applySpec(
                declared(QUANTITY, "{metric: mae, above: 1000}").replace("on: [harm]", "on: [challenger]"),
                "apply",
                ADA);
        watch("3 * size + noise");
        asksForARetrainingInTheThirdWeek("3 * size AS _score, ", "2.8 * size + noise AS _label");
    }

    @Test
    void classesThatANewerModelWouldTellBetterAskForARetraining() throws SQLException, IOException {
        registry.applySpec(
                declared(CLASSES, "{metric: log-loss, above: 1000}").replace("on: [harm]", "on: [challenger]"),
                "apply",
                ADA);
        String law = "CASE WHEN size + noise < 3 THEN 'low' WHEN size + noise < 7 THEN 'middle' ELSE 'high' END";
        watch(law);
        asksForARetrainingInTheThirdWeek(
                "0.7 AS _score, 'low' AS _predicted_class, 0.7 AS _p_low, 0.2 AS _p_middle, 0.1 AS _p_high, ",
                law.replace("< 3", "< 4") + " AS _class");
    }

    private void asksForARetrainingInTheThirdWeek(String said, String label) throws SQLException, IOException {
        serve(said, label, 35, 36, 37, 38, 39, 40, 41, 43);
        WindowJudgement first = judged(35);
        assertThat(first.suggestion()).isEmpty();
        serve(said, label, 42, 44, 45, 46, 47, 48, 50);
        WindowJudgement second = judged(42);
        serve(said, label, 49, 51, 52, 53, 54, 55, 57);
        WindowJudgement third = judged(49);

        OutcomeWindowReport before = report(second);
        OutcomeWindowReport report = report(third);
        assertThat(report(first).staleness().orElseThrow().pooled().rows()).isZero();
        assertThat(before.challenger()).isPresent();
        assertThat(before.staleness().orElseThrow().pooled().rows()).isEqualTo(6300);
        assertThat(report.staleness().orElseThrow().pooled().rows()).isEqualTo(12_600);
        ReportContext context = report.context().orElseThrow();
        assertThat(context.rows().predictions()).isEqualTo(6300);
        assertThat(context.basis().challenger()).isEqualTo(report.challenger());
        assertThat(context.basis().previous().map(ReportContext.Previous::report))
                .contains(second.report());
        assertThat(context.basis().profiles())
                .singleElement()
                .satisfies(profile -> assertThat(registry.blob(profile)).isPresent());
        assertThat(third.verdict()).as(third.because()).isEqualTo("challenger-better");
        assertThat(third.suggestion()).contains(RetrainSpec.Trigger.CHALLENGER);
        assertThat(third.numbers().get("pooled-lower-bound")).isPositive();
        assertThat(sentence(TimelineKind.WINDOW_EVALUATED)).contains("the challenger is better: advantage ");
        TimeWindow overlapping = TimeWindow.startingAt(SERVED_FROM.plus(Duration.ofDays(14)), Duration.ofDays(14));
        WindowJudgement again = activities
                .monitor()
                .evaluate(MODEL, overlapping, activities.monitor().fitChallenger(MODEL, overlapping));
        assertThat(report(again).staleness().orElseThrow().pooled().rows())
                .as("the third week is not pooled twice")
                .isBetween(12_600L, 13_500L);
        assertThat(undescribed(third)).isEmpty();
    }

    @Test
    void tooFewLabelsAreNoAnswer() throws SQLException, IOException {
        registry.applySpec(declared(QUANTITY, "{metric: rmse, worseThanReferenceBy: 10 %}"), "apply", ADA);
        watch("3 * size + noise");
        serve("3 * size AS _score, ", "CASE WHEN size < 3 THEN 3 * size END AS _label", 35, 36, 37, 38, 39, 40, 41, 43);
        WindowJudgement judgement = judged(35);
        assertThat(judgement.verdict()).isEqualTo("not-evaluable");
        assertThat(judgement.because()).contains("labels have arrived, at least 90 % and 200 are needed");
        assertThat(undescribed(judgement)).isEmpty();
    }

    @Test
    void aWindowWithoutRowsIsSilence() throws SQLException, IOException {
        registry.applySpec(
                declared(
                        QUANTITY.replace("  label:", "  slices: [kind]\n  sensitive: [kind]\n  label:"),
                        "{metric: rmse, worseThanReferenceBy: 10 %}"),
                "apply",
                ADA);
        watch("3 * size + noise");
        serve("3 * size AS _score, ", "3 * size + noise AS _label", 43);

        WindowJudgement judgement = judged(35);

        assertThat(judgement.verdict()).isEqualTo("silence");
        assertThat(judgement.suggestion()).isEmpty();
        assertThat(undescribed(judgement)).isEmpty();
    }

    @Test
    void harmThatCameWithAVersionAsksToTakeItBack() throws SQLException {
        registry.applySpec(declared(QUANTITY, "{metric: rmse, worseThanReferenceBy: 10 %}"), "apply", ADA);
        watch("3 * size + noise");
        serve("3 * size AS _score, ", "3 * size + noise AS _label", 35, 36, 37, 38, 39, 40, 41, 43);
        assertThat(judged(35).verdict()).isEqualTo("healthy");
        Finished second = run("second", table("1.5 * size + noise"));
        registry.append(
                MODEL,
                "promotion",
                state -> new EntryDraft(
                        TimelineKind.CHAMPION_PROMOTED,
                        ADA,
                        Optional.empty(),
                        "promoted",
                        new RegistryChange.ChampionPromoted(
                                second.registered().version().number()),
                        Evidence.none()));
        serve("3 * size AS _score, ", "3 * size + noise AS _label", 42, 44, 45, 46, 47, 48, 50);

        WindowJudgement judgement = judged(42);

        assertThat(judgement.verdict()).isEqualTo("harm");
        assertThat(report(judgement).verdict().ruling().cause().map(CauseFinding::cause))
                .contains(Cause.PROMOTION);
        assertThat(judgement.suggestion()).isEmpty();
    }

    @Test
    void aClassThatWasDeclaredLaterIsComparedWithNone() throws SQLException, IOException {
        String objective = "{metric: log-loss, worseThanReferenceBy: 20 %}";
        registry.applySpec(declared(CLASSES, objective), "apply", ADA);
        String law = "CASE WHEN size + noise < 3 THEN 'low' WHEN size + noise < 7 THEN 'middle' ELSE 'high' END";
        watch(law);
        registry.applySpec(declared(CLASSES.replace("[low,", "[none, low,"), objective), "apply-more", ADA);
        serve(
                "0.7 AS _score, 'low' AS _predicted_class, 0.7 AS _p_low, 0.2 AS _p_middle, 0.1 AS _p_high, ",
                law + " AS _class",
                35,
                36,
                37,
                38,
                39,
                40,
                41,
                43);

        WindowJudgement judgement = judged(35);

        assertThat(judgement.verdict()).as(judgement.because()).isEqualTo("healthy");
        assertThat(undescribed(judgement)).isEmpty();
    }
}
