package dev.perennial.serving.ids;

import dev.perennial.registry.ModelName;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The prediction ids of one model: UUIDs of version 7 that carry the event time and prove that a gateway with the same
 * key made them. So a label finds its prediction's hour, and a forged or foreign id is refused, without any lookup.
 * Thread-safe.
 */
public final class PredictionIds {
    /*
     * 48 bits: event time in milliseconds since 1970, as the standard has it (RFC 9562, 5.7)
     *  4 bits: version 7
     * 12 bits: counter, high part
     *  2 bits: variant
     * 22 bits: counter, low part
     * 40 bits: tag, SipHash-2-4 under a key derived for the model, of event time and counter
     *
     * Uniqueness: the counter of 34 bits starts at random in each process, so ids of one process never collide within
     * 1.7e10 predictions, and those of two processes only if their runs of the counter overlap in the very same
     * millisecond of event time: a replay that puts 10,000 predictions of each into one millisecond risks 1e-6.
     *
     * Strength: whoever does not hold the key is right with one guess in 2^40: at 1,000 guesses a second, once in 35
     * years. The tag says that a gateway made the id for this model, not that the prediction still is in the log.
     */
    private static final long LATEST_MILLIS = (1L << 48) - 1;
    private static final int COUNTER_LOW_BITS = 22;
    private static final long COUNTER_MASK = (1L << 34) - 1;
    private static final long COUNTER_LOW_MASK = (1L << COUNTER_LOW_BITS) - 1;
    private static final int TAG_BITS = 40;
    private static final long TAG_MASK = (1L << TAG_BITS) - 1;
    private static final int TEXT_LENGTH = 36;

    private final SipHash hash;
    private final AtomicLong counter;

    /** The ids of this model under this key. */
    public PredictionIds(PredictionKey key, ModelName model) {
        hash = key.forModel(model.value());
        counter = new AtomicLong(new SecureRandom().nextLong());
    }

    /** Whether the event time fits into an id: from 1970 to the year 10889. */
    public static boolean representable(Instant eventTime) {
        return eventTime.getEpochSecond() >= 0 && eventTime.getEpochSecond() <= LATEST_MILLIS / 1000 - 1;
    }

    /** A new id of a prediction with this event time, which must be representable; parts of milliseconds are dropped. */
    public UUID next(Instant eventTime) {
        return next(eventTime.toEpochMilli());
    }

    /** A new id of a prediction at this many milliseconds since 1970. */
    public UUID next(long eventMillis) {
        if (eventMillis < 0 || eventMillis > LATEST_MILLIS) {
            throw new IllegalArgumentException(
                    "Invalid event time: " + eventMillis + " ms since 1970, expected 0 to " + LATEST_MILLIS);
        }
        long count = counter.getAndIncrement() & COUNTER_MASK;
        long high = (eventMillis << 16) | 0x7000L | (count >>> COUNTER_LOW_BITS);
        long low = (1L << 63) | ((count & COUNTER_LOW_MASK) << TAG_BITS) | tag(eventMillis, count);
        return new UUID(high, low);
    }

    /** The event time of one of this model's ids; empty if the text is no such id. */
    public Optional<Instant> eventTime(String id) {
        UUID uuid = canonical(id);
        return uuid == null ? Optional.empty() : eventTime(uuid);
    }

    /** The event time of one of this model's ids; empty if it was not made under this key for this model. */
    public Optional<Instant> eventTime(UUID id) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        long millis = high >>> 16;
        long count = ((high & 0xFFF) << COUNTER_LOW_BITS) | ((low >>> TAG_BITS) & COUNTER_LOW_MASK);
        boolean genuine = (high & 0xF000) == 0x7000 && low >>> 62 == 2 && (low & TAG_MASK) == tag(millis, count);
        return genuine ? Optional.of(Instant.ofEpochMilli(millis)) : Optional.empty();
    }

    private long tag(long millis, long count) {
        return hash.of(millis, count, 0) & TAG_MASK;
    }

    /** The id that the text writes in its canonical form of 36 characters; null if it does not. */
    public static @Nullable UUID canonical(String text) {
        if (text.length() != TEXT_LENGTH) {
            return null;
        }
        for (int at = 0; at < TEXT_LENGTH; at++) {
            boolean dash = at == 8 || at == 13 || at == 18 || at == 23;
            char letter = text.charAt(at);
            boolean digit = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
            if (dash ? letter != '-' : !digit) {
                return null;
            }
        }
        return UUID.fromString(text);
    }
}
