package dev.perennial.serving.log;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.wal.FrameBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model, the columns of its answer and the feature columns of logged predictions, so that a segment explains itself. A record of their own goes
 * into the log before the predictions that name them, with every write: nobody has to know what a segment holds already,
 * and one that is damaged has others of its kind beside it.
 */
public final class LogColumns {
    /** The type byte of columns in the write-ahead log. */
    public static final byte TYPE = 6;

    /** The column of the class that was answered. */
    static final String CLASS = "_predicted_class";

    /** What the columns of the classes' probabilities begin with, before the class; no feature begins so. */
    static final String PROBABILITY = "_p_";

    /** The same of the version that scored the row beside the answer. */
    static final String PAIRED_PROBABILITY = "_paired_p_";

    /** Those of no model, which no record has. */
    static final LogColumns NONE = new LogColumns(new ModelName("none"), List.of());

    private final ModelName model;
    private final List<Column> columns;
    private final byte[] encoded;
    private final byte[] record;
    private final long id;

    /** The columns of a model's features, where the model answers with one number. */
    public static LogColumns of(ModelName model, FeatureSchema schema) {
        return of(model, schema, Outputs.probability());
    }

    /**
     * The columns of a model's features, and before them those of an answer that is more than one number: the class
     * answered, and the probability of each.
     */
    public static LogColumns of(ModelName model, FeatureSchema schema, Outputs outputs) {
        List<Column> columns = new ArrayList<>();
        if (outputs instanceof Outputs.ClassProbabilities classes) {
            columns.add(new Column(CLASS, Kind.TEXT));
            classes.labels().forEach(word -> columns.add(new Column(PROBABILITY + word, Kind.NUMBER)));
        }
        for (int at = 0; at < schema.size(); at++) {
            columns.add(new Column(schema.feature(at).name(), schema.holdsNumbers(at) ? Kind.NUMBER : Kind.TEXT));
        }
        return new LogColumns(model, columns);
    }

    private LogColumns(ModelName model, List<Column> columns) {
        this.model = model;
        this.columns = List.copyOf(columns);
        FrameBuffer out = new FrameBuffer().begin(TYPE).putText(model.value());
        out.putInt(columns.size());
        columns.forEach(column -> out.putByte(column.kind().code).putText(column.name()));
        out.end();
        record = out.take();
        encoded = Arrays.copyOfRange(record, 2 * Integer.BYTES + 1, record.length);
        id = Long.parseUnsignedLong(Digest.of(encoded).hex().substring(0, 2 * Long.BYTES), 16);
    }

    static LogColumns decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        ModelName model = new ModelName(requiredText(in));
        int count = in.getInt();
        List<Column> columns = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            Kind kind = in.get() == Kind.NUMBER.code ? Kind.NUMBER : Kind.TEXT;
            columns.add(new Column(requiredText(in), kind));
        }
        return new LogColumns(model, columns);
    }

    ModelName model() {
        return model;
    }

    List<Column> columns() {
        return columns;
    }

    byte[] encoded() {
        return encoded;
    }

    /** By what predictions name them: of their digest the first eight bytes. */
    long id() {
        return id;
    }

    /** Their record, which must be in each write that holds a prediction of them. Not copied. */
    public byte[] record() {
        return record;
    }

    /** The columns of the classes' probabilities, in the order of the classes; none where answers are one number. */
    List<String> probabilities() {
        return columns.stream()
                .map(Column::name)
                .filter(name -> name.startsWith(PROBABILITY))
                .toList();
    }

    /* Throws where the answer and features of a record end before their columns do. */
    void skipFeatures(ByteBuffer in) {
        for (Column column : columns) {
            if (column.kind() == Kind.NUMBER) {
                in.getDouble();
            } else {
                int length = in.getShort() & 0xFFFF;
                in.position(in.position() + (length == 0xFFFF ? 0 : length));
            }
        }
    }

    static String requiredText(ByteBuffer in) {
        String text = text(in);
        if (text == null) {
            throw new IllegalArgumentException("Invalid record: a text that must be there is null");
        }
        return text;
    }

    static @Nullable String text(ByteBuffer in) {
        byte[] utf8 = utf8(in);
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }

    static byte @Nullable [] utf8(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        if (length == 0xFFFF) {
            return null;
        }
        byte[] utf8 = new byte[length];
        in.get(utf8);
        return utf8;
    }

    enum Kind {
        NUMBER(0),
        TEXT(1);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    record Column(String name, Kind kind) {}
}
