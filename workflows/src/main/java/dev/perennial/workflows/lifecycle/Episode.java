package dev.perennial.workflows.lifecycle;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.RegistryCalls;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.WorkflowStarts;
import dev.perennial.workflows.model.ModelStatus;
import dev.perennial.workflows.model.ModelStatus.Phase;
import dev.perennial.workflows.retrain.RetrainActivities;
import dev.perennial.workflows.retrain.RetrainOutcome;
import dev.perennial.workflows.retrain.RetrainOutcome.CandidateReady;
import dev.perennial.workflows.retrain.RetrainRequest;
import dev.perennial.workflows.retrain.RetrainWorkflow;
import dev.perennial.workflows.review.ReviewActivities;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.review.ReviewOutcome;
import dev.perennial.workflows.review.ReviewPolicy;
import dev.perennial.workflows.review.ReviewRequest;
import dev.perennial.workflows.review.ReviewWorkflow;
import dev.perennial.workflows.rollout.RolloutActivities;
import dev.perennial.workflows.rollout.RolloutCommand;
import dev.perennial.workflows.rollout.RolloutOutcome;
import dev.perennial.workflows.rollout.RolloutRequest;
import dev.perennial.workflows.rollout.RolloutWorkflow;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancelExternalWorkflowException;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;

/**
 * One episode of a model's life, from a granted wish for a new version to its end: the run, the review that follows it,
 * and the rollout that follows the review. Each is a child workflow; one that fails ends the episode with an entry in the
 * log, and a rollback ends it at once.
 *
 * <p>Used within one workflow, whose threads take turns: what is checked and set without a wait in between is atomic.
 */
final class Episode {
    private static final Logger LOG = Workflow.getLogger(Episode.class);

    private final RetrainActivities runs = Workflow.newActivityStub(RetrainActivities.class, RegistryCalls.writes());
    private final ReviewActivities reviews = Workflow.newActivityStub(ReviewActivities.class, RegistryCalls.writes());
    private final RolloutActivities rollouts =
            Workflow.newActivityStub(RolloutActivities.class, RegistryCalls.writes());

    private final ModelName model;
    private final RetrainRequest request;
    private final ModelSpec spec;
    private final int champion;
    private Phase phase = Phase.RETRAINING;
    private Optional<String> overtaken = Optional.empty();
    private Optional<OpenReview> review = Optional.empty();
    private boolean reviewDecided;
    private Optional<OpenRollout> rollout = Optional.empty();
    private Hand hand = Hand.FREE;

    /** An episode against this champion; 0 stands for none, which is no version's number. */
    Episode(RetrainRequest request, ModelSpec spec, int champion) {
        this.model = request.model();
        this.request = request;
        this.spec = spec;
        this.champion = champion;
    }

    /** Runs to the end, whatever it is. */
    void run() {
        Optional<CandidateReady> candidate = retrain().flatMap(Episode::ready);
        if (candidate.isEmpty() || champion == 0) {
            return;
        }
        boolean granted = switch (spec.retrain().mode()) {
            case AUTOMATIC -> true;
            case NOTIFY -> false;
            case REVIEW ->
                review(candidate.get())
                        .filter(outcome -> outcome.decision() == ReviewOutcome.Decision.APPROVED)
                        .isPresent();
        };
        if (granted) {
            rollOut(candidate.get());
        }
    }

    private static Optional<CandidateReady> ready(RetrainOutcome outcome) {
        return outcome instanceof CandidateReady ready ? Optional.of(ready) : Optional.empty();
    }

    private Optional<RetrainOutcome> retrain() {
        if (overtaken.isPresent()) {
            runs.recordEnd(request, new RetrainOutcome.NoCandidate(overtaken.get()));
            return Optional.empty();
        }
        enter(Phase.RETRAINING, "Run " + request.run());
        RetrainWorkflow child =
                Workflow.newChildWorkflowStub(RetrainWorkflow.class, WorkflowStarts.retrain(model, request.run()));
        return outcomeOf(
                "retraining " + request.run(),
                Async.function(child::run, request),
                reason -> {
                    Workflow.getWorkflowExecution(child).get();
                    Workflow.newUntypedExternalWorkflowStub(WorkflowIds.retrain(request.run()))
                            .cancel(reason);
                },
                failure -> runs.recordEnd(request, new RetrainOutcome.NoCandidate(failure)));
    }

    private Optional<ReviewOutcome> review(CandidateReady candidate) {
        ReviewRequest asked = new ReviewRequest(
                request.run() + "-review",
                candidate.version(),
                candidate.evidence(),
                spec.retrain().reviewDeadline(),
                candidate.sentence(),
                Optional.of(request.command().actor()));
        if (overtaken.isPresent()) {
            return Optional.empty();
        }
        ReviewWorkflow child =
                Workflow.newChildWorkflowStub(ReviewWorkflow.class, WorkflowStarts.review(model, asked.review()));
        Promise<ReviewOutcome> outcome = Async.function(child::run, asked);
        review = Optional.of(new OpenReview(asked, child, outcome));
        enter(Phase.REVIEW, "Review " + asked.review());
        return outcomeOf(
                "review " + asked.review(),
                outcome,
                child::dismiss,
                failure -> reviews.close(
                        asked, new ReviewOutcome(ReviewOutcome.Decision.DISMISSED, failure), Optional.empty()));
    }

    private void rollOut(CandidateReady candidate) {
        RolloutRequest asked = new RolloutRequest(
                request.run() + "-rollout",
                candidate.version(),
                champion,
                spec.rollout(),
                spec.monitor().poll());
        if (overtaken.isPresent()) {
            return;
        }
        RolloutWorkflow child =
                Workflow.newChildWorkflowStub(RolloutWorkflow.class, WorkflowStarts.rollout(model, asked.rollout()));
        Promise<RolloutOutcome> outcome = Async.function(child::run, asked);
        rollout = Optional.of(new OpenRollout(asked, child, outcome));
        enter(Phase.ROLLOUT, "Rollout " + asked.rollout());
        outcomeOf(
                "rollout " + asked.rollout(),
                outcome,
                child::overtaken,
                failure -> rollouts.takeBack(asked, RolloutOutcome.End.HELD, failure, Optional.empty()));
    }

    private <T> Optional<T> outcomeOf(
            String what, Promise<T> child, Consumer<String> stop, Consumer<String> recordFailure) {
        Workflow.await(() -> child.isCompleted() || overtaken.isPresent());
        if (overtaken.isPresent()) {
            String reason = overtaken.get();
            // Not waited for: the next episode must not depend on whether this child can still be reached.
            Async.procedure(() -> tell(what, stop, reason));
            return Optional.empty();
        }
        RuntimeException failure = child.getFailure();
        if (failure == null) {
            return Optional.of(child.get());
        }
        if (failure instanceof CanceledFailure entityCancelled) {
            throw entityCancelled;
        }
        record(what, recordFailure, "The " + what + " ended without a result: " + howItEnded(failure));
        return Optional.empty();
    }

    /* A child that cannot be told is over, or finds out by itself: after a rollback the log refuses its writes. The engine
     * reports an absent workflow as an application failure, in spite of the types it declares. */
    private void tell(String what, Consumer<String> signal, String reason) {
        try {
            signal.accept(reason);
        } catch (ApplicationFailure
                | SignalExternalWorkflowException
                | CancelExternalWorkflowException
                | ChildWorkflowFailure over) {
            LOG.info("model={} {} was over before it could be told", model, what);
        }
    }

    private void record(String what, Consumer<String> write, String sentence) {
        LOG.warn("model={} {}", model, sentence);
        try {
            write.accept(sentence);
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure) {
                throw failure;
            }
            LOG.error("model={} end of {} not recorded: {}", model, what, ActivityFailures.reason(failure));
        }
    }

    private static String howItEnded(RuntimeException failure) {
        if (failure.getCause() instanceof TerminatedFailure) {
            return "it was terminated";
        }
        if (failure.getCause() instanceof TimeoutFailure) {
            return "it took too long";
        }
        if (failure.getCause() instanceof CanceledFailure) {
            return "it was cancelled";
        }
        return ActivityFailures.reason(failure);
    }

    private void enter(Phase next, String details) {
        phase = next;
        Workflow.setCurrentDetails(details);
    }

    /** Ends the episode; the log refuses its writes already. Does not wait. */
    void overtake(String reason) {
        overtaken = Optional.of(reason);
    }

    /** Hands a decision that counts to the review, and answers with what the review made of it. */
    CommandResult decide(ReviewDecision decision) {
        if (review.isEmpty()) {
            return CommandResult.refused("Cannot decide review " + decision.review() + ": no review is open");
        }
        OpenReview open = review.get();
        Optional<String> objection = ReviewPolicy.objection(open.request(), decision);
        if (objection.isPresent()) {
            return CommandResult.refused(objection.get());
        }
        if (reviewDecided || phase != Phase.REVIEW || isOver(open.outcome())) {
            return CommandResult.refused("Cannot decide review " + decision.review() + ": it is over");
        }
        reviewDecided = true;
        tell("review " + decision.review(), reason -> open.child().decided(decision), "");
        Workflow.await(() -> isOver(open.outcome()));
        ReviewOutcome.Decision wanted = switch (decision.choice()) {
            case APPROVE -> ReviewOutcome.Decision.APPROVED;
            case REJECT -> ReviewOutcome.Decision.REJECTED;
        };
        return answer(
                open.outcome(),
                open.request().review(),
                ReviewOutcome::sentence,
                outcome -> outcome.decision() == wanted);
    }

    /** Hands a command that fits to the rollout; for the last word, answers with how the rollout ended. */
    CommandResult steer(RolloutCommand command) {
        String verb = command.verb().name().toLowerCase(Locale.ROOT);
        if (rollout.isEmpty() || phase != Phase.ROLLOUT || isOver(rollout.get().outcome())) {
            return CommandResult.refused("Cannot " + verb + " the rollout of " + model + ": none is under way");
        }
        OpenRollout open = rollout.get();
        String what = "Cannot " + verb + " rollout " + open.request().rollout() + ": ";
        switch (hand) {
            case ENDING -> {
                return CommandResult.refused(what + "it is being ended");
            }
            case PAUSED -> {
                if (command.verb() == RolloutCommand.Verb.PAUSE) {
                    return CommandResult.refused(what + "it is paused already");
                }
            }
            case FREE -> {
                if (command.verb() == RolloutCommand.Verb.RESUME) {
                    return CommandResult.refused(what + "it is not paused");
                }
            }
        }
        hand = handAfter(command.verb());
        tell("rollout " + open.request().rollout(), reason -> open.child().steer(command), "");
        if (hand != Hand.ENDING) {
            return CommandResult.accepted(open.request().rollout(), command.actor() + ": " + verb);
        }
        Workflow.await(() -> isOver(open.outcome()));
        RolloutOutcome.End wanted = command.verb() == RolloutCommand.Verb.PROMOTE
                ? RolloutOutcome.End.PROMOTED
                : RolloutOutcome.End.ABORTED;
        return answer(
                open.outcome(), open.request().rollout(), RolloutOutcome::sentence, outcome -> outcome.end() == wanted);
    }

    private static Hand handAfter(RolloutCommand.Verb verb) {
        return switch (verb) {
            case PAUSE -> Hand.PAUSED;
            case RESUME -> Hand.FREE;
            case PROMOTE, ABORT -> Hand.ENDING;
        };
    }

    private boolean isOver(Promise<?> child) {
        return child.isCompleted() || overtaken.isPresent();
    }

    private <T> CommandResult answer(Promise<T> child, String id, Function<T, String> sentence, Predicate<T> asWanted) {
        if (!child.isCompleted()) {
            return CommandResult.refused(id + " is void: " + overtaken.orElse(""));
        }
        if (child.getFailure() != null) {
            return CommandResult.refused(id + " ended without a result");
        }
        T outcome = child.get();
        return asWanted.test(outcome)
                ? CommandResult.accepted(id, sentence.apply(outcome))
                : CommandResult.refused(id + " is over: " + sentence.apply(outcome));
    }

    /** What is under way, in a few words. */
    String underWay() {
        return switch (phase) {
            case IDLE, RETRAINING -> "run " + request.run();
            case REVIEW -> "the review of run " + request.run();
            case ROLLOUT -> "the rollout of run " + request.run();
        };
    }

    /** What is under way. */
    ModelStatus status() {
        return new ModelStatus(
                phase,
                Optional.of(request.run()),
                review.map(open -> open.request().review()),
                rollout.map(open -> open.request().rollout()),
                overtaken.orElseGet(() -> "Under way: " + underWay()));
    }

    private record OpenReview(ReviewRequest request, ReviewWorkflow child, Promise<ReviewOutcome> outcome) {}

    private record OpenRollout(RolloutRequest request, RolloutWorkflow child, Promise<RolloutOutcome> outcome) {}

    /* A person's hand on the rollout. */
    private enum Hand {
        FREE,
        PAUSED,
        ENDING
    }
}
