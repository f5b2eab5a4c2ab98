package dev.perennial.registry.log;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a model's log adds up to at one entry: the fold of all changes up to and including {@code seq}. */
public record ModelState(
        ModelName model,
        long seq,
        Optional<Digest> head,
        Optional<AppliedSpec> spec,
        List<ImportedTable> imports,
        List<RegisteredVersion> versions,
        OptionalInt champion,
        OptionalInt previous,
        Optional<Instant> championSince,
        Optional<TrafficPlan> traffic,
        Optional<Hold> hold,
        Optional<Instant> monitoredFrom,
        Optional<EvaluatedWindow> lastWindow,
        Optional<Retraining> retraining,
        Optional<Instant> lastRetrainingAsOf,
        Optional<OpenReview> review) {
    /** Copies the lists. */
    public ModelState {
        imports = List.copyOf(imports);
        versions = List.copyOf(versions);
    }

    /** The state before the first entry. */
    public static ModelState empty(ModelName model) {
        return new ModelState(
                model,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The champion by its full name. */
    public Optional<ModelVersion> championVersion() {
        return champion.isPresent() ? Optional.of(new ModelVersion(model, champion.getAsInt())) : Optional.empty();
    }

    /** The registered version of this number. */
    public Optional<RegisteredVersion> version(int number) {
        return versions.stream().filter(version -> version.number() == number).findFirst();
    }

    /** The declaration in force. */
    public record AppliedSpec(Digest digest, int revision) {}

    /** A table of labelled rows that was made elsewhere. */
    public record ImportedTable(Digest table, Instant from, Instant to, long rows) {}

    /** One version, and how it stands. */
    public record RegisteredVersion(int number, Digest manifest, String run, Instant registeredAt, Standing standing) {}

    /** How a version stands. */
    public enum Standing {
        /** Registered, never champion so far. */
        CANDIDATE,
        /** Rolled out at this moment. */
        CHALLENGER,
        /** Answers by default. */
        CHAMPION,
        /** Was champion. */
        RETIRED,
        /** Refused by a reviewer, or taken back from a rollout. */
        REJECTED
    }

    /** A stop that a rollback leaves: nothing is retrained or rolled out until a person releases it. */
    public record Hold(Actor actor, Instant since, String reason) {}

    /** The newest window evaluated on schedule. */
    public record EvaluatedWindow(TimeWindow window, String verdict, Digest report) {}

    /** The retraining run under way. */
    public record Retraining(String run, String trigger, Instant asOf) {}

    /** The review that waits for a person. */
    public record OpenReview(String review, int version, Digest evidence, Instant deadline) {}
}
