package dev.perennial.registry.log;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ModelState.AppliedSpec;
import dev.perennial.registry.log.ModelState.EndedAlert;
import dev.perennial.registry.log.ModelState.EvaluatedWindow;
import dev.perennial.registry.log.ModelState.Hold;
import dev.perennial.registry.log.ModelState.ImportedTable;
import dev.perennial.registry.log.ModelState.OpenAlert;
import dev.perennial.registry.log.ModelState.OpenReview;
import dev.perennial.registry.log.ModelState.RegisteredVersion;
import dev.perennial.registry.log.ModelState.Retraining;
import dev.perennial.registry.log.ModelState.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A state while one entry is applied to it; lives within one call of the fold. */
final class StateDraft {
    private final ModelName model;
    private final long seq;
    private final Digest head;
    Optional<AppliedSpec> spec;
    final List<ImportedTable> imports;
    final List<RegisteredVersion> versions;
    OptionalInt champion;
    OptionalInt previous;
    Optional<Instant> championSince;
    Optional<TrafficPlan> traffic;
    Optional<Hold> hold;
    Optional<Instant> monitoredFrom;
    Optional<EvaluatedWindow> lastWindow;
    Optional<Retraining> retraining;
    Optional<Instant> lastRetrainingAsOf;
    Optional<OpenReview> review;
    final List<OpenAlert> alerts;
    final List<EndedAlert> endedAlerts;

    StateDraft(ModelState before, Digest head) {
        this.model = before.model();
        this.seq = before.seq() + 1;
        this.head = head;
        this.spec = before.spec();
        this.imports = new ArrayList<>(before.imports());
        this.versions = new ArrayList<>(before.versions());
        this.champion = before.champion();
        this.previous = before.previous();
        this.championSince = before.championSince();
        this.traffic = before.traffic();
        this.hold = before.hold();
        this.monitoredFrom = before.monitoredFrom();
        this.lastWindow = before.lastWindow();
        this.retraining = before.retraining();
        this.lastRetrainingAsOf = before.lastRetrainingAsOf();
        this.review = before.review();
        this.alerts = new ArrayList<>(before.alerts());
        this.endedAlerts = new ArrayList<>(before.endedAlerts());
    }

    void stand(int number, Standing standing) {
        versions.replaceAll(version -> version.number() == number
                ? new RegisteredVersion(number, version.manifest(), version.run(), version.registeredAt(), standing)
                : version);
    }

    ModelState finished() {
        return new ModelState(
                model,
                seq,
                Optional.of(head),
                spec,
                imports,
                versions,
                champion,
                previous,
                championSince,
                traffic,
                hold,
                monitoredFrom,
                lastWindow,
                retraining,
                lastRetrainingAsOf,
                review,
                alerts,
                endedAlerts);
    }
}
