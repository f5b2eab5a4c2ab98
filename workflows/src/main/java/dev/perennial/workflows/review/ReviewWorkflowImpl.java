package dev.perennial.workflows.review;

import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.RegistryCalls;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Optional;

/** Waits for the first valid decision, the deadline, or the end of the reason to ask. */
public final class ReviewWorkflowImpl implements ReviewWorkflow {
    private final ReviewActivities registry = Workflow.newActivityStub(ReviewActivities.class, RegistryCalls.writes());
    private final ReviewRequest request;
    private Optional<ReviewOutcome> end = Optional.empty();
    private Optional<ReviewDecision> decision = Optional.empty();
    private Stage stage = Stage.OPEN;

    /** Handlers may run before the main method. */
    @WorkflowInit
    public ReviewWorkflowImpl(ReviewRequest request) {
        this.request = request;
    }

    @Override
    public ReviewOutcome run(ReviewRequest sameRequest) {
        Workflow.setCurrentDetails("Waiting for a decision on " + request.version());
        try {
            registry.open(request);
            Workflow.await(request.deadline(), () -> end.isPresent());
            if (end.isEmpty()) {
                finish(ReviewOutcome.Decision.EXPIRED, "Nobody decided on " + request.version() + " in time");
            }
            record();
        } catch (CanceledFailure canceled) {
            if (end.isEmpty()) {
                finish(ReviewOutcome.Decision.DISMISSED, "The review was cancelled");
            }
            Workflow.newDetachedCancellationScope(this::record).run();
            throw canceled;
        } catch (ActivityFailure failure) {
            throw ActivityFailures.leaving("hold review " + request.review(), failure);
        }
        Workflow.await(Workflow::isEveryHandlerFinished);
        return end.orElseThrow();
    }

    private void record() {
        ReviewOutcome outcome = end.orElseThrow();
        registry.close(request, outcome, decision);
        stage = Stage.RECORDED;
        Workflow.setCurrentDetails(outcome.sentence());
    }

    private void finish(ReviewOutcome.Decision how, String sentence) {
        end = Optional.of(new ReviewOutcome(how, sentence));
    }

    @Override
    public CommandResult decide(ReviewDecision made) {
        Optional<String> objection = end.map(this::over).or(() -> ReviewPolicy.objection(request, made));
        if (objection.isPresent()) {
            return CommandResult.refused(objection.get());
        }
        accept(made);
        Workflow.await(() -> stage == Stage.RECORDED);
        return CommandResult.accepted(request.review(), end.orElseThrow().sentence());
    }

    @Override
    public void decided(ReviewDecision made) {
        Optional<String> objection = end.map(this::over).or(() -> ReviewPolicy.objection(request, made));
        if (objection.isPresent()) {
            Workflow.getLogger(ReviewWorkflowImpl.class)
                    .warn("review={} decision ignored: {}", request.review(), objection.get());
            return;
        }
        accept(made);
    }

    @Override
    public void dismiss(String reason) {
        if (end.isEmpty()) {
            finish(ReviewOutcome.Decision.DISMISSED, reason);
        }
    }

    private void accept(ReviewDecision made) {
        decision = Optional.of(made);
        String comment = made.comment().isBlank() ? "" : ": " + made.comment();
        switch (made.choice()) {
            case APPROVE ->
                finish(ReviewOutcome.Decision.APPROVED, made.actor() + " approved " + request.version() + comment);
            case REJECT ->
                finish(ReviewOutcome.Decision.REJECTED, made.actor() + " rejected " + request.version() + comment);
        }
    }

    private String over(ReviewOutcome outcome) {
        return "Cannot decide review " + request.review() + ": it is over, " + outcome.sentence();
    }

    private enum Stage {
        OPEN,
        RECORDED
    }
}
