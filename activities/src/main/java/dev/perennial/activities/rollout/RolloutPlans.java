package dev.perennial.activities.rollout;

import dev.perennial.activities.context.RegistryHistory;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TrafficPlan;
import java.time.Instant;
import java.util.List;

/** The plans that a rollout has put in force so far, oldest first; never empty. */
record RolloutPlans(List<TrafficPlan> plans) {
    RolloutPlans {
        plans = List.copyOf(plans);
        if (plans.isEmpty()) {
            throw new IllegalArgumentException("Invalid rollout: it has put no plan in force");
        }
    }

    static RolloutPlans of(Registry registry, ModelName model, TrafficPlan current) {
        List<TrafficPlan> plans = new RegistryHistory(registry)
                .changes(model, RegistryChange.TrafficPlanned.class).stream()
                        .map(RegistryChange.TrafficPlanned::plan)
                        .filter(plan -> plan.rollout().equals(current.rollout()))
                        .toList();
        return new RolloutPlans(plans.isEmpty() ? List.of(current) : plans);
    }

    Instant begin() {
        return plans.get(0).since();
    }

    /** The share of traffic, in basis points, of the step before the given one; 0 before the first. */
    int shareBefore(TrafficPlan plan) {
        return plans.stream()
                .filter(earlier -> earlier.step() < plan.step())
                .reduce((first, second) -> second)
                .map(TrafficPlan::basisPoints)
                .orElse(0);
    }
}
