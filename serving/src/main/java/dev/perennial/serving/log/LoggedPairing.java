package dev.perennial.serving.log;

import dev.perennial.registry.ModelName;
import dev.perennial.serving.wal.FrameBuffer;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What the version that did not answer a prediction made of the same row. Completes the prediction's row in the log
 * where both lie in one segment.
 *
 * @param score its probability; NaN if it gave none
 */
public record LoggedPairing(ModelName model, UUID id, long eventMillis, int version, double score) {
    /** The type byte of pairings in the write-ahead log. */
    public static final byte TYPE = 3;

    /** Appends this pairing as one record. */
    public void encode(FrameBuffer out) {
        out.begin(TYPE)
                .putText(model.value())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(eventMillis)
                .putInt(version)
                .putDouble(score)
                .end();
    }

    static LoggedPairing decode(ByteBuffer in) {
        return new LoggedPairing(
                new ModelName(LogColumns.requiredText(in)),
                new UUID(in.getLong(), in.getLong()),
                in.getLong(),
                in.getInt(),
                in.getDouble());
    }
}
