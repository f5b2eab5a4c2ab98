package dev.perennial.workflows.alert;

import static dev.perennial.workflows.support.FakeActivities.day;
import static dev.perennial.workflows.support.Samples.EVIDENCE;
import static dev.perennial.workflows.support.Samples.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.log.ModelState.EndedAlert;
import dev.perennial.registry.log.ModelState.OpenAlert;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.alert.AlertFinding.State;
import dev.perennial.workflows.alert.AlertSighting.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AlertPolicyTest {
    private static final Instant NOW = day(7);

    @Test
    void raisesOneAlertOfACauseWithItsLoudestBreach() {
        List<AlertStep> steps = decide(
                List.of(),
                List.of(),
                finding("log-loss", State.BROKEN, Severity.TICKET),
                finding("log-loss", State.BROKEN, Severity.PAGE),
                finding("log-loss", State.KEPT, Severity.PAGE),
                finding("latency-p99", State.BROKEN, Severity.TICKET),
                finding("auc", State.KEPT, Severity.PAGE));

        assertThat(steps).hasSize(2);
        AlertRequest raised = ((AlertStep.Raise) steps.get(0)).request();
        assertThat(raised.id()).isEqualTo("flight-delay/log-loss-2013-06-10");
        assertThat(raised.severity()).isEqualTo(Severity.PAGE);
        assertThat(raised.report()).hasValue(EVIDENCE);
        assertThat(((AlertStep.Raise) steps.get(1)).request().alert()).isEqualTo("latency-p99-2013-06-10");
    }

    @Test
    void tellsTheOpenAlertInsteadOfRaisingAnother() {
        List<AlertStep> steps = decide(
                List.of(open("log-loss")),
                List.of(),
                finding("log-loss", State.BROKEN, Severity.PAGE),
                finding("log-loss", State.KEPT, Severity.TICKET));

        AlertStep.Tell told = (AlertStep.Tell) steps.get(0);
        assertThat(steps).hasSize(1);
        assertThat(told.request().alert()).isEqualTo("log-loss-2013-06-03");
        assertThat(told.sighting().kind()).isEqualTo(Kind.SEEN);
        assertThat(told.sighting().severity()).isEqualTo(Severity.PAGE);
    }

    @Test
    void tellsAnAlertThatAllOfItsCauseIsKeptAndNothingWhileAnyIsUnknown() {
        assertThat(decide(List.of(open("auc")), List.of(), finding("auc", State.KEPT, Severity.TICKET)))
                .singleElement()
                .satisfies(step ->
                        assertThat(((AlertStep.Tell) step).sighting().kind()).isEqualTo(Kind.KEPT));
        assertThat(decide(
                        List.of(open("auc")),
                        List.of(),
                        finding("auc", State.KEPT, Severity.TICKET),
                        finding("auc", State.UNKNOWN, Severity.PAGE)))
                .isEmpty();
    }

    @Test
    void raisesNothingWithinTheCoolDownOfTheSameCause() {
        AlertFinding broken = finding("auc", State.BROKEN, Severity.PAGE);
        assertThat(decide(List.of(), List.of(new EndedAlert("auc", "auc-1", day(6))), broken))
                .isEmpty();
        assertThat(decide(List.of(), List.of(new EndedAlert("auc", "auc-1", day(6).minusSeconds(1))), broken))
                .hasSize(1);
        assertThat(decide(List.of(), List.of(new EndedAlert("brier", "brier-1", day(7))), broken))
                .hasSize(1);
    }

    @Test
    void breachOfSeverityLogIsALineOnTheTimelineAndNoAlert() {
        assertThat(decide(
                        List.of(open("auc")),
                        List.of(),
                        finding("auc", State.BROKEN, Severity.LOG),
                        finding("auc", State.KEPT, Severity.TICKET),
                        finding("brier", State.KEPT, Severity.LOG)))
                .satisfiesExactly(
                        step -> assertThat(step).isInstanceOf(AlertStep.Note.class),
                        step -> assertThat(((AlertStep.Tell) step).sighting().kind())
                                .isEqualTo(Kind.KEPT));
    }

    @Test
    void namesAlertsByCauseAndEventTime() {
        assertThat(AlertPolicy.key("auc", Instant.parse("2013-06-10T05:30:00Z")))
                .isEqualTo("auc-2013-06-10T053000");
    }

    private static List<AlertStep> decide(List<OpenAlert> open, List<EndedAlert> ended, AlertFinding... findings) {
        return new AlertPolicy(MODEL, 2, Duration.ofDays(1), open, ended)
                .decide(
                        List.of(findings),
                        new AlertPolicy.Basis(NOW, Optional.empty(), Optional.of(EVIDENCE), new TreeMap<>()));
    }

    private static OpenAlert open(String cause) {
        return new OpenAlert(
                cause + "-2013-06-03",
                cause,
                "ticket",
                day(0),
                day(0),
                Optional.empty(),
                Optional.empty(),
                cause + " was broken");
    }

    private static AlertFinding finding(String cause, State state, Severity severity) {
        return new AlertFinding(cause, state, severity, Severity.PAGE, Optional.empty(), cause + " is " + state);
    }
}
