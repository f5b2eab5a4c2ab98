package dev.perennial.workflows.retrain;

import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.workflows.ActivityFailures;
import dev.perennial.workflows.RegistryCalls;
import dev.perennial.workflows.retrain.RetrainActivities.Candidate;
import dev.perennial.workflows.retrain.RetrainActivities.Plan;
import dev.perennial.workflows.retrain.RetrainActivities.Registered;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import dev.perennial.workflows.retrain.RetrainActivities.Validation;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** Plans, extracts, trains all candidates at once, proves the best, registers it, and records the end whatever it is. */
public final class RetrainWorkflowImpl implements RetrainWorkflow {
    private final RetrainActivities work = Workflow.newActivityStub(RetrainActivities.class, RetrainOptions.work());
    private final RetrainActivities proof = Workflow.newActivityStub(RetrainActivities.class, RetrainOptions.proof());
    private final RetrainActivities registry =
            Workflow.newActivityStub(RetrainActivities.class, RegistryCalls.writes());

    @Override
    public RetrainOutcome run(RetrainRequest request) {
        try {
            RetrainOutcome outcome = outcomeOf(request);
            registry.recordEnd(request, outcome);
            Workflow.setCurrentDetails(outcome.sentence());
            return outcome;
        } catch (CanceledFailure canceled) {
            recordStop(request);
            throw canceled;
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure canceled) {
                recordStop(request);
                throw canceled;
            }
            registry.recordEnd(
                    request, new RetrainOutcome.NoCandidate("The run failed: " + ActivityFailures.reason(failure)));
            throw ActivityFailures.leaving("finish run " + request.run(), failure);
        }
    }

    private RetrainOutcome outcomeOf(RetrainRequest request) {
        Plan plan = registry.plan(request);
        Snapshot snapshot = work.snapshot(plan);
        if (snapshot.problem().isPresent()) {
            return new RetrainOutcome.NoCandidate(snapshot.problem().get());
        }
        Workflow.setCurrentDetails(
                "Training " + plan.recipes().size() + " candidates on " + snapshot.trainingRows() + " rows");
        Trained trained = trainAll(plan, snapshot);
        if (trained.candidates().isEmpty()) {
            return new RetrainOutcome.NoCandidate(
                    "No candidate could be trained: " + String.join("; ", trained.failures()));
        }
        Validation validation = proof.validate(plan, snapshot, trained.candidates());
        if (!validation.passed()) {
            return new RetrainOutcome.NoCandidate(validation.because());
        }
        Registered registered = proof.register(plan, snapshot, validation.best(), validation);
        if (plan.champion().isEmpty()) {
            registry.bootstrap(plan, registered.version(), validation);
            return new RetrainOutcome.ChampionByBootstrap(
                    registered.version(), registered.version() + " is the first champion: " + validation.because());
        }
        return new RetrainOutcome.CandidateReady(registered.version(), registered.evidence(), validation.because());
    }

    private Trained trainAll(Plan plan, Snapshot snapshot) {
        List<Promise<Candidate>> trainings = new ArrayList<>();
        for (CandidateRecipe recipe : plan.recipes()) {
            trainings.add(Async.function(work::train, plan, snapshot, recipe));
        }
        List<Candidate> candidates = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < trainings.size(); i++) {
            String label = plan.recipes().get(i).label();
            try {
                candidates.add(trainings.get(i).get());
            } catch (ActivityFailure failure) {
                if (failure.getCause() instanceof CanceledFailure) {
                    throw failure;
                }
                failures.add(label + ": " + ActivityFailures.reason(failure));
                Workflow.getLogger(RetrainWorkflowImpl.class)
                        .warn(
                                "run={} candidate={} left out: {}",
                                plan.request().run(),
                                label,
                                ActivityFailures.reason(failure));
            }
        }
        return new Trained(candidates, failures);
    }

    /* The workflow is cancelled already, so only a scope of its own can still write. */
    private void recordStop(RetrainRequest request) {
        Workflow.newDetachedCancellationScope(() -> registry.recordEnd(
                        request, new RetrainOutcome.NoCandidate("The run was stopped before it had a candidate")))
                .run();
    }

    private record Trained(List<Candidate> candidates, List<String> failures) {}
}
