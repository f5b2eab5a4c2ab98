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
        Optional<OpenReview> review,
        List<OpenAlert> alerts,
        List<EndedAlert> endedAlerts) {
    /** Copies the lists. */
    public ModelState {
        imports = List.copyOf(imports);
        versions = List.copyOf(versions);
        alerts = List.copyOf(alerts);
        endedAlerts = List.copyOf(endedAlerts);
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
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** The open alert of this key; refused where it is not open. */
    public OpenAlert requireAlert(String key) {
        return alerts.stream()
                .filter(open -> open.alert().equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new RefusedException("Cannot change alert " + model + "/" + key + ": it is not open"));
    }

    /** The champion by its full name. */
    public Optional<ModelVersion> championVersion() {
        return champion.isPresent() ? Optional.of(new ModelVersion(model, champion.getAsInt())) : Optional.empty();
    }

    /** The registered version of this number. */
    public Optional<RegisteredVersion> version(int number) {
        return versions.stream().filter(version -> version.number() == number).findFirst();
    }

    /** The declaration in force; refused where there is none. */
    public AppliedSpec requireSpec() {
        return spec.orElseThrow(() -> new RefusedException(
                "Cannot do this for " + model + ": no model file is applied, expected one from perennial model apply"));
    }

    /** The champion; refused where there is none. */
    public ModelVersion requireChampion() {
        return championVersion()
                .orElseThrow(() -> new RefusedException("Cannot do this for " + model + ": it has no champion yet"));
    }

    /** The registered version of this number; refused where there is none. */
    public RegisteredVersion requireVersion(int number) {
        return version(number)
                .orElseThrow(() -> new RefusedException("Cannot use " + model + "@" + number + ": "
                        + (versions.isEmpty()
                                ? "no version is registered"
                                : "the registered versions are 1 to " + versions.size())));
    }

    /** Refuses while a hold stands. */
    public void requireNotHeld() {
        hold.ifPresent(held -> {
            throw new RefusedException("Cannot retrain or roll out " + model + ": held since " + held.since() + " by "
                    + held.actor() + " (" + held.reason() + "); release the hold first");
        });
    }

    /** Refuses while a retraining run is under way. */
    public void requireNoRetraining() {
        retraining.ifPresent(running -> {
            throw new RefusedException("Cannot start retraining " + model + ": run " + running.run() + " ("
                    + running.trigger() + ") is under way");
        });
    }

    /** Refuses while a rollout is under way. */
    public void requireNoRollout() {
        traffic.ifPresent(plan -> {
            throw new RefusedException("Cannot start a rollout of " + model + ": rollout " + plan.rollout() + " of "
                    + model + "@" + plan.challenger() + " is under way");
        });
    }

    /** The open review of this id; refused where it is not open, such as after a decision. */
    public OpenReview requireReview(String id) {
        return review.filter(open -> open.review().equals(id))
                .orElseThrow(() -> new RefusedException("Cannot decide review " + id + " of " + model
                        + ": it is not open"
                        + review.map(open -> ", the open one is " + open.review())
                                .orElse("")));
    }

    /** The version to which a rollback goes unless told otherwise; refused where there is none. */
    public ModelVersion requireRollbackTarget() {
        if (previous.isEmpty()) {
            throw new RefusedException("Cannot roll back " + model + ": no earlier champion is known");
        }
        return new ModelVersion(model, previous.getAsInt());
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
        /** Was champion; the only versions that a rollback may go to. */
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

    /**
     * An alert that waits for its end.
     *
     * @param alert its key, one of a kind for the model
     * @param cause what raised it, such as {@code log-loss}; only one alert of a cause is open
     * @param severity {@code ticket} or {@code page}
     * @param since the event time of what raised it
     * @param raisedAt when it was raised, by the wall clock
     * @param respondBy until when somebody should acknowledge it
     * @param sentence why it was raised
     */
    public record OpenAlert(
            String alert,
            String cause,
            String severity,
            Instant since,
            Instant raisedAt,
            Optional<Instant> respondBy,
            Optional<Actor> acknowledgedBy,
            String sentence) {}

    /** The newest alert of a cause that is over, with the event time of what was seen of it last. */
    public record EndedAlert(String cause, String alert, Instant at) {}
}
