package dev.perennial.workflows.lifecycle;

import static dev.perennial.workflows.support.Samples.ADA;
import static dev.perennial.workflows.support.Samples.MODEL;
import static dev.perennial.workflows.support.Samples.byHand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.CommandResult.Status;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.model.HoldReleaseCommand;
import dev.perennial.workflows.model.ModelWorkflow;
import dev.perennial.workflows.model.RollbackCommand;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.support.Script;
import io.temporal.client.WorkflowUpdateException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandsTest {
    private final Loop loop = Loop.start(new Script().holdTraining());
    private final ModelWorkflow entity = loop.entity();

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void fiftyRepeatedCommandsStartOneRun() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(10);
        try {
            List<Future<CommandResult>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(clients.submit(() -> entity.requestRetraining(byHand("the same"))));
            }
            for (Future<CommandResult> answer : answers) {
                assertThat(answer.get().id()).isEqualTo("flight-delay-r1");
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(loop.registry().count("retrain-requested")).isEqualTo(1);
    }

    @Test
    void differentCommandsDuringAnEpisodeAreRefused() {
        entity.requestRetraining(byHand("c1"));

        assertThat(entity.requestRetraining(byHand("c2")))
                .isEqualTo(CommandResult.refused("Cannot retrain flight-delay: run flight-delay-r1 is under way"));
        assertThat(loop.registry().count("retrain-requested")).isEqualTo(1);
    }

    @Test
    void commandIsObeyedOnceAcrossContinueAsNew() {
        RollbackCommand rollback = new RollbackCommand("b1", OptionalInt.of(7), "it hurts", ADA);
        String firstRun = runId();
        for (int i = 0; i < ModelOptions.COMMANDS_PER_RUN - 1; i++) {
            entity.releaseHold(new HoldReleaseCommand("filler-" + i, "none", ADA));
        }
        CommandResult answer = entity.rollBack(rollback);
        loop.advanceUntil("the entity continued as new", () -> !runId().equals(firstRun));

        assertThat(entity.releaseHold(new HoldReleaseCommand("h1", "repaired", ADA))
                        .status())
                .isEqualTo(Status.ACCEPTED);
        assertThat(entity.rollBack(rollback)).isEqualTo(answer);

        assertThat(answer.status()).isEqualTo(Status.ACCEPTED);
        assertThat(loop.registry().count("rolled-back")).isEqualTo(1);
        assertThat(loop.registry().hold()).isEmpty();
    }

    @Test
    void unknownModelIsAnAnswer() {
        loop.registry().forget();

        assertThat(entity.requestRetraining(byHand("c1")))
                .isEqualTo(CommandResult.unknown("Cannot retrain flight-delay: no such model is declared"));
    }

    @Test
    void malformedCommandIsTurnedAwayWithItsReason() {
        assertThatThrownBy(() -> entity.rollBack(new RollbackCommand(" ", OptionalInt.empty(), "why", ADA)))
                .isInstanceOf(WorkflowUpdateException.class)
                .hasRootCauseMessage("message='Invalid command: its id is blank, expected 1 to 200 characters', "
                        + "type='java.lang.IllegalArgumentException', nonRetryable=false");
    }

    @Test
    void retiredEntityEnds() {
        entity.retire();

        loop.client().newUntypedWorkflowStub(WorkflowIds.model(MODEL)).getResult(Void.class);
        assertThat(loop.registry().timeline()).isEmpty();
    }

    private String runId() {
        return loop.client()
                .newUntypedWorkflowStub(WorkflowIds.model(MODEL))
                .describe()
                .getExecution()
                .getRunId();
    }
}
