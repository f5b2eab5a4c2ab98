package dev.perennial.registry.log;

import dev.perennial.registry.Actor;
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
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The rules by which an entry changes a model's state, as a pure function. A change that cannot follow the state is
 * refused by {@link RefusedException}: before an append that keeps it out of the log, while reading it betrays a log
 * that was tampered with. Times in the state are the entry's event time where it has one, else when it was recorded.
 */
public final class ModelStateFold {
    private ModelStateFold() {}

    /** The state after {@code entry}, whose stored bytes have the digest {@code head}. */
    public static ModelState apply(ModelState before, RegistryEntry entry, Digest head) {
        StateDraft after = new StateDraft(before, head);
        Instant when = entry.entry().eventTime().orElse(entry.recordedAt());
        entry.entry().change().match(new Transition(before, entry.entry(), entry.recordedAt(), when, after));
        return after.finished();
    }

    /** What an entry changes; each case checks first and then writes to {@code after}. */
    private record Transition(ModelState before, EntryDraft entry, Instant recordedAt, Instant when, StateDraft after)
            implements RegistryChange.Cases<StateDraft> {
        private static final Set<String> DECISIONS = Set.of("approved", "rejected", "expired", "dismissed");

        private ModelName model() {
            return before.model();
        }

        @Override
        public StateDraft specApplied(RegistryChange.SpecApplied change) {
            int expected = before.spec().map(AppliedSpec::revision).orElse(0) + 1;
            refuseUnless(
                    change.revision() == expected,
                    "Cannot apply revision " + change.revision() + " of " + model() + ": the next is " + expected);
            after.spec = Optional.of(new AppliedSpec(change.spec(), change.revision()));
            return after;
        }

        @Override
        public StateDraft specWithdrawn(RegistryChange.SpecWithdrawn change) {
            before.requireSpec();
            before.requireNoRetraining();
            before.requireNoRollout();
            before.review().ifPresent(open -> {
                throw new RefusedException(
                        "Cannot withdraw " + model() + ": review " + open.review() + " is open, decide it first");
            });
            after.spec = Optional.empty();
            after.monitoredFrom = Optional.empty();
            return after;
        }

        @Override
        public StateDraft dataImported(RegistryChange.DataImported change) {
            refuseUnless(
                    change.from().isBefore(change.to()) && change.rows() > 0,
                    "Cannot import table " + change.table().abbreviated() + " for " + model() + ": " + change.rows()
                            + " rows from " + change.from() + " to " + change.to());
            refuseUnless(
                    before.imports().stream().noneMatch(known -> known.table().equals(change.table())),
                    "Cannot import table " + change.table().abbreviated() + " for " + model()
                            + ": it is imported already");
            after.imports.add(new ImportedTable(change.table(), change.from(), change.to(), change.rows()));
            return after;
        }

        @Override
        public StateDraft monitoringStarted(RegistryChange.MonitoringStarted change) {
            before.requireSpec();
            after.monitoredFrom = Optional.of(change.from());
            return after;
        }

        @Override
        public StateDraft monitoringPaused(RegistryChange.MonitoringPaused change) {
            refuseUnless(
                    before.monitoredFrom().isPresent(),
                    "Cannot pause monitoring of " + model() + ": it is not running");
            after.monitoredFrom = Optional.empty();
            return after;
        }

        @Override
        public StateDraft windowEvaluated(RegistryChange.WindowEvaluated change) {
            before.lastWindow()
                    .ifPresent(last -> refuseUnless(
                            change.window().to().isAfter(last.window().to()),
                            "Cannot record window " + change.window() + " of " + model() + ": the last one is "
                                    + last.window()));
            after.lastWindow = Optional.of(new EvaluatedWindow(change.window(), change.verdict(), change.report()));
            return after;
        }

        @Override
        public StateDraft retrainingStarted(RegistryChange.RetrainingStarted change) {
            before.requireSpec();
            before.requireNotHeld();
            before.requireNoRetraining();
            after.retraining = Optional.of(new Retraining(change.run(), change.trigger(), change.asOf()));
            after.lastRetrainingAsOf = Optional.of(change.asOf());
            return after;
        }

        @Override
        public StateDraft retrainingEnded(RegistryChange.RetrainingEnded change) {
            refuseUnless(
                    before.retraining()
                            .filter(run -> run.run().equals(change.run()))
                            .isPresent(),
                    "Cannot end retraining run " + change.run() + " of " + model() + ": "
                            + before.retraining()
                                    .map(run -> "run " + run.run() + " is under way")
                                    .orElse("none is under way"));
            after.retraining = Optional.empty();
            return after;
        }

        @Override
        public StateDraft versionRegistered(RegistryChange.VersionRegistered change) {
            int expected = before.versions().size() + 1;
            refuseUnless(
                    change.version() == expected,
                    "Cannot register " + model() + "@" + change.version() + ": the next number is " + expected);
            after.versions.add(
                    new RegisteredVersion(change.version(), change.manifest(), change.run(), when, Standing.CANDIDATE));
            return after;
        }

        @Override
        public StateDraft reviewOpened(RegistryChange.ReviewOpened change) {
            RegisteredVersion version = before.requireVersion(change.version());
            refuseUnless(
                    version.standing() == Standing.CANDIDATE,
                    "Cannot open a review of " + model() + "@" + change.version() + ": it is "
                            + word(version.standing()) + ", expected a candidate");
            before.review().ifPresent(open -> {
                throw new RefusedException("Cannot open review " + change.review() + " of " + model() + ": review "
                        + open.review() + " of " + model() + "@" + open.version() + " is open");
            });
            after.review = Optional.of(
                    new OpenReview(change.review(), change.version(), change.evidence(), change.deadline()));
            return after;
        }

        @Override
        public StateDraft reviewClosed(RegistryChange.ReviewClosed change) {
            OpenReview open = before.requireReview(change.review());
            refuseUnless(
                    DECISIONS.contains(change.decision()),
                    "Cannot close review " + change.review() + " of " + model() + ": the decision is '"
                            + change.decision() + "', expected approved, rejected, expired or dismissed");
            if (change.decision().equals("approved")) {
                before.requireNotHeld();
            }
            if (change.decision().equals("rejected")) {
                after.stand(open.version(), Standing.REJECTED);
            }
            after.review = Optional.empty();
            return after;
        }

        @Override
        public StateDraft trafficPlanned(RegistryChange.TrafficPlanned change) {
            TrafficPlan plan = change.plan();
            before.requireNotHeld();
            int champion = before.requireChampion().number();
            RegisteredVersion challenger = before.requireVersion(plan.challenger());
            refuseUnless(
                    challenger.number() != champion && challenger.standing() != Standing.REJECTED,
                    "Cannot roll out " + model() + "@" + plan.challenger() + ": it is " + word(challenger.standing()));
            before.traffic()
                    .ifPresent(standing -> refuseUnless(
                            standing.rollout().equals(plan.rollout())
                                    && standing.challenger() == plan.challenger()
                                    && standing.step() <= plan.step(),
                            "Cannot plan step " + plan.step() + " of rollout " + plan.rollout() + " of " + model() + "@"
                                    + plan.challenger() + ": rollout " + standing.rollout() + " of " + model() + "@"
                                    + standing.challenger() + " is at step " + standing.step()));
            after.stand(plan.challenger(), Standing.CHALLENGER);
            after.traffic = Optional.of(plan);
            return after;
        }

        @Override
        public StateDraft trafficCleared(RegistryChange.TrafficCleared change) {
            refuseUnless(
                    before.traffic()
                            .filter(plan ->
                                    plan.rollout().equals(change.rollout()) && plan.challenger() == change.challenger())
                            .isPresent(),
                    "Cannot end rollout " + change.rollout() + " of " + model() + "@" + change.challenger() + ": "
                            + before.traffic()
                                    .map(plan -> "rollout " + plan.rollout() + " of " + model() + "@"
                                            + plan.challenger() + " is under way")
                                    .orElse("no rollout is under way"));
            after.stand(change.challenger(), Standing.REJECTED);
            after.traffic = Optional.empty();
            return after;
        }

        @Override
        public StateDraft championPromoted(RegistryChange.ChampionPromoted change) {
            RegisteredVersion version = before.requireVersion(change.version());
            before.requireNotHeld();
            refuseUnless(
                    version.standing() != Standing.CHAMPION && version.standing() != Standing.REJECTED,
                    "Cannot promote " + model() + "@" + change.version() + ": it is " + word(version.standing()));
            before.traffic()
                    .ifPresent(plan -> refuseUnless(
                            plan.challenger() == change.version(),
                            "Cannot promote " + model() + "@" + change.version() + ": rollout " + plan.rollout()
                                    + " of " + model() + "@" + plan.challenger() + " is under way"));
            after.previous = before.champion();
            crown(change.version());
            return after;
        }

        @Override
        public StateDraft rolledBack(RegistryChange.RolledBack change) {
            int champion = before.requireChampion().number();
            RegisteredVersion target = before.requireVersion(change.to());
            boolean stopsRollout = change.to() == champion && before.traffic().isPresent();
            refuseUnless(
                    stopsRollout || target.standing() == Standing.RETIRED,
                    change.to() == champion
                            ? "Cannot roll back " + model() + " to " + model() + "@" + change.to()
                                    + ": it is the champion already"
                            : "Cannot roll back " + model() + " to " + model() + "@" + change.to()
                                    + ": it never was champion, it is " + word(target.standing()));
            before.traffic().ifPresent(plan -> after.stand(plan.challenger(), Standing.REJECTED));
            if (change.to() != champion) {
                crown(change.to());
                after.previous = newestRetiredBelow(change.to());
            }
            after.traffic = Optional.empty();
            // What the reviewer was shown compared the candidate with a champion that is none any more.
            after.review = Optional.empty();
            after.hold = Optional.of(new Hold(entry.actor(), when, entry.sentence()));
            return after;
        }

        /** After a rollback the next one back is the champion before the target, not the version just taken back. */
        private OptionalInt newestRetiredBelow(int target) {
            return after.versions.stream()
                    .filter(version -> version.number() < target && version.standing() == Standing.RETIRED)
                    .max(Comparator.comparingInt(RegisteredVersion::number))
                    .map(version -> OptionalInt.of(version.number()))
                    .orElseGet(OptionalInt::empty);
        }

        private void crown(int version) {
            before.champion().ifPresent(champion -> after.stand(champion, Standing.RETIRED));
            after.stand(version, Standing.CHAMPION);
            after.champion = OptionalInt.of(version);
            after.championSince = Optional.of(when);
            after.traffic = Optional.empty();
        }

        @Override
        public StateDraft holdReleased(RegistryChange.HoldReleased change) {
            refuseUnless(before.hold().isPresent(), "Cannot release the hold of " + model() + ": none stands");
            after.hold = Optional.empty();
            return after;
        }

        @Override
        public StateDraft alertRaised(RegistryChange.AlertRaised change) {
            before.alerts().stream()
                    .filter(open ->
                            open.cause().equals(change.cause()) || open.alert().equals(change.alert()))
                    .findFirst()
                    .ifPresent(open -> {
                        throw new RefusedException("Cannot raise alert " + model() + "/" + change.alert() + ": "
                                + model() + "/" + open.alert() + " of the same cause is open");
                    });
            after.alerts.add(new OpenAlert(
                    change.alert(),
                    change.cause(),
                    change.severity(),
                    change.at(),
                    recordedAt,
                    change.respondBy(),
                    Optional.empty(),
                    entry.sentence()));
            return after;
        }

        @Override
        public StateDraft alertAcknowledged(RegistryChange.AlertAcknowledged change) {
            OpenAlert open = before.requireAlert(change.alert());
            replace(open, open.severity(), Optional.empty(), Optional.of(entry.actor()));
            return after;
        }

        @Override
        public StateDraft alertEscalated(RegistryChange.AlertEscalated change) {
            OpenAlert open = before.requireAlert(change.alert());
            replace(open, change.severity(), change.respondBy(), Optional.empty());
            return after;
        }

        private void replace(
                OpenAlert open, String severity, Optional<Instant> respondBy, Optional<Actor> acknowledgedBy) {
            after.alerts.set(
                    after.alerts.indexOf(open),
                    new OpenAlert(
                            open.alert(),
                            open.cause(),
                            severity,
                            open.since(),
                            open.raisedAt(),
                            respondBy,
                            acknowledgedBy,
                            open.sentence()));
        }

        @Override
        public StateDraft alertResolved(RegistryChange.AlertResolved change) {
            OpenAlert open = before.requireAlert(change.alert());
            after.alerts.remove(open);
            after.endedAlerts.removeIf(ended -> ended.cause().equals(open.cause()));
            after.endedAlerts.add(new EndedAlert(open.cause(), open.alert(), change.at()));
            return after;
        }

        @Override
        public StateDraft noted(RegistryChange.Noted change) {
            return after;
        }

        @Override
        public StateDraft unknown(RegistryChange.Unknown change) {
            return after;
        }

        private static String word(Standing standing) {
            return switch (standing) {
                case CANDIDATE -> "a candidate";
                case CHALLENGER -> "being rolled out";
                case CHAMPION -> "the champion";
                case RETIRED -> "retired";
                case REJECTED -> "rejected";
            };
        }

        private static void refuseUnless(boolean possible, String otherwise) {
            if (!possible) {
                throw new RefusedException(otherwise);
            }
        }
    }
}
