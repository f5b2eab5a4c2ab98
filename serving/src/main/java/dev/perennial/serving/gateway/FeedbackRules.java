package dev.perennial.serving.gateway;

import dev.perennial.registry.PlainTime;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.serving.gateway.TruthReading.Truth;
import dev.perennial.serving.ids.OwnIds;
import dev.perennial.serving.ids.PredictionIds;
import dev.perennial.serving.log.LoggedFeedback;
import dev.perennial.serving.routing.RouteTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a model's declaration makes of feedback items: records of the log, or the reason why one is refused. */
final class FeedbackRules {
    /** How far the clocks of those who send may be ahead. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final RouteTable table;
    private final ModelSpec spec;
    private final Instant received;

    FeedbackRules(RouteTable table, Instant received) {
        this.table = table;
        this.spec = table.spec();
        this.received = received;
    }

    /** The record, not yet in quarantine. */
    Judged judge(FeedbackItem item) {
        if (item.problem() != null) {
            return Judged.refused(item.problem());
        }
        UUID id = id(item);
        Optional<Instant> known = id == null ? Optional.empty() : eventTime(item, id);
        if (id == null || known.isEmpty()) {
            return Judged.refused(
                    id != null && OwnIds.isOne(id)
                            ? "prediction_id is of an observation: name it by own_id and event_time"
                            : "this gateway's model made no such prediction");
        }
        Instant eventTime = known.get();
        String untimely = untimely(item, eventTime);
        if (untimely != null) {
            return Judged.refused(untimely);
        }
        Truth truth = item.kind().isTruth()
                ? TruthReading.of(spec.task()).read(item.said(), spec.label())
                : Truth.of(item.said().number(), item.action());
        if (truth.problem() != null) {
            return Judged.refused(truth.problem());
        }
        Instant saidAt = item.saidAt();
        return Judged.taken(new LoggedFeedback(
                table.model(),
                id,
                eventTime.toEpochMilli(),
                item.kind(),
                truth.value(),
                truth.word(),
                item.revision(),
                micros(saidAt == null ? received : saidAt),
                micros(received),
                item.source(),
                null));
    }

    private @Nullable UUID id(FeedbackItem item) {
        String own = item.ownId();
        Instant eventTime = item.eventTime();
        if (own == null || eventTime == null) {
            return PredictionIds.canonical(item.id());
        }
        boolean possible = own.length() <= OwnIds.LONGEST && PredictionIds.representable(eventTime);
        return possible ? OwnIds.of(table.model(), own, eventTime.toEpochMilli()) : null;
    }

    private Optional<Instant> eventTime(FeedbackItem item, UUID id) {
        return item.ownId() == null
                ? table.ids().eventTime(id)
                : Optional.ofNullable(item.eventTime()).map(time -> Instant.ofEpochMilli(time.toEpochMilli()));
    }

    private @Nullable String untimely(FeedbackItem item, Instant eventTime) {
        if (item.kind().isTruth() && eventTime.isAfter(received.plus(SKEW))) {
            return "the prediction is about " + PlainTime.of(eventTime)
                    + ", which has not come: nobody knows the truth yet";
        }
        Instant saidAt = item.saidAt();
        if (saidAt != null && (saidAt.isAfter(received.plus(SKEW)) || !PredictionIds.representable(saidAt))) {
            return "labelled_at is in the future, or before 1970";
        }
        Optional<Duration> expiry = spec.feedback().expiresAfter();
        return expiry.filter(age -> eventTime.isBefore(received.minus(age)))
                .map(age -> "the prediction has expired: it is about " + PlainTime.of(eventTime) + ", older than "
                        + PlainTime.of(age))
                .orElse(null);
    }

    static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1000;
    }

    /** A record, or the reason why there is none. */
    record Judged(@Nullable LoggedFeedback record, @Nullable String refusal) {
        static Judged taken(LoggedFeedback record) {
            return new Judged(record, null);
        }

        static Judged refused(String reason) {
            return new Judged(null, reason);
        }
    }
}
