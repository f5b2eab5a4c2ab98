package dev.perennial.serving.log;

import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.wal.FrameBuffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A prediction that another server made, as it stands in the log.
 *
 * @param ownId what that server calls it
 * @param madeBy the version that made it, in that server's words
 * @param prediction the rest; its arm is {@link Arm#EXTERNAL} and its version 0
 */
public record LoggedObservation(String ownId, @Nullable String madeBy, LoggedPrediction prediction) {
    /** The type byte of observations in the write-ahead log. */
    public static final byte TYPE = 5;

    /**
     * Appends this observation and its features, which must be those of the columns, as one record; with what was said of
     * each class, null where the model answers with one number.
     */
    public void encode(LogColumns columns, @Nullable ClassAnswer classes, FeatureRow features, FrameBuffer out) {
        out.begin(TYPE).putText(ownId).putText(madeBy);
        out.putInt(columns.encoded().length).putBytes(columns.encoded());
        prediction.encodeFields(classes, features, out);
        out.end();
    }

    /* Leaves the buffer where a prediction's record begins. */
    static Head head(ByteBuffer in) {
        return new Head(LogColumns.requiredText(in), LogColumns.text(in));
    }

    /** What an observation has beside a prediction. */
    record Head(String ownId, @Nullable String madeBy) {}
}
