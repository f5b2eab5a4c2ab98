package dev.perennial.workflows.rollout;

import dev.perennial.registry.Digest;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.RegistryCalls;
import dev.perennial.workflows.rollout.RolloutActivities.Judgement;
import dev.perennial.workflows.rollout.RolloutOutcome.End;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * Steps, looks and a person's hand, one at a time. A rollback and a command interrupt the wait for the next look and a
 * look that is under way.
 */
public final class RolloutWorkflowImpl implements RolloutWorkflow {
    private final RolloutActivities registry =
            Workflow.newActivityStub(RolloutActivities.class, RegistryCalls.writes());
    private final RolloutActivities judge = Workflow.newActivityStub(RolloutActivities.class, RolloutOptions.judging());
    private final RolloutRequest request;
    private final int judgedSteps;
    private final Deque<RolloutCommand> commands = new ArrayDeque<>();
    private Optional<String> overtaken = Optional.empty();
    private Optional<RolloutOutcome> end = Optional.empty();
    private Optional<RolloutProgress> progress;
    private Optional<Digest> evidence = Optional.empty();
    private int step;
    private int looks;
    private String lastVerdict = "";
    private String because = "";

    /** Handlers may run before the main method. */
    @WorkflowInit
    public RolloutWorkflowImpl(RolloutRequest request) {
        this.request = request;
        this.judgedSteps = RolloutPolicy.judgedSteps(request.plan());
        this.progress = request.progress();
        this.step = progress.map(standing -> standing.plan().step()).orElse(0);
    }

    @Override
    public RolloutOutcome run(RolloutRequest sameRequest) {
        try {
            return rollOut();
        } catch (CanceledFailure canceled) {
            takeBackThoughCancelled();
            throw canceled;
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure canceled) {
                takeBackThoughCancelled();
                throw canceled;
            }
            return takeBackAfter(failure);
        }
    }

    private RolloutOutcome rollOut() {
        while (end.isEmpty()) {
            if (overtaken.isPresent()) {
                finish(End.OVERTAKEN, overtaken.get());
            } else if (progress.isEmpty()) {
                enter();
            } else if (!commands.isEmpty()) {
                obey(commands.removeFirst(), progress.get());
            } else if (step == judgedSteps) {
                promote("Every step was judged good");
            } else {
                stand(progress.get());
            }
        }
        return end.get();
    }

    private void enter() {
        Optional<TrafficPlan> plan = registry.enterStep(request, step);
        if (plan.isEmpty()) {
            finish(End.OVERTAKEN, "A hold, a rollback or another champion came first");
            return;
        }
        progress = Optional.of(new RolloutProgress(plan.get(), now(), Duration.ZERO, Optional.empty()));
        Workflow.setCurrentDetails(label() + " of the traffic goes to " + request.challenger());
    }

    private void obey(RolloutCommand command, RolloutProgress standing) {
        switch (command.verb()) {
            case PAUSE -> {
                progress = Optional.of(RolloutPolicy.paused(standing, now()));
                registry.note(request, command);
            }
            case RESUME -> {
                progress = Optional.of(RolloutPolicy.resumed(standing, now()));
                registry.note(request, command);
            }
            case PROMOTE -> promote(command.actor() + " promoted it: " + command.reason());
            case ABORT -> takeBack(End.ABORTED, command.actor() + " aborted it: " + command.reason());
        }
    }

    private void stand(RolloutProgress standing) {
        if (standing.pausedSince().isPresent()) {
            Workflow.await(this::interrupted);
            return;
        }
        if (Workflow.await(request.poll(), this::interrupted)) {
            return;
        }
        look(standing).ifPresent(this::follow);
        if (end.isPresent() || progress.isEmpty() || interrupted()) {
            return;
        }
        if (RolloutPolicy.timeLeft(request.plan(), standing, now()).isNegative()) {
            takeBack(
                    End.HELD,
                    "No verdict on " + label() + " within "
                            + PlainTime.of(request.plan().maxStepDuration()));
        } else if (looks >= RolloutOptions.LOOKS_PER_RUN || Workflow.getInfo().isContinueAsNewSuggested()) {
            Workflow.continueAsNew(new RolloutRequest(
                    request.rollout(),
                    request.challenger(),
                    request.champion(),
                    request.plan(),
                    request.poll(),
                    progress));
        }
    }

    /* Empty if something more urgent came, or the step's time was over, before the judge had spoken. */
    private Optional<Judgement> look(RolloutProgress standing) {
        looks++;
        CompletablePromise<Judgement> judgement = Workflow.newPromise();
        CancellationScope asking = Workflow.newCancellationScope(
                () -> judgement.completeFrom(Async.function(judge::judge, request, standing.plan())));
        asking.run();
        Duration left = RolloutPolicy.timeLeft(request.plan(), standing, now());
        Workflow.await(
                left.compareTo(request.poll()) > 0 ? left : request.poll(),
                () -> judgement.isCompleted() || interrupted());
        if (!judgement.isCompleted()) {
            asking.cancel();
            return Optional.empty();
        }
        return Optional.of(judgement.get());
    }

    private void follow(Judgement judgement) {
        lastVerdict = judgement.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-');
        because = judgement.because();
        evidence = judgement.evidence();
        switch (judgement.verdict()) {
            case CONTINUE -> Workflow.setCurrentDetails(label() + ": " + because);
            case ADVANCE -> {
                step++;
                if (step < judgedSteps) {
                    progress = Optional.empty();
                }
            }
            case ROLL_BACK, INVALID -> takeBack(End.ROLLED_BACK, because);
            case HOLD -> takeBack(End.HELD, because);
        }
    }

    private void promote(String sentence) {
        if (registry.promote(request, sentence, evidence)) {
            finish(End.PROMOTED, sentence);
        } else {
            finish(End.OVERTAKEN, "Something came first");
        }
    }

    private void takeBack(End how, String sentence) {
        if (registry.takeBack(request, how, sentence, evidence)) {
            finish(how, sentence);
        } else {
            finish(End.OVERTAKEN, "Something came first");
        }
    }

    private void takeBackThoughCancelled() {
        if (end.isEmpty() && overtaken.isEmpty()) {
            Workflow.newDetachedCancellationScope(() -> takeBack(End.ABORTED, "The rollout was cancelled"))
                    .run();
        }
    }

    /* Whatever broke, traffic must not stay shared: the challenger has no verdict, so the champion gets everything. */
    private RolloutOutcome takeBackAfter(ActivityFailure broken) {
        try {
            takeBack(End.HELD, "The rollout failed: " + ActivityFailures.reason(broken));
            return end.orElseThrow();
        } catch (ActivityFailure failure) {
            failure.addSuppressed(broken);
            throw ActivityFailures.leaving("take back rollout " + request.rollout(), failure);
        }
    }

    private void finish(End how, String sentence) {
        end = Optional.of(new RolloutOutcome(how, sentence));
        Workflow.setCurrentDetails(how.name().toLowerCase(Locale.ROOT) + ": " + sentence);
    }

    private boolean interrupted() {
        return overtaken.isPresent() || !commands.isEmpty();
    }

    private String label() {
        int last = request.plan().steps().size() - 1;
        return request.plan().steps().get(Math.min(step, last)).label();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    @Override
    public void steer(RolloutCommand command) {
        commands.addLast(command);
    }

    @Override
    public void overtaken(String reason) {
        overtaken = Optional.of(reason);
    }

    @Override
    public RolloutStatus status() {
        boolean paused = progress.flatMap(RolloutProgress::pausedSince).isPresent();
        return new RolloutStatus(request.rollout(), step, label(), paused, lastVerdict, because);
    }
}
