package dev.perennial.workflows.histories;

import static dev.perennial.workflows.support.FakeActivities.day;
import static dev.perennial.workflows.support.Samples.EVIDENCE;
import static dev.perennial.workflows.support.Samples.GRACE;
import static dev.perennial.workflows.support.Samples.MODEL;

import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.alert.AlertCommand;
import dev.perennial.workflows.alert.AlertFinding;
import dev.perennial.workflows.alert.AlertWorkflow;
import dev.perennial.workflows.model.ModelStatus.Phase;
import dev.perennial.workflows.model.ModelWorkflow;
import dev.perennial.workflows.monitor.MonitorRequest;
import dev.perennial.workflows.monitor.MonitorWorkflow;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.rollout.RolloutActivities.Verdict;
import dev.perennial.workflows.rollout.RolloutCommand;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.support.Samples;
import dev.perennial.workflows.support.Script;
import dev.perennial.workflows.upkeep.UpkeepRequest;
import dev.perennial.workflows.upkeep.UpkeepTask;
import dev.perennial.workflows.upkeep.UpkeepWorkflow;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes the histories that {@link ReplayTest} replays. Run it with {@code -Dperennial.histories.record=v2} when a
 * workflow changes on purpose, and keep the files of earlier versions as long as runs of theirs may be alive.
 */
@Timeout(300)
@EnabledIfSystemProperty(named = HistoryRecorderTest.PROPERTY, matches = "v[0-9]+")
class HistoryRecorderTest {
    static final String PROPERTY = "perennial.histories.record";

    private static final Path FOLDER = Path.of("src/test/resources/histories");

    @Test
    void recordsOneEpisode() throws IOException {
        Script script = new Script()
                .failing("forest")
                .judge(Verdict.ADVANCE, Verdict.CONTINUE)
                .due(List.of(firstWindow(), windowThatSuggests()), windowThatSuggests());
        script.due(List.of(windowThatSuggests()));
        script.finding(firstWindow(), loss(AlertFinding.State.BROKEN))
                .finding(windowThatSuggests(), loss(AlertFinding.State.KEPT));
        script.awaiting(windowWithoutLabels()).finding(windowWithoutLabels(), fault());
        try (Loop loop = Loop.start(script)) {
            ModelWorkflow entity = loop.entity();
            loop.client()
                    .newWorkflowStub(MonitorWorkflow.class, WorkflowStarts.scheduledLook(MODEL))
                    .run(new MonitorRequest(MODEL, Optional.empty()));
            loop.advanceUntilTimelineHas("review-requested");
            AlertWorkflow alert =
                    loop.client().newWorkflowStub(AlertWorkflow.class, WorkflowIds.alert(MODEL, "log-loss-2013-06-03"));
            loop.server().sleep(Duration.ofHours(4));
            loop.advanceUntilTimelineHas("alert-escalated PAGE");
            alert.acknowledge(new AlertCommand("a1", "on it", GRACE));
            alert.resolve(new AlertCommand("a2", "the feed is repaired", GRACE));
            loop.advanceUntilTimelineHas("alert-resolved");
            entity.decideReview(new ReviewDecision(
                    "d1", "flight-delay-r1-review", ReviewDecision.Choice.APPROVE, EVIDENCE, "seen", GRACE));
            loop.advanceUntilTimelineHas("rollout-step");
            entity.steerRollout(new RolloutCommand("s1", RolloutCommand.Verb.PAUSE, "a look", Samples.ADA));
            entity.steerRollout(new RolloutCommand("s2", RolloutCommand.Verb.RESUME, "go on", Samples.ADA));
            loop.advanceUntilTimelineHas("champion-promoted");
            loop.advanceUntil("the entity is idle", () -> entity.status().phase() == Phase.IDLE);
            entity.retire();
            loop.client().newUntypedWorkflowStub(WorkflowIds.model(MODEL)).getResult(Void.class);

            write(loop, "alert", WorkflowIds.alert(MODEL, "log-loss-2013-06-03"));
            write(loop, "model", WorkflowIds.model(MODEL));
            write(loop, "monitor", WorkflowIds.monitor(MODEL));
            write(loop, "retrain", WorkflowIds.retrain("flight-delay-r1"));
            write(loop, "review", WorkflowIds.review("flight-delay-r1-review"));
            write(loop, "rollout", WorkflowIds.rollout("flight-delay-r1-rollout"));
        }
    }

    @Test
    void recordsAnErasure() throws IOException {
        try (Loop loop = Loop.start(new Script())) {
            loop.client()
                    .newWorkflowStub(UpkeepWorkflow.class, WorkflowStarts.upkeepOf(MODEL, "erase-1"))
                    .run(new UpkeepRequest(
                            Optional.of(MODEL),
                            List.of(UpkeepTask.COMPACT, UpkeepTask.EXPIRE, UpkeepTask.ERASE),
                            Optional.of("0123456789abcdef"),
                            Samples.ADA,
                            "asked to",
                            Duration.ofHours(1)));

            write(loop, "upkeep", WorkflowIds.upkeep(MODEL, "erase-1"));
        }
    }

    private static TimeWindow firstWindow() {
        return TimeWindow.startingAt(day(-7), Duration.ofDays(7));
    }

    private static AlertFinding loss(AlertFinding.State state) {
        return new AlertFinding(
                "log-loss",
                state,
                Severity.TICKET,
                Severity.PAGE,
                Optional.of(Duration.ofHours(4)),
                "log-loss is " + state);
    }

    private static AlertFinding fault() {
        return new AlertFinding(
                "pipeline-fault",
                AlertFinding.State.BROKEN,
                Severity.TICKET,
                Severity.TICKET,
                Optional.empty(),
                "distance is the reference's, scale ×1.61");
    }

    private static TimeWindow windowWithoutLabels() {
        return TimeWindow.startingAt(day(7), Duration.ofDays(7));
    }

    private static TimeWindow windowThatSuggests() {
        return TimeWindow.startingAt(day(0), Duration.ofDays(7));
    }

    private static void write(Loop loop, String name, String workflow) throws IOException {
        String json = loop.client().fetchHistory(workflow).toJson(true);
        String anonymous = json.replace(InetAddress.getLocalHost().getHostName(), "recorder");
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(name + "-" + System.getProperty(PROPERTY) + ".json"), anonymous + "\n");
    }
}
