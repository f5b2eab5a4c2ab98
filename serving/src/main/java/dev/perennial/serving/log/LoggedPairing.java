package dev.perennial.serving.log;

import dev.perennial.registry.ModelName;
import dev.perennial.serving.wal.FrameBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the version that did not answer a prediction made of the same row. Completes the prediction's row in the log
 * where both lie in one segment.
 *
 * @param score its answer, of several classes the probability of the one it would have answered; NaN if it gave none
 * @param probabilities of several classes the probability of each; otherwise, and if it gave none, empty
 */
public record LoggedPairing(
        ModelName model, UUID id, long eventMillis, int version, double score, List<Double> probabilities) {
    /** The type byte of pairings in the write-ahead log. */
    public static final byte TYPE = 3;

    /** Copies the list. */
    public LoggedPairing {
        probabilities = List.copyOf(probabilities);
    }

    /** What a version made of a row, whose answer is one number or one a class; null where it gave none. */
    public static LoggedPairing of(
            ModelName model, UUID id, long eventMillis, int version, double score, @Nullable ClassAnswer classes) {
        List<Double> probabilities = new ArrayList<>();
        for (int at = 0; classes != null && at < classes.classes().size(); at++) {
            probabilities.add(classes.probability(at));
        }
        return new LoggedPairing(model, id, eventMillis, version, score, probabilities);
    }

    /** Appends this pairing as one record. */
    public void encode(FrameBuffer out) {
        out.begin(TYPE)
                .putText(model.value())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(eventMillis)
                .putInt(version)
                .putDouble(score);
        // Where there are none nothing follows, as in the records of earlier versions.
        probabilities.forEach(out::putDouble);
        out.end();
    }

    static LoggedPairing decode(ByteBuffer in) {
        ModelName model = new ModelName(LogColumns.requiredText(in));
        UUID id = new UUID(in.getLong(), in.getLong());
        long eventMillis = in.getLong();
        int version = in.getInt();
        double score = in.getDouble();
        List<Double> probabilities = new ArrayList<>();
        while (in.remaining() >= Double.BYTES) {
            probabilities.add(in.getDouble());
        }
        return new LoggedPairing(model, id, eventMillis, version, score, probabilities);
    }
}
