package dev.perennial.workflows.upkeep;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.RegistryCalls;
import dev.perennial.workflows.upkeep.UpkeepActivities.UpkeepPlan;
import dev.perennial.workflows.upkeep.UpkeepSummary.Done;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Goes through models, tasks and pieces in order, a few pieces at a time. */
public final class UpkeepWorkflowImpl implements UpkeepWorkflow {
    private final List<Done> done = new ArrayList<>();
    private final UpkeepActivities work = Workflow.newActivityStub(UpkeepActivities.class, UpkeepOptions.pieces());
    private final UpkeepActivities registry = Workflow.newActivityStub(UpkeepActivities.class, RegistryCalls.writes());

    @Override
    public UpkeepSummary run(UpkeepRequest request) {
        try {
            List<ModelName> models = request.model().map(List::of).orElseGet(registry::models);
            int pieces = 0;
            for (ModelName model : models) {
                for (UpkeepTask task : request.tasks()) {
                    if (pieces < UpkeepOptions.MOST_PIECES_OF_ALL) {
                        pieces += perform(model, task, request);
                    }
                }
            }
            return status();
        } catch (ActivityFailure failure) {
            throw ActivityFailures.leaving("keep the log up", failure);
        }
    }

    @Override
    public UpkeepSummary status() {
        return new UpkeepSummary(done);
    }

    private int perform(ModelName model, UpkeepTask task, UpkeepRequest request) {
        UpkeepPlan plan = work.plan(model, task);
        List<TimeWindow> touched = new ArrayList<>();
        UpkeepTotals totals = worked(model, task, plan, request, touched);
        if (task == UpkeepTask.ERASE) {
            totals = totals.plus(new UpkeepTotals(0, 0, 0, work.dropExtracts(model, request)));
        }
        if (task == UpkeepTask.ERASE || (task == UpkeepTask.EXPIRE && totals.rows() > 0)) {
            registry.record(model, task, totals, Workflow.randomUUID().toString(), request);
        }
        int pieces = plan.pieces().size();
        done.add(new Done(model, task, pieces, totals, plan.more()));
        if (task == UpkeepTask.ERASE) {
            UpkeepTotals swept = new UpkeepTotals(0, 0, swept(model, touched, request), 0);
            registry.forget(model, request);
            done.set(done.size() - 1, new Done(model, task, pieces, totals.plus(swept), plan.more()));
        }
        return pieces;
    }

    /* The oldest piece is waited for, not the first to end: the order of commands must not depend on workers' speed. */
    private UpkeepTotals worked(
            ModelName model, UpkeepTask task, UpkeepPlan plan, UpkeepRequest request, List<TimeWindow> touched) {
        Deque<Running> running = new ArrayDeque<>();
        UpkeepTotals totals = UpkeepTotals.none();
        for (TimeWindow piece : plan.pieces()) {
            if (running.size() == UpkeepOptions.PIECES_AT_ONCE) {
                totals = totals.plus(running.removeFirst().ended(touched));
            }
            running.addLast(new Running(piece, Async.function(() -> work.work(model, task, piece, request))));
        }
        while (!running.isEmpty()) {
            totals = totals.plus(running.removeFirst().ended(touched));
        }
        return totals;
    }

    /* What an erasure replaced is gone from the store before the run ends. */
    private long swept(ModelName model, List<TimeWindow> touched, UpkeepRequest request) {
        if (touched.isEmpty()) {
            return 0;
        }
        Workflow.sleep(request.grace());
        long removed = 0;
        for (TimeWindow piece : touched) {
            removed += work.sweep(model, piece, request);
        }
        return removed;
    }

    private record Running(TimeWindow piece, Promise<UpkeepTotals> totals) {
        UpkeepTotals ended(List<TimeWindow> touched) {
            UpkeepTotals ended = totals.get();
            if (!ended.equals(UpkeepTotals.none())) {
                touched.add(piece);
            }
            return ended;
        }
    }
}
