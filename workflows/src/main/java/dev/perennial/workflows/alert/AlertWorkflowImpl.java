package dev.perennial.workflows.alert;

import dev.perennial.registry.Actor;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.RegistryCalls;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/** Its main thread does everything in turn; handlers only hand in what came, and commands wait for their answer. */
public final class AlertWorkflowImpl implements AlertWorkflow {
    private static final Actor ALERT = Actor.system("alert");

    private final AlertActivities registry = Workflow.newActivityStub(AlertActivities.class, RegistryCalls.writes());
    private final AlertRequest request;
    private final Deque<Runnable> inbox = new ArrayDeque<>();
    private AlertProgress progress;
    private Optional<AlertOutcome> outcome = Optional.empty();
    private int heard;

    /** Handlers may run before the main method. */
    @WorkflowInit
    public AlertWorkflowImpl(AlertRequest request) {
        this.request = request;
        this.progress = request.progress().orElseGet(() -> AlertProgress.begun(request, now()));
    }

    @Override
    public AlertOutcome run(AlertRequest sameRequest) {
        try {
            while (outcome.isEmpty()) {
                follow();
                if (isLong() && inbox.isEmpty() && outcome.isEmpty()) {
                    goOn();
                }
            }
        } catch (CanceledFailure canceled) {
            Workflow.newDetachedCancellationScope(() ->
                            end(AlertOutcome.Resolution.CANCELLED, ALERT, "The workflow of the alert was cancelled"))
                    .run();
            throw canceled;
        } catch (ActivityFailure failure) {
            throw ActivityFailures.leaving("follow alert " + request.id(), failure);
        }
        refuseTheRest();
        Workflow.await(Workflow::isEveryHandlerFinished);
        return outcome.orElseThrow();
    }

    private void goOn() {
        Workflow.await(() -> Workflow.isEveryHandlerFinished() || !inbox.isEmpty());
        if (inbox.isEmpty()) {
            Workflow.continueAsNew(request.goingOn(progress));
        }
    }

    private void refuseTheRest() {
        while (!inbox.isEmpty()) {
            inbox.removeFirst().run();
        }
    }

    /* One thing that came, or the deadline; whichever is first. */
    private void follow() {
        Workflow.setCurrentDetails(details());
        Optional<Duration> patience = progress.deadline().map(deadline -> Duration.between(now(), deadline));
        if (patience.isEmpty()) {
            Workflow.await(this::hasWork);
        } else if (patience.get().isNegative() || patience.get().isZero()) {
            escalateUnanswered();
            return;
        } else if (!Workflow.await(patience.get(), this::hasWork)) {
            escalateUnanswered();
            return;
        }
        if (!inbox.isEmpty()) {
            inbox.removeFirst().run();
        }
    }

    private boolean hasWork() {
        return !inbox.isEmpty() || isLong();
    }

    private boolean isLong() {
        return heard >= AlertOptions.EVENTS_PER_RUN || Workflow.getInfo().isContinueAsNewSuggested();
    }

    private void escalateUnanswered() {
        String waited = "Nobody acknowledged " + request.id() + " within "
                + PlainTime.of(progress.respondWithin().orElse(Duration.ZERO));
        boolean canBeLouder = progress.severity().compareTo(request.ceiling()) < 0;
        if (canBeLouder) {
            escalate(
                    Severity.PAGE,
                    progress.respondWithin(),
                    waited + ": the " + word(progress.severity()) + " is a page now");
        } else {
            registry.escalate(
                    request,
                    new AlertActivities.Escalation(
                            progress.escalations() + 1,
                            progress.severity(),
                            Optional.empty(),
                            waited + ": the " + word(progress.severity()) + " is overdue"));
            progress = progress.overdue();
        }
    }

    private void escalate(Severity severity, Optional<Duration> respondWithin, String sentence) {
        registry.escalate(
                request, new AlertActivities.Escalation(progress.escalations() + 1, severity, respondWithin, sentence));
        progress = progress.louder(severity, respondWithin, respondWithin.map(now()::plus));
    }

    @Override
    public void observe(AlertSighting sighting) {
        heard++;
        inbox.addLast(() -> look(sighting));
    }

    private void look(AlertSighting sighting) {
        if (outcome.isPresent() || !progress.isNews(sighting)) {
            return;
        }
        switch (sighting.kind()) {
            case SEEN -> {
                progress = progress.seen(sighting);
                if (sighting.severity().compareTo(progress.severity()) > 0) {
                    escalate(
                            sighting.severity(),
                            sighting.respondWithin(),
                            request.id() + " is a " + word(sighting.severity()) + " now: " + sighting.sentence());
                }
            }
            case KEPT -> {
                progress = progress.kept(sighting);
                if (progress.kept() >= request.resolveAfter()) {
                    String looks = progress.kept() == 1 ? "one look" : progress.kept() + " looks in a row";
                    end(
                            AlertOutcome.Resolution.KEPT_AGAIN,
                            ALERT,
                            request.id() + " is over: kept in " + looks + ", " + sighting.sentence());
                }
            }
        }
    }

    private void end(AlertOutcome.Resolution resolution, Actor actor, String sentence) {
        AlertOutcome over = new AlertOutcome(resolution, actor, progress.lastAt(), sentence);
        registry.resolve(request, progress, over);
        outcome = Optional.of(over);
        Workflow.setCurrentDetails(sentence);
    }

    @Override
    public CommandResult acknowledge(AlertCommand command) {
        return inTurn(() -> {
            Optional<Actor> holder = progress.acknowledgedBy();
            if (holder.isPresent() && !holder.get().equals(command.actor())) {
                return CommandResult.refused(
                        "Cannot acknowledge alert " + request.id() + ": " + holder.get() + " has taken it up");
            }
            if (holder.isEmpty()) {
                registry.acknowledge(request, command);
                progress = progress.acknowledged(command.actor());
            }
            return CommandResult.accepted(request.id(), command.actor() + " has taken up alert " + request.id());
        });
    }

    @Override
    public CommandResult resolve(AlertCommand command) {
        return inTurn(() -> {
            String sentence = command.actor() + " resolved alert " + request.id() + ": " + command.comment();
            end(AlertOutcome.Resolution.BY_PERSON, command.actor(), sentence);
            return CommandResult.accepted(request.id(), sentence);
        });
    }

    private interface Command {
        CommandResult obey();
    }

    private CommandResult inTurn(Command command) {
        heard++;
        CompletablePromise<CommandResult> answer = Workflow.newPromise();
        inbox.addLast(() -> answer.complete(outcome.map(over -> CommandResult.refused(
                        "Cannot change alert " + request.id() + ": it is over, " + over.sentence()))
                .orElseGet(command::obey)));
        return answer.get();
    }

    @Override
    public void checkAcknowledgement(AlertCommand command) {
        AlertOptions.check(command);
    }

    @Override
    public void checkResolution(AlertCommand command) {
        AlertOptions.check(command);
        if (command.comment().isBlank()) {
            throw new IllegalArgumentException(
                    "Invalid command " + command.commandId() + ": a resolution has a reason, this one is blank");
        }
    }

    @Override
    public AlertStatus status() {
        return new AlertStatus(request.id(), progress, outcome);
    }

    private String details() {
        return word(progress.severity()) + ", found " + progress.sightings() + " times, "
                + progress.acknowledgedBy().map(actor -> "taken up by " + actor).orElse("not acknowledged");
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
