package dev.perennial.registry.log;

import static dev.perennial.registry.log.Drafts.MARCH;
import static dev.perennial.registry.log.Drafts.MODEL;
import static dev.perennial.registry.log.Drafts.cleared;
import static dev.perennial.registry.log.Drafts.promoted;
import static dev.perennial.registry.log.Drafts.rolledBack;
import static dev.perennial.registry.log.Drafts.spec;
import static dev.perennial.registry.log.Drafts.traffic;
import static dev.perennial.registry.log.Drafts.version;
import static dev.perennial.registry.log.Drafts.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.ModelState.RegisteredVersion;
import dev.perennial.registry.log.ModelState.Standing;
import dev.perennial.registry.log.RegistryChange.DataImported;
import dev.perennial.registry.log.RegistryChange.HoldReleased;
import dev.perennial.registry.log.RegistryChange.MonitoringPaused;
import dev.perennial.registry.log.RegistryChange.MonitoringStarted;
import dev.perennial.registry.log.RegistryChange.RetrainingEnded;
import dev.perennial.registry.log.RegistryChange.RetrainingStarted;
import dev.perennial.registry.log.RegistryChange.ReviewClosed;
import dev.perennial.registry.log.RegistryChange.ReviewOpened;
import dev.perennial.registry.log.RegistryChange.SpecWithdrawn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ModelStateFoldTest {
    private static final RegistryChange STARTED = new RetrainingStarted("run-9", "challenger", MARCH);
    private static final RegistryChange REVIEW =
            new ReviewOpened("review-2", 2, Digest.of("evidence"), MARCH.plus(Duration.ofDays(2)));

    private static ModelState fold(RegistryChange... changes) {
        return fold(ModelState.empty(MODEL), changes);
    }

    private static ModelState fold(ModelState start, RegistryChange... changes) {
        ModelState state = start;
        for (RegistryChange change : changes) {
            RegistryEntry entry = new RegistryEntry(
                    MODEL, state.seq() + 1, state.head(), "op " + state.seq(), MARCH, Drafts.of(change));
            state = ModelStateFold.apply(state, entry, Digest.of("entry " + entry.seq()));
        }
        return state;
    }

    private static void assertRefused(ModelState state, RegistryChange change, String message) {
        assertThatThrownBy(() -> fold(state, change))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message);
    }

    /** Three versions; the first two were champions, the second is, the third is a candidate. */
    private static ModelState served() {
        return fold(spec(1), version(1), promoted(1), version(2), promoted(2), version(3));
    }

    private static List<Standing> standings(ModelState state) {
        return state.versions().stream().map(RegisteredVersion::standing).toList();
    }

    @Test
    void countsEntriesAndRemembersTheHead() {
        ModelState state = fold(spec(1), spec(2));
        assertThat(state.seq()).isEqualTo(2);
        assertThat(state.head()).hasValue(Digest.of("entry 2"));
        assertThat(state.spec()).hasValue(new ModelState.AppliedSpec(Digest.of("spec 2"), 2));
        assertRefused(state, spec(2), "Cannot apply revision 2 of flight-delay: the next is 3");
    }

    @Test
    void passesTheCrownAndRemembersTheFormerChampion() {
        ModelState state = served();
        assertThat(state.championVersion()).hasValue(new ModelVersion(MODEL, 2));
        assertThat(state.previous()).hasValue(1);
        assertThat(state.championSince()).hasValue(MARCH);
        assertThat(standings(state)).containsExactly(Standing.RETIRED, Standing.CHAMPION, Standing.CANDIDATE);
        assertRefused(state, promoted(2), "Cannot promote flight-delay@2: it is the champion");
        assertRefused(state, promoted(4), "Cannot use flight-delay@4: the registered versions are 1 to 3");
    }

    @Test
    void numbersVersionsWithoutGaps() {
        assertRefused(served(), version(5), "Cannot register flight-delay@5: the next number is 4");
        assertRefused(served(), version(3), "Cannot register flight-delay@3: the next number is 4");
    }

    @Test
    void rollsOutStepByStep() {
        ModelState state = fold(served(), traffic(3, 0), traffic(3, 1));
        assertThat(state.traffic())
                .hasValueSatisfying(plan -> assertThat(plan.step()).isOne());
        assertThat(standings(state)).containsExactly(Standing.RETIRED, Standing.CHAMPION, Standing.CHALLENGER);
        assertRefused(
                state,
                traffic(3, 0),
                "Cannot plan step 0 of rollout rollout-3 of flight-delay@3: rollout rollout-3 of flight-delay@3 is at step 1");
        assertRefused(
                state,
                traffic(1, 5),
                "Cannot plan step 5 of rollout rollout-1 of flight-delay@1: rollout rollout-3 of flight-delay@3 is at step 1");
        assertRefused(
                state, promoted(1), "Cannot promote flight-delay@1: rollout rollout-3 of flight-delay@3 is under way");
        ModelState after = fold(state, promoted(3));
        assertThat(after.traffic()).isEmpty();
        assertThat(after.previous()).hasValue(2);
        assertThat(standings(after)).containsExactly(Standing.RETIRED, Standing.RETIRED, Standing.CHAMPION);
    }

    @Test
    void takesAChallengerBackForGood() {
        ModelState state = fold(served(), traffic(3, 1), cleared(3));
        assertThat(state.traffic()).isEmpty();
        assertThat(state.champion()).hasValue(2);
        assertThat(standings(state)).containsExactly(Standing.RETIRED, Standing.CHAMPION, Standing.REJECTED);
        assertRefused(state, traffic(3, 1), "Cannot roll out flight-delay@3: it is rejected");
        assertRefused(state, promoted(3), "Cannot promote flight-delay@3: it is rejected");
        assertRefused(state, cleared(3), "Cannot end rollout rollout-3 of flight-delay@3: no rollout is under way");
    }

    @Test
    void rollsOutOnlyBesideAChampion() {
        assertRefused(fold(version(1)), traffic(1, 1), "Cannot do this for flight-delay: it has no champion yet");
        assertRefused(served(), traffic(2, 1), "Cannot roll out flight-delay@2: it is the champion");
        assertRefused(served(), traffic(4, 1), "Cannot use flight-delay@4: the registered versions are 1 to 3");
    }

    @Test
    void rollbackBeatsARolloutAndHolds() {
        ModelState state = fold(served(), traffic(3, 1), rolledBack(1));
        assertThat(state.champion()).hasValue(1);
        assertThat(state.previous()).isEmpty();
        assertThat(state.traffic()).isEmpty();
        assertThat(state.hold())
                .hasValueSatisfying(hold -> assertThat(hold.reason()).isEqualTo("because"));
        assertThat(standings(state)).containsExactly(Standing.CHAMPION, Standing.RETIRED, Standing.REJECTED);
        String held = "Cannot retrain or roll out flight-delay: held since 2013-03-01T00:00:00Z by user:ada (because); "
                + "release the hold first";
        assertRefused(state, traffic(2, 1), held);
        assertRefused(state, promoted(2), held);
        assertRefused(state, STARTED, held);
        ModelState released = fold(state, new HoldReleased());
        assertThat(released.hold()).isEmpty();
        assertThat(fold(released, traffic(2, 1)).traffic()).isPresent();
        assertRefused(released, new HoldReleased(), "Cannot release the hold of flight-delay: none stands");
    }

    @Test
    void rollsBackOnlyToFormerChampions() {
        assertRefused(
                served(), rolledBack(2), "Cannot roll back flight-delay to flight-delay@2: it is the champion already");
        assertRefused(
                served(),
                rolledBack(3),
                "Cannot roll back flight-delay to flight-delay@3: it never was champion, it is a candidate");
        assertRefused(fold(version(1)), rolledBack(1), "Cannot do this for flight-delay: it has no champion yet");
    }

    @Test
    void rollingBackToTheChampionStopsTheRollout() {
        ModelState state = fold(served(), traffic(3, 1), rolledBack(2));
        assertThat(state.champion()).hasValue(2);
        assertThat(state.previous()).hasValue(1);
        assertThat(state.traffic()).isEmpty();
        assertThat(state.hold()).isPresent();
    }

    @Test
    void secondRollbackGoesFurtherBackAndNotForward() {
        ModelState third = fold(served(), promoted(3));
        ModelState once = fold(third, rolledBack(2));
        assertThat(once.requireRollbackTarget()).isEqualTo(new ModelVersion(MODEL, 1));
        ModelState twice = fold(once, rolledBack(1));
        assertThat(twice.previous()).isEmpty();
        assertThatThrownBy(twice::requireRollbackTarget)
                .hasMessage("Cannot roll back flight-delay: no earlier champion is known");
        assertThat(fold(twice, rolledBack(3)).requireRollbackTarget()).isEqualTo(new ModelVersion(MODEL, 2));
    }

    @Test
    void retrainsOnceAtATime() {
        ModelState running = fold(served(), STARTED);
        assertThat(running.lastRetrainingAsOf()).hasValue(MARCH);
        assertRefused(running, STARTED, "Cannot start retraining flight-delay: run run-9 (challenger) is under way");
        assertRefused(
                running,
                new RetrainingEnded("run-8", "candidate"),
                "Cannot end retraining run run-8 of flight-delay: run run-9 is under way");
        ModelState ended = fold(running, new RetrainingEnded("run-9", "candidate"));
        assertThat(ended.retraining()).isEmpty();
        assertThat(ended.lastRetrainingAsOf()).hasValue(MARCH);
        assertThat(fold(ended, STARTED).retraining()).isPresent();
        assertRefused(
                fold(version(1)),
                STARTED,
                "Cannot do this for flight-delay: no model file is applied, expected one from perennial model apply");
    }

    @Test
    void reviewsOneCandidateAndCountsOneDecision() {
        ModelState candidate = fold(spec(1), version(1), promoted(1), version(2));
        ModelState open = fold(candidate, REVIEW);
        assertRefused(
                open,
                new ReviewOpened("review-3", 2, Digest.of("x"), MARCH),
                "Cannot open review review-3 of flight-delay: review review-2 of flight-delay@2 is open");
        assertRefused(
                open,
                new ReviewClosed("review-1", "approved"),
                "Cannot decide review review-1 of flight-delay: it is not open, the open one is review-2");
        assertRefused(
                open,
                new ReviewClosed("review-2", "maybe"),
                "Cannot close review review-2 of flight-delay: the decision is 'maybe', expected approved, rejected, "
                        + "expired or dismissed");
        ModelState approved = fold(open, new ReviewClosed("review-2", "approved"));
        assertThat(approved.review()).isEmpty();
        assertThat(standings(approved)).containsExactly(Standing.CHAMPION, Standing.CANDIDATE);
        assertRefused(
                approved,
                new ReviewClosed("review-2", "approved"),
                "Cannot decide review review-2 of flight-delay: it is not open");
        ModelState rejected = fold(open, new ReviewClosed("review-2", "rejected"));
        assertThat(standings(rejected)).containsExactly(Standing.CHAMPION, Standing.REJECTED);
        assertRefused(rejected, REVIEW, "Cannot open a review of flight-delay@2: it is rejected, expected a candidate");
    }

    @Test
    void approvesNothingWhileHeld() {
        ModelState held = fold(served(), rolledBack(1), new ReviewOpened("review-3", 3, Digest.of("e"), MARCH));
        assertThatThrownBy(() -> fold(held, new ReviewClosed("review-3", "approved")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("release the hold first");
        assertThat(fold(held, new ReviewClosed("review-3", "rejected")).review())
                .isEmpty();
    }

    @Test
    void rollbackEndsTheReviewWhoseEvidenceItOvertakes() {
        ModelState state = fold(
                served(), new ReviewOpened("review-3", 3, Digest.of("e"), MARCH), rolledBack(1), new HoldReleased());
        assertRefused(
                state,
                new ReviewClosed("review-3", "approved"),
                "Cannot decide review review-3 of flight-delay: it is not open");
        assertThat(standings(state)).containsExactly(Standing.CHAMPION, Standing.RETIRED, Standing.CANDIDATE);
    }

    @Test
    void evaluatesWindowsForwards() {
        ModelState state = fold(spec(1), new MonitoringStarted(MARCH), window(0), window(7));
        assertThat(state.lastWindow())
                .hasValueSatisfying(last -> assertThat(last.window()).hasToString("2013-03-08T00:00:00Z/P7D"));
        assertRefused(
                state,
                window(7),
                "Cannot record window 2013-03-08T00:00:00Z/P7D of flight-delay: the last one is 2013-03-08T00:00:00Z/P7D");
        ModelState paused = fold(state, new MonitoringPaused());
        assertThat(paused.monitoredFrom()).isEmpty();
        assertRefused(paused, new MonitoringPaused(), "Cannot pause monitoring of flight-delay: it is not running");
    }

    @Test
    void importsATableOnce() {
        RegistryChange table = new DataImported(Digest.of("t"), MARCH, MARCH.plus(Duration.ofDays(1)), 10);
        ModelState state = fold(table);
        assertThat(state.imports()).hasSize(1);
        assertRefused(
                state,
                table,
                "Cannot import table " + Digest.of("t").abbreviated() + " for flight-delay: it is imported already");
    }

    @Test
    void withdrawsADeclarationThatNothingIsUnderWayFor() {
        ModelState monitored = fold(served(), new MonitoringStarted(MARCH));
        ModelState withdrawn = fold(monitored, new SpecWithdrawn());
        assertThat(withdrawn.spec()).isEmpty();
        assertThat(withdrawn.monitoredFrom()).isEmpty();
        assertThat(withdrawn.versions()).hasSize(3);
        assertThatThrownBy(() -> fold(monitored, STARTED, new SpecWithdrawn())).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> fold(monitored, traffic(3, 1), new SpecWithdrawn()))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void takesEventTimeBeforeTheTimeOfRecording() {
        EntryDraft withoutEventTime = new EntryDraft(
                TimelineKind.VERSION_REGISTERED,
                Actor.user("ada"),
                Optional.empty(),
                "because",
                version(1),
                Evidence.none());
        RegistryEntry entry =
                new RegistryEntry(MODEL, 1, Optional.empty(), "op", MARCH.plus(Duration.ofDays(9)), withoutEventTime);
        ModelState state = ModelStateFold.apply(ModelState.empty(MODEL), entry, Digest.of("e"));
        assertThat(state.requireVersion(1).registeredAt()).isEqualTo(MARCH.plus(Duration.ofDays(9)));
        assertThat(fold(version(1)).requireVersion(1).registeredAt()).isEqualTo(MARCH);
    }

    @Test
    void followsAnAlertFromItsRaisingToItsEnd() {
        RegistryChange raised = new RegistryChange.AlertRaised(
                "auc-2013-03-01", "auc", "ticket", MARCH, Optional.of(MARCH.plusSeconds(60)));
        ModelState open = fold(spec(1), raised);
        assertThat(open.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo("ticket");
            assertThat(alert.respondBy()).hasValue(MARCH.plusSeconds(60));
        });
        assertRefused(
                open,
                new RegistryChange.AlertRaised("auc-2013-03-08", "auc", "page", MARCH, Optional.empty()),
                "Cannot raise alert flight-delay/auc-2013-03-08: flight-delay/auc-2013-03-01 of the same cause is open");

        ModelState taken = fold(open, new RegistryChange.AlertAcknowledged("auc-2013-03-01"));
        assertThat(taken.alerts().get(0).acknowledgedBy()).hasValue(Actor.user("ada"));
        assertThat(taken.alerts().get(0).respondBy()).isEmpty();

        ModelState louder =
                fold(taken, new RegistryChange.AlertEscalated("auc-2013-03-01", "page", Optional.of(MARCH)));
        assertThat(louder.alerts().get(0).severity()).isEqualTo("page");
        assertThat(louder.alerts().get(0).acknowledgedBy()).isEmpty();

        ModelState over = fold(louder, new RegistryChange.AlertResolved("auc-2013-03-01", MARCH.plusSeconds(5)));
        assertThat(over.alerts()).isEmpty();
        assertThat(over.endedAlerts())
                .containsExactly(new ModelState.EndedAlert("auc", "auc-2013-03-01", MARCH.plusSeconds(5)));
        assertRefused(
                over,
                new RegistryChange.AlertAcknowledged("auc-2013-03-01"),
                "Cannot change alert flight-delay/auc-2013-03-01: it is not open");
    }
}
