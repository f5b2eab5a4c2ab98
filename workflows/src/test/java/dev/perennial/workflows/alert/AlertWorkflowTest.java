package dev.perennial.workflows.alert;

import static dev.perennial.workflows.support.FakeActivities.day;
import static dev.perennial.workflows.support.Samples.ADA;
import static dev.perennial.workflows.support.Samples.GRACE;
import static dev.perennial.workflows.support.Samples.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.CommandResult.Status;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.alert.AlertFinding.State;
import dev.perennial.workflows.monitor.MonitorRequest;
import dev.perennial.workflows.monitor.MonitorWorkflow;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.support.Script;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlertWorkflowTest {
    private static final String KEY = "log-loss-2013-06-10";
    private static final Duration RESPONSE = Duration.ofHours(4);

    private final Script script = new Script();
    private final Loop loop = Loop.start(script);
    private int looks;

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void alertSeenInSeveralWindowsIsOneAndEndsWhenKeptLongEnough() {
        look(broken(Severity.TICKET), broken(Severity.TICKET), kept(), broken(Severity.TICKET), kept(), kept());

        assertThat(WorkflowStub.fromTyped(alert()).getResult(AlertOutcome.class).resolution())
                .isEqualTo(AlertOutcome.Resolution.KEPT_AGAIN);
        assertThat(alertLines())
                .containsExactly("alert-raised " + KEY + " TICKET", "alert-resolved " + KEY + " KEPT_AGAIN seen 3");
    }

    @Test
    void causeThatIsBrokenAgainWithinTheCoolDownRaisesNothing() {
        look(broken(Severity.TICKET));
        alert().resolve(new AlertCommand("c1", "a known holiday", ADA));
        look(broken(Severity.TICKET));
        assertThat(alertLines()).hasSize(2);
        look(broken(Severity.TICKET));
        assertThat(alertLines().get(2)).isEqualTo("alert-raised log-loss-2013-06-24 TICKET");
    }

    @Test
    void unansweredTicketBecomesAPageAndAnUnansweredPageIsOverdueOnce() {
        look(broken(Severity.TICKET));
        loop.server().sleep(RESPONSE);
        loop.advanceUntilTimelineHas("alert-escalated PAGE Nobody acknowledged flight-delay/" + KEY
                + " within PT4H: the ticket is a page now");
        loop.advanceUntilTimelineHas(
                "alert-escalated PAGE Nobody acknowledged flight-delay/" + KEY + " within PT4H: the page is overdue");
        loop.server().sleep(Duration.ofDays(3));
        assertThat(loop.registry().count("alert-escalated")).isEqualTo(2);
        assertThat(alert().status().progress().severity()).isEqualTo(Severity.PAGE);
    }

    @Test
    void acknowledgedAlertIsNotEscalatedUntilItBecomesLouder() {
        look(broken(Severity.TICKET));
        assertThat(alert().acknowledge(new AlertCommand("c1", "on it", ADA)).status())
                .isEqualTo(Status.ACCEPTED);
        assertThat(alert().acknowledge(new AlertCommand("c2", "on it still", ADA))
                        .status())
                .isEqualTo(Status.ACCEPTED);
        assertThat(alert().acknowledge(new AlertCommand("c3", "me too", GRACE)).message())
                .isEqualTo("Cannot acknowledge alert flight-delay/" + KEY + ": user:ada has taken it up");
        loop.server().sleep(Duration.ofDays(3));
        assertThat(loop.registry().count("alert-escalated")).isZero();

        look(broken(Severity.PAGE));
        loop.advanceUntilTimelineHas("alert-escalated PAGE flight-delay/" + KEY + " is a page now: log-loss is broken");
        assertThat(alert().status().progress().acknowledgedBy()).isEmpty();
        loop.server().sleep(RESPONSE);
        loop.advanceUntilTimelineHas("alert-escalated PAGE Nobody acknowledged");
        assertThat(alertLines())
                .filteredOn(line -> line.startsWith("alert-acknowledged"))
                .containsExactly("alert-acknowledged " + KEY + " user:ada");
    }

    @Test
    void personEndsAnAlertWithAReasonAndNobodyAfterwards() {
        look(broken(Severity.TICKET));
        AlertWorkflow alert = alert();
        assertThatThrownBy(() -> alert.resolve(new AlertCommand("c0", " ", ADA)))
                .isInstanceOf(WorkflowUpdateException.class)
                .cause()
                .hasMessageContaining("a resolution has a reason, this one is blank");

        assertThat(alert.resolve(new AlertCommand("c1", "the feed is repaired", ADA))
                        .message())
                .isEqualTo("user:ada resolved alert flight-delay/" + KEY + ": the feed is repaired");
        assertThat(WorkflowStub.fromTyped(alert).getResult(AlertOutcome.class).actor())
                .isEqualTo(ADA);
        assertThat(loop.registry().alerts()).isEmpty();
    }

    @Test
    void lateOrRepeatedLookSaysNothingNew() {
        look(broken(Severity.TICKET), broken(Severity.TICKET));
        AlertSighting old = new AlertSighting(
                AlertSighting.Kind.KEPT, day(14), Severity.TICKET, Optional.empty(), "kept", Optional.empty());
        for (int i = 0; i < 5; i++) {
            alert().observe(old);
        }
        loop.advanceUntil(
                "the alert was seen twice", () -> alert().status().progress().sightings() == 2);
        assertThat(alert().status().progress().kept()).isZero();
    }

    @Test
    void standingOutlivesALongHistory() {
        look(broken(Severity.TICKET));
        alert().acknowledge(new AlertCommand("c1", "on it", ADA));
        String firstRun = runId();
        AlertSighting seen = new AlertSighting(
                AlertSighting.Kind.SEEN, day(7), Severity.TICKET, Optional.empty(), "again", Optional.empty());
        for (int i = 0; i < AlertOptions.EVENTS_PER_RUN; i++) {
            alert().observe(seen);
        }
        loop.advanceUntil("the workflow continued as new", () -> !runId().equals(firstRun));
        look(kept(), kept());
        loop.advanceUntilTimelineHas("alert-resolved " + KEY + " KEPT_AGAIN seen 1");
        assertThat(loop.registry().count("alert-escalated")).isZero();
    }

    @Test
    void alertWhoseWorkflowIsGoneIsFollowedAgain() {
        look(broken(Severity.TICKET));
        WorkflowStub.fromTyped(alert()).terminate("by mistake");
        look(kept(), kept());
        loop.advanceUntilTimelineHas("alert-resolved " + KEY + " KEPT_AGAIN");
        assertThat(loop.registry().count("alert-raised")).isEqualTo(1);
    }

    @Test
    void cancelledAlertIsResolvedOnTheRecord() {
        look(broken(Severity.TICKET));
        WorkflowStub.fromTyped(alert()).cancel();
        loop.advanceUntilTimelineHas("alert-resolved " + KEY + " CANCELLED");
    }

    private String runId() {
        return WorkflowStub.fromTyped(alert()).describe().getExecution().getRunId();
    }

    private AlertWorkflow alert() {
        return loop.client().newWorkflowStub(AlertWorkflow.class, WorkflowIds.alert(MODEL, KEY));
    }

    private List<String> alertLines() {
        return loop.registry().timeline().stream()
                .filter(line -> line.startsWith("alert-"))
                .toList();
    }

    /* One look that judges one window a finding. */
    private void look(AlertFinding... findings) {
        List<TimeWindow> windows = new ArrayList<>();
        for (AlertFinding finding : findings) {
            TimeWindow window = TimeWindow.startingAt(day(7 * looks), Duration.ofDays(7));
            script.finding(window, finding);
            windows.add(window);
            looks++;
        }
        script.due(windows);
        loop.steadyClient()
                .newWorkflowStub(MonitorWorkflow.class, WorkflowStarts.scheduledLook(MODEL))
                .run(new MonitorRequest(MODEL, Optional.empty()));
    }

    private static AlertFinding broken(Severity severity) {
        return finding(State.BROKEN, severity);
    }

    private static AlertFinding kept() {
        return finding(State.KEPT, Severity.TICKET);
    }

    private static AlertFinding finding(State state, Severity severity) {
        return new AlertFinding(
                "log-loss",
                state,
                severity,
                Severity.PAGE,
                Optional.of(RESPONSE),
                "log-loss is " + state.name().toLowerCase(Locale.ROOT));
    }
}
