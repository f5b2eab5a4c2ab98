package dev.perennial.workflows.lifecycle;

import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.CommandResult;
import dev.perennial.workflows.model.AnsweredCommand;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which commands were obeyed lately, and with what answer: a command that comes again gets the answer of the first,
 * whether that one is finished, under way, or was obeyed in an earlier run of the entity.
 *
 * <p>Used within one workflow, whose threads take turns.
 */
final class CommandLedger {
    private final Deque<AnsweredCommand> answered;
    private final Map<String, CompletablePromise<CommandResult>> underWay = new LinkedHashMap<>();
    private int heard;

    /** A ledger that knows the commands of earlier runs, oldest first. */
    CommandLedger(List<AnsweredCommand> earlier) {
        this.answered = new ArrayDeque<>(earlier);
    }

    /**
     * The answer to the command, obeyed now unless it was before. A failure of an activity becomes a refusal that is not
     * remembered: what could not be done now may be asked again under the same id.
     */
    CommandResult once(String commandId, Functions.Func<CommandResult> obey) {
        heard++;
        for (AnsweredCommand command : answered) {
            if (command.commandId().equals(commandId)) {
                return command.answer();
            }
        }
        CompletablePromise<CommandResult> first = underWay.get(commandId);
        return first != null ? first.get() : first(commandId, obey);
    }

    private CommandResult first(String commandId, Functions.Func<CommandResult> obey) {
        CompletablePromise<CommandResult> answer = Workflow.newPromise();
        underWay.put(commandId, answer);
        try {
            CommandResult result = answerOf(commandId, obey);
            answer.complete(result);
            return result;
        } catch (TemporalFailure failure) {
            answer.completeExceptionally(failure);
            throw failure;
        } finally {
            underWay.remove(commandId);
        }
    }

    private CommandResult answerOf(String commandId, Functions.Func<CommandResult> obey) {
        try {
            CommandResult result = obey.apply();
            remember(new AnsweredCommand(commandId, result));
            return result;
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure) {
                throw failure;
            }
            return CommandResult.refused(
                    failure.getCause() instanceof TimeoutFailure
                            ? "The registry did not answer in time, and nothing was done: try again"
                            : ActivityFailures.reason(failure));
        }
    }

    private void remember(AnsweredCommand command) {
        answered.addLast(command);
        if (answered.size() > ModelOptions.REMEMBERED_COMMANDS) {
            answered.removeFirst();
        }
    }

    /** What the next run of the entity must know, oldest first. */
    List<AnsweredCommand> recent() {
        return List.copyOf(answered);
    }

    /** How many commands reached this run, repeated ones included: each made its history longer. */
    int heard() {
        return heard;
    }
}
