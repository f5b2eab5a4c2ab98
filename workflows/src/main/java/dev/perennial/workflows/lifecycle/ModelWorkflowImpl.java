package dev.perennial.workflows.lifecycle;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.PlainTime;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.RegistryCalls;
import dev.perennial.workflows.model.HoldReleaseCommand;
import dev.perennial.workflows.model.ModelActivities;
import dev.perennial.workflows.model.ModelSession;
import dev.perennial.workflows.model.ModelSituation;
import dev.perennial.workflows.model.ModelStatus;
import dev.perennial.workflows.model.ModelWorkflow;
import dev.perennial.workflows.model.RetrainCommand;
import dev.perennial.workflows.model.RollbackCommand;
import dev.perennial.workflows.retrain.RetrainActivities;
import dev.perennial.workflows.retrain.RetrainOutcome;
import dev.perennial.workflows.retrain.RetrainRequest;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.rollout.RolloutCommand;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowLock;
import java.util.Optional;

/**
 * The entity. Its main thread runs one episode after the other; handlers answer commands meanwhile. Wishes for a
 * retraining are decided one at a time, behind a lock, because deciding reads the log. A rollback takes no lock: it waits
 * for nothing but its own entry in the log, which is what stops everything else, and wishes that are being decided at that
 * moment notice that it came.
 */
public final class ModelWorkflowImpl implements ModelWorkflow {
    private final ModelActivities registry = Workflow.newActivityStub(ModelActivities.class, RegistryCalls.writes());
    private final ModelActivities reader = Workflow.newActivityStub(ModelActivities.class, RegistryCalls.reads());
    private final RetrainActivities runs = Workflow.newActivityStub(RetrainActivities.class, RegistryCalls.writes());
    private final WorkflowLock deciding = Workflow.newWorkflowLock();
    private final ModelName model;
    private final CommandLedger ledger;
    private Optional<Episode> episode = Optional.empty();
    private Optional<String> lastRefusal;
    private int newestRun;
    private int rollbacks;
    private boolean retired;

    /** Handlers may run before the main method. */
    @WorkflowInit
    public ModelWorkflowImpl(ModelSession session) {
        this.model = session.model();
        this.ledger = new CommandLedger(session.recentCommands());
        this.newestRun = session.runs();
        this.lastRefusal = session.lastRefusal();
    }

    @Override
    public void run(ModelSession sameSession) {
        while (true) {
            Workflow.setCurrentDetails("Idle");
            Workflow.await(() -> episode.isPresent() || retired || historyIsLong());
            if (episode.isPresent()) {
                episode.get().run();
                episode = Optional.empty();
                continue;
            }
            Workflow.await(() -> Workflow.isEveryHandlerFinished() || episode.isPresent());
            if (episode.isPresent()) {
                continue;
            }
            if (retired) {
                return;
            }
            Workflow.continueAsNew(new ModelSession(model, ledger.recent(), newestRun, lastRefusal));
        }
    }

    private boolean historyIsLong() {
        return ledger.heard() >= ModelOptions.COMMANDS_PER_RUN
                || Workflow.getInfo().isContinueAsNewSuggested();
    }

    @Override
    public CommandResult requestRetraining(RetrainCommand command) {
        return ledger.once(command.commandId(), () -> decideRetraining(command));
    }

    @Override
    public void suggestRetraining(RetrainCommand command) {
        try {
            checkRetraining(command);
        } catch (IllegalArgumentException malformed) {
            Workflow.getLogger(ModelWorkflowImpl.class)
                    .warn("model={} suggestion ignored: {}", model, malformed.getMessage());
            return;
        }
        ledger.once(command.commandId(), () -> {
            CommandResult answer = decideRetraining(command);
            if (answer.status() != CommandResult.Status.ACCEPTED
                    && !lastRefusal.equals(Optional.of(answer.message()))) {
                lastRefusal = Optional.of(answer.message());
                registry.recordRetrainingRefused(model, command, answer.message());
            }
            return answer;
        });
    }

    private CommandResult decideRetraining(RetrainCommand command) {
        deciding.lock();
        try {
            int rollbacksBefore = rollbacks;
            ModelSituation situation = reader.situation(model);
            return RetrainPolicy.decide(model, situation, command, episode.map(Episode::underWay))
                    .match(
                            allowed -> start(allowed, situation, command, rollbacksBefore),
                            refused -> CommandResult.refused(refused.reason()),
                            notDeclared -> CommandResult.unknown(notDeclared.reason()));
        } finally {
            deciding.unlock();
        }
    }

    private CommandResult start(
            RetrainPolicy.Allowed allowed, ModelSituation situation, RetrainCommand command, int rollbacksBefore) {
        if (rollbacks != rollbacksBefore) {
            return rolledBackMeanwhile();
        }
        newestRun = Math.max(newestRun, situation.runs()) + 1;
        String run = model + "-r" + newestRun;
        RetrainCommand dated = new RetrainCommand(
                command.commandId(),
                command.trigger(),
                command.reason(),
                command.actor(),
                Optional.of(allowed.asOf()),
                command.table());
        RetrainRequest request = new RetrainRequest(model, run, dated, allowed.asOf());
        registry.recordRetrainingStarted(model, run, dated);
        if (rollbacks != rollbacksBefore) {
            runs.recordEnd(request, new RetrainOutcome.NoCandidate("A rollback came first"));
            return rolledBackMeanwhile();
        }
        lastRefusal = Optional.empty();
        episode = Optional.of(
                new Episode(request, allowed.spec(), situation.champion().orElse(0)));
        return CommandResult.accepted(
                run, "Retraining " + model + " as run " + run + " on data up to " + PlainTime.of(allowed.asOf()));
    }

    private CommandResult rolledBackMeanwhile() {
        return CommandResult.refused("Cannot retrain " + model + ": it was rolled back at this moment");
    }

    @Override
    public CommandResult decideReview(ReviewDecision decision) {
        return ledger.once(
                decision.commandId(),
                () -> episode.map(current -> current.decide(decision))
                        .orElseGet(() -> CommandResult.refused(
                                "Cannot decide review " + decision.review() + ": no review is open")));
    }

    @Override
    public CommandResult steerRollout(RolloutCommand command) {
        return ledger.once(
                command.commandId(),
                () -> episode.map(current -> current.steer(command))
                        .orElseGet(() ->
                                CommandResult.refused("Cannot steer the rollout of " + model + ": none is under way")));
    }

    @Override
    public CommandResult rollBack(RollbackCommand command) {
        return ledger.once(command.commandId(), () -> {
            rollbacks++;
            CommandResult answer = registry.rollBack(model, command);
            if (answer.status() == CommandResult.Status.ACCEPTED) {
                episode.ifPresent(current -> current.overtake(command.actor() + " rolled back: " + command.reason()));
            }
            return answer;
        });
    }

    @Override
    public CommandResult releaseHold(HoldReleaseCommand command) {
        return ledger.once(command.commandId(), () -> registry.releaseHold(model, command));
    }

    @Override
    public void retire() {
        retired = true;
    }

    @Override
    public ModelStatus status() {
        return episode.map(Episode::status)
                .orElseGet(() -> new ModelStatus(
                        ModelStatus.Phase.IDLE, Optional.empty(), Optional.empty(), Optional.empty(), "Idle"));
    }

    @Override
    public void checkRetraining(RetrainCommand command) {
        CommandForm.check(command.commandId(), command.reason(), command.actor());
        CommandForm.present(command.commandId(), "trigger", command.trigger());
    }

    @Override
    public void checkDecision(ReviewDecision decision) {
        CommandForm.check(decision.commandId(), decision.comment(), decision.actor());
        CommandForm.present(decision.commandId(), "review", decision.review());
        CommandForm.present(decision.commandId(), "choice", decision.choice());
        CommandForm.present(decision.commandId(), "evidence", decision.evidence());
    }

    @Override
    public void checkSteering(RolloutCommand command) {
        CommandForm.check(command.commandId(), command.reason(), command.actor());
        CommandForm.present(command.commandId(), "verb", command.verb());
    }

    @Override
    public void checkRollback(RollbackCommand command) {
        CommandForm.check(command.commandId(), command.reason(), command.actor());
    }

    @Override
    public void checkRelease(HoldReleaseCommand command) {
        CommandForm.check(command.commandId(), command.reason(), command.actor());
    }
}
