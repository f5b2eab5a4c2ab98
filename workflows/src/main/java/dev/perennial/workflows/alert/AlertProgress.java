package dev.perennial.workflows.alert;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How an open alert stands. Each method gives the standing after one event; none looks at a clock.
 *
 * @param sightings in how many looks the cause was found
 * @param lastSeen the event time of the newest of them
 * @param lastAt the event time of the newest look of either kind
 * @param kept in how many looks in a row since then the cause was not found
 * @param acknowledgedBy who has taken it up
 * @param respondWithin how long it may stay unacknowledged
 * @param escalations how often it was escalated
 * @param deadline when, by the wall clock, that is over; absent where nobody must respond any more
 */
public record AlertProgress(
        Severity severity,
        int sightings,
        Instant lastSeen,
        Instant lastAt,
        String lastSentence,
        Optional<Digest> lastReport,
        int kept,
        int escalations,
        Optional<Actor> acknowledgedBy,
        Optional<Duration> respondWithin,
        Optional<Instant> deadline) {

    /** An alert that was raised just now. */
    static AlertProgress begun(AlertRequest request, Instant now) {
        return new AlertProgress(
                request.severity(),
                1,
                request.at(),
                request.at(),
                request.sentence(),
                request.report(),
                0,
                0,
                Optional.empty(),
                request.respondWithin(),
                request.respondWithin().map(now::plus));
    }

    /** A look that came before, or is the one that is known, says nothing new. */
    boolean isNews(AlertSighting sighting) {
        return sighting.at().isAfter(lastAt);
    }

    /** The cause is there again. */
    AlertProgress seen(AlertSighting sighting) {
        return new AlertProgress(
                severity,
                sightings + 1,
                sighting.at(),
                sighting.at(),
                sighting.sentence(),
                sighting.report(),
                0,
                escalations,
                acknowledgedBy,
                respondWithin,
                deadline);
    }

    /** The cause is not there. */
    AlertProgress kept(AlertSighting sighting) {
        return new AlertProgress(
                severity,
                sightings,
                lastSeen,
                sighting.at(),
                lastSentence,
                lastReport,
                kept + 1,
                escalations,
                acknowledgedBy,
                respondWithin,
                deadline);
    }

    /** Somebody took it up: nothing is due any more. */
    AlertProgress acknowledged(Actor actor) {
        return standing(severity, escalations, Optional.of(actor), respondWithin, Optional.empty());
    }

    /** It is louder, so somebody must take it up anew. */
    AlertProgress louder(Severity now, Optional<Duration> within, Optional<Instant> until) {
        return standing(now, escalations + 1, Optional.empty(), within, until);
    }

    /** Nobody came, and it cannot become louder. */
    AlertProgress overdue() {
        return standing(severity, escalations + 1, acknowledgedBy, respondWithin, Optional.empty());
    }

    private AlertProgress standing(
            Severity loudness,
            int escalated,
            Optional<Actor> holder,
            Optional<Duration> within,
            Optional<Instant> until) {
        return new AlertProgress(
                loudness,
                sightings,
                lastSeen,
                lastAt,
                lastSentence,
                lastReport,
                kept,
                escalated,
                holder,
                within,
                until);
    }
}
