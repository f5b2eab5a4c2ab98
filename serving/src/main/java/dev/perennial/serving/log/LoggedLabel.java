package dev.perennial.serving.log;

import dev.perennial.registry.ModelName;
import dev.perennial.serving.wal.FrameBuffer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The truth about one prediction as it stands in the log.
 *
 * @param eventMillis the prediction's event time, from its id
 * @param label 1 for the positive class, 0 for the other
 * @param labelledMicros when the truth was known, microseconds since 1970
 */
public record LoggedLabel(
        ModelName model,
        UUID id,
        long eventMillis,
        double label,
        long labelledMicros,
        long receivedMicros,
        @Nullable String source) {
    /** The type byte of labels in the write-ahead log. */
    public static final byte TYPE = 2;

    /** Appends this label as one record. */
    public void encode(FrameBuffer out) {
        out.begin(TYPE)
                .putText(model.value())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(eventMillis)
                .putDouble(label)
                .putLong(labelledMicros)
                .putLong(receivedMicros)
                .putText(source)
                .end();
    }

    static LoggedLabel decode(ByteBuffer in) {
        return new LoggedLabel(
                new ModelName(LogColumns.requiredText(in)),
                new UUID(in.getLong(), in.getLong()),
                in.getLong(),
                in.getDouble(),
                in.getLong(),
                in.getLong(),
                LogColumns.text(in));
    }

    Instant eventTime() {
        return Instant.ofEpochMilli(eventMillis);
    }
}
