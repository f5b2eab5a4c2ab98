package dev.perennial.workflows.support;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ModelState.EndedAlert;
import dev.perennial.registry.log.ModelState.OpenAlert;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.alert.AlertOutcome;
import dev.perennial.workflows.alert.AlertRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The state that fake activities share, with the registry's fences: after a hold or a change of champion nothing of a
 * rollout is written any more. Every accepted write leaves a line on the timeline. Thread-safe.
 */
public final class FakeRegistry {
    private final List<String> timeline = new ArrayList<>();
    private final Map<String, Integer> operations = new LinkedHashMap<>();
    private final List<Instant> retrainings = new ArrayList<>();
    private Optional<ModelSpec> spec = Optional.of(Samples.spec(RetrainSpec.Mode.REVIEW));
    private OptionalInt champion = OptionalInt.of(1);
    private OptionalInt previous = OptionalInt.empty();
    private Optional<String> hold = Optional.empty();
    private Optional<TrafficPlan> traffic = Optional.empty();
    private final Map<String, OpenAlert> alerts = new LinkedHashMap<>();
    private final Map<String, EndedAlert> endedAlerts = new LinkedHashMap<>();
    private int versions = 1;

    public synchronized List<String> timeline() {
        return List.copyOf(timeline);
    }

    public synchronized long count(String beginning) {
        return timeline.stream().filter(line -> line.startsWith(beginning)).count();
    }

    public synchronized void declare(RetrainSpec.Mode mode) {
        spec = Optional.of(Samples.spec(mode));
    }

    public synchronized void forget() {
        spec = Optional.empty();
    }

    public synchronized void withoutChampion() {
        champion = OptionalInt.empty();
        versions = 0;
    }

    public synchronized void trafficIsElsewhere() {
        traffic = Optional.empty();
        champion = OptionalInt.of(99);
    }

    /** Whether the operation is new; one that is repeated changes nothing. */
    synchronized boolean first(String operation) {
        return operations.merge(operation, 1, Integer::sum) == 1;
    }

    synchronized void write(String line) {
        timeline.add(line);
    }

    synchronized Optional<ModelSpec> spec() {
        return spec;
    }

    public synchronized OptionalInt champion() {
        return champion;
    }

    synchronized OptionalInt previous() {
        return previous;
    }

    public synchronized Optional<String> hold() {
        return hold;
    }

    public synchronized Optional<TrafficPlan> traffic() {
        return traffic;
    }

    synchronized List<Instant> retrainings() {
        return List.copyOf(retrainings);
    }

    synchronized void retrainingStarted(Instant asOf) {
        retrainings.add(0, asOf);
    }

    synchronized int nextVersion() {
        versions++;
        return versions;
    }

    synchronized boolean plan(TrafficPlan plan, int expectedChampion) {
        if (hold.isPresent() || !champion.equals(OptionalInt.of(expectedChampion))) {
            return false;
        }
        traffic = Optional.of(plan);
        return true;
    }

    synchronized boolean promote(String rollout, int version) {
        if (!isUnderWay(rollout)) {
            return false;
        }
        crown(version);
        return true;
    }

    synchronized void crown(int version) {
        previous = champion;
        champion = OptionalInt.of(version);
        traffic = Optional.empty();
    }

    synchronized boolean clear(String rollout) {
        if (!isUnderWay(rollout)) {
            return false;
        }
        traffic = Optional.empty();
        return true;
    }

    synchronized void rollBack(int to, String reason) {
        previous = champion;
        champion = OptionalInt.of(to);
        traffic = Optional.empty();
        hold = Optional.of(reason);
    }

    public synchronized List<OpenAlert> alerts() {
        return List.copyOf(alerts.values());
    }

    synchronized List<EndedAlert> endedAlerts() {
        return List.copyOf(endedAlerts.values());
    }

    /** The alert is open as if it had been raised; nothing is written. */
    public synchronized void raise(AlertRequest request) {
        alerts.put(
                request.cause(),
                new OpenAlert(
                        request.alert(),
                        request.cause(),
                        request.severity().name(),
                        request.at(),
                        request.at(),
                        Optional.empty(),
                        Optional.empty(),
                        request.sentence()));
    }

    synchronized void resolve(AlertRequest request, AlertOutcome outcome) {
        alerts.remove(request.cause());
        endedAlerts.put(request.cause(), new EndedAlert(request.cause(), request.alert(), outcome.at()));
    }

    synchronized boolean release() {
        boolean held = hold.isPresent();
        hold = Optional.empty();
        return held;
    }

    private boolean isUnderWay(String rollout) {
        return traffic.filter(plan -> plan.rollout().equals(rollout)).isPresent();
    }

    /** The name under which a model's operations are told apart. */
    static String operation(ModelName model, String name) {
        return model + "/" + name;
    }
}
