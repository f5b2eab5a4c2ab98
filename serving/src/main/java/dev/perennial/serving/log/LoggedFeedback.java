package dev.perennial.serving.log;

import dev.perennial.registry.ModelName;
import dev.perennial.serving.wal.FrameBuffer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one source said about one prediction, as it stands in the log.
 *
 * @param eventMillis the prediction's event time, from its id
 * @param value the truth as a number (1 and 0 for the positive class and the other), the rating, or the length of what was
 *     done; NaN where there is none
 * @param word the class that is true, or what was done; null where the value says it all
 * @param revision the sender's own order of what it says about this prediction; 0 where it named none
 * @param saidMicros when it was known or done, microseconds since 1970
 * @param quarantine why it counts for nothing; null if it counts
 */
public record LoggedFeedback(
        ModelName model,
        UUID id,
        long eventMillis,
        FeedbackKind kind,
        double value,
        @Nullable String word,
        long revision,
        long saidMicros,
        long receivedMicros,
        @Nullable String source,
        @Nullable String quarantine) {
    /** The type byte of feedback in the write-ahead log. */
    public static final byte TYPE = 4;

    /** The type byte of the labels that gateways before this one logged. */
    static final byte LABEL_TYPE = 2;

    /** Appends this as one record. */
    public void encode(FrameBuffer out) {
        out.begin(TYPE)
                .putText(model.value())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(eventMillis)
                .putByte(kind.code())
                .putDouble(value)
                .putText(word)
                .putLong(revision)
                .putLong(saidMicros)
                .putLong(receivedMicros)
                .putText(source)
                .putText(quarantine)
                .end();
    }

    /** The same, kept but not counted for this reason. */
    public LoggedFeedback inQuarantine(String reason) {
        return new LoggedFeedback(
                model, id, eventMillis, kind, value, word, revision, saidMicros, receivedMicros, source, reason);
    }

    static LoggedFeedback decode(ByteBuffer in) {
        return new LoggedFeedback(
                new ModelName(LogColumns.requiredText(in)),
                new UUID(in.getLong(), in.getLong()),
                in.getLong(),
                FeedbackKind.ofCode(in.get()),
                in.getDouble(),
                LogColumns.text(in),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                LogColumns.text(in),
                LogColumns.text(in));
    }

    /** A record of {@link #LABEL_TYPE}: model, id, event time, label, two times, source. */
    static LoggedFeedback decodeLabel(ByteBuffer in) {
        ModelName model = new ModelName(LogColumns.requiredText(in));
        UUID id = new UUID(in.getLong(), in.getLong());
        long eventMillis = in.getLong();
        double label = in.getDouble();
        long saidMicros = in.getLong();
        long receivedMicros = in.getLong();
        String source = LogColumns.text(in);
        return new LoggedFeedback(
                model, id, eventMillis, FeedbackKind.LABEL, label, null, 0, saidMicros, receivedMicros, source, null);
    }

    Instant eventTime() {
        return Instant.ofEpochMilli(eventMillis);
    }

    /** The folder of the object store that it belongs to. */
    String folder() {
        String folder = kind.isTruth() ? "labels" : "feedback";
        return quarantine == null ? folder : "quarantine/" + folder;
    }
}
