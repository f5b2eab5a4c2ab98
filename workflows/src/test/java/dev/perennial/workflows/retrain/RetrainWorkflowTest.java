package dev.perennial.workflows.retrain;

import static dev.perennial.workflows.support.Samples.JUNE;
import static dev.perennial.workflows.support.Samples.MODEL;
import static dev.perennial.workflows.support.Samples.byHand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.support.Script;
import io.temporal.client.WorkflowOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetrainWorkflowTest {
    private final Script script = new Script();
    private final Loop loop = Loop.start(script);

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void tooLittleDataEndsTheRunBeforeAnythingIsTrained() {
        script.dataProblem("12 rows, expected 1000");

        assertThat(run()).isEqualTo(new RetrainOutcome.NoCandidate("12 rows, expected 1000"));
        assertThat(loop.registry().timeline()).containsExactly("retrain-ended NoCandidate 12 rows, expected 1000");
    }

    @Test
    void candidateThatFailsTheGateIsNotRegistered() {
        script.candidateFailsGate();

        assertThat(run()).isEqualTo(new RetrainOutcome.NoCandidate("the gate spoke"));
        assertThat(loop.registry().count("version-registered")).isZero();
    }

    private RetrainOutcome run() {
        return loop.client()
                .newWorkflowStub(
                        RetrainWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.retrain("r1"))
                                .setTaskQueue(WorkflowIds.TASK_QUEUE)
                                .build())
                .run(new RetrainRequest(MODEL, "r1", byHand("c1"), JUNE));
    }
}
