package dev.perennial.registry.log;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Entries as the tests of this package append them. */
final class Drafts {
    static final ModelName MODEL = new ModelName("flight-delay");
    static final Instant MARCH = Instant.parse("2013-03-01T00:00:00Z");

    private Drafts() {}

    static EntryDraft of(RegistryChange change) {
        return new EntryDraft(
                TimelineKind.EVENT_NOTED, Actor.user("ada"), Optional.of(MARCH), "because", change, Evidence.none());
    }

    static Function<ModelState, EntryDraft> always(RegistryChange change) {
        return state -> of(change);
    }

    static RegistryChange noted() {
        return new RegistryChange.Noted();
    }

    static RegistryChange spec(int revision) {
        return new RegistryChange.SpecApplied(Digest.of("spec " + revision), revision);
    }

    static RegistryChange version(int number) {
        return new RegistryChange.VersionRegistered(number, Digest.of("manifest " + number), "run-" + number);
    }

    static RegistryChange promoted(int number) {
        return new RegistryChange.ChampionPromoted(number);
    }

    static RegistryChange traffic(int challenger, int step) {
        return new RegistryChange.TrafficPlanned(
                new TrafficPlan("rollout-" + challenger, challenger, step * 500, "salt", step, MARCH));
    }

    static RegistryChange cleared(int challenger) {
        return new RegistryChange.TrafficCleared("rollout-" + challenger, challenger, "rolled-back");
    }

    static RegistryChange rolledBack(int to) {
        return new RegistryChange.RolledBack(to);
    }

    static RegistryChange window(int day) {
        return new RegistryChange.WindowEvaluated(
                TimeWindow.startingAt(MARCH.plus(Duration.ofDays(day)), Duration.ofDays(7)),
                "ok",
                Digest.of("report " + day));
    }
}
