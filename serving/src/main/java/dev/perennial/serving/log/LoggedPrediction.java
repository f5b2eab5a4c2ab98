package dev.perennial.serving.log;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.wal.FrameBuffer;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One prediction as it stands in the log, without its features and the probabilities of classes.
 *
 * @param score the answer; of several classes the probability of the one that was answered
 * @param eventMillis event time, milliseconds since 1970: what the id carries
 * @param receivedMicros when the request arrived, microseconds since 1970
 * @param version the version that answered; 0 where the fallback did
 * @param pairedVersion the version of the traffic plan that did not answer; 0 where no plan was in force
 * @param pairedScore its score if it was known with the answer; NaN otherwise, a {@link LoggedPairing} may follow
 * @param error why the fallback answered
 */
public record LoggedPrediction(
        UUID id,
        long eventMillis,
        long receivedMicros,
        int version,
        Arm arm,
        @Nullable String entity,
        double score,
        int pairedVersion,
        double pairedScore,
        int latencyMicros,
        @Nullable String error) {
    /** The type byte of predictions in the write-ahead log. */
    public static final byte TYPE = 7;

    /** That of predictions which bring their columns along; earlier releases wrote all so. */
    static final byte WHOLE_TYPE = 1;

    /** Appends this prediction and its features, which must be those of the columns, as one record that names the columns. */
    public void encode(LogColumns columns, FeatureRow features, FrameBuffer out) {
        encode(columns, null, features, out);
    }

    /** The same with what was said of each class; null where the model answers with one number. */
    public void encode(LogColumns columns, @Nullable ClassAnswer classes, FeatureRow features, FrameBuffer out) {
        out.begin(TYPE).putLong(columns.id());
        encodeFields(classes, features, out);
        out.end();
    }

    /* All but the frame around it and its columns. */
    void encodeFields(@Nullable ClassAnswer classes, FeatureRow features, FrameBuffer out) {
        out.putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(eventMillis)
                .putLong(receivedMicros)
                .putInt(version)
                .putByte(arm.code())
                .putText(entity)
                .putDouble(score)
                .putInt(pairedVersion)
                .putDouble(pairedScore)
                .putInt(latencyMicros)
                .putText(error);
        if (classes != null) {
            out.putText(classes.word());
            for (int at = 0; at < classes.classes().size(); at++) {
                out.putDouble(classes.probability(at));
            }
        }
        for (int at = 0; at < features.schema().size(); at++) {
            if (features.schema().holdsNumbers(at)) {
                out.putDouble(features.number(at));
            } else {
                out.putText(features.category(at));
            }
        }
    }

    /* Leaves the buffer at the first feature. */
    static LoggedPrediction decode(ByteBuffer in) {
        return new LoggedPrediction(
                new UUID(in.getLong(), in.getLong()),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                Arm.ofCode(in.get()),
                LogColumns.text(in),
                in.getDouble(),
                in.getInt(),
                in.getDouble(),
                in.getInt(),
                LogColumns.text(in));
    }

    /* Leaves the buffer behind the columns. */
    static ByteBuffer encodedColumns(ByteBuffer in) {
        int length = in.getInt();
        ByteBuffer encoded = in.slice(in.position(), length);
        in.position(in.position() + length);
        return encoded;
    }
}
