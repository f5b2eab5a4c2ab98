package dev.perennial.workflows.review;

import static dev.perennial.workflows.support.Samples.EVIDENCE;
import static dev.perennial.workflows.support.Samples.GRACE;
import static dev.perennial.workflows.support.Samples.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.workflows.CommandResult.Status;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.support.Loop;
import dev.perennial.workflows.support.Script;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReviewWorkflowTest {
    private final Loop loop = Loop.start(new Script());
    private final ReviewWorkflow review = start();

    @BeforeEach
    void open() {
        loop.advanceUntilTimelineHas("review-requested");
    }

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void ofDecisionsAtTheSameInstantExactlyOneCounts() throws Exception {
        ExecutorService reviewers = Executors.newFixedThreadPool(6);
        try {
            List<Future<Status>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ReviewDecision decision = decision(
                        "d" + i, i % 2 == 0 ? ReviewDecision.Choice.APPROVE : ReviewDecision.Choice.REJECT, EVIDENCE);
                answers.add(reviewers.submit(() -> review.decide(decision).status()));
            }
            List<Status> statuses = new ArrayList<>();
            for (Future<Status> answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsOnlyOnce(Status.ACCEPTED);
        } finally {
            reviewers.shutdownNow();
        }
        assertThat(loop.registry().timeline()).hasSize(2);
    }

    @Test
    void decisionOnOtherEvidenceIsRefusedAndAForwardedOneIgnored() {
        assertThat(review.decide(decision("d1", ReviewDecision.Choice.APPROVE, Digest.of("stale")))
                        .status())
                .isEqualTo(Status.REFUSED);
        review.decided(decision("d2", ReviewDecision.Choice.APPROVE, Digest.of("stale")));
        review.decided(decision("d3", ReviewDecision.Choice.REJECT, EVIDENCE));

        assertThat(WorkflowStub.fromTyped(review).getResult(ReviewOutcome.class))
                .isEqualTo(new ReviewOutcome(ReviewOutcome.Decision.REJECTED, "user:grace rejected flight-delay@2"));
    }

    @Test
    void cancelledReviewIsClosedOnTheRecord() {
        WorkflowStub.fromTyped(review).cancel();

        loop.advanceUntilTimelineHas("review-DISMISSED");
    }

    private ReviewWorkflow start() {
        ReviewWorkflow workflow = loop.client()
                .newWorkflowStub(
                        ReviewWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.review("r1-review"))
                                .setTaskQueue(WorkflowIds.TASK_QUEUE)
                                .build());
        WorkflowClient.start(
                workflow::run,
                new ReviewRequest(
                        "r1-review", new ModelVersion(MODEL, 2), EVIDENCE, Duration.ofDays(2), "it is better"));
        return workflow;
    }

    private static ReviewDecision decision(String id, ReviewDecision.Choice choice, Digest evidence) {
        return new ReviewDecision(id, "r1-review", choice, evidence, "", GRACE);
    }
}
