package dev.perennial.scoring;

import java.util.Optional;

/**
 * The file of a compiled model: big-endian, free of class names, canonical (equal models have equal bytes).
 *
 * <pre>
 *  8 bytes  "PRNMODEL"
 *  u16      format version, 2
 *  i32      length of the whole file
 *  section  schema: every feature with its kind
 *  section  model: a tag for the algorithm, what it answers with, then its payload
 *  section  golden sample (optional): rows, and the scores that the training library gave them
 *  u32      CRC-32C of everything before it
 * </pre>
 *
 * A section is a tag (u8), its length (i32) and its payload. The checksum finds accidents; that the bytes are the right
 * ones is for whoever fetches them to establish, by digest and signature, before they are read here. Even so nothing in
 * a file is believed: counts are checked against the bytes that remain before anything is allocated, and a tree is
 * stored in an order in which no cycle can be expressed.
 *
 * <p>Version 1, which is still read, knew probabilities only and no covers of leaves.
 */
public final class CompiledModelFormat {

    static final int HEADER_BYTES = 14;
    private static final String MAGIC = "PRNMODEL";
    private static final int VERSION = 2;
    private static final int OLDEST = 1;
    private static final int SCHEMA = 1;
    private static final int MODEL = 2;
    private static final int GOLDEN = 3;
    private static final int SMALLEST = HEADER_BYTES + 4;

    private CompiledModelFormat() {}

    /** What a file holds. */
    public record Contents(CompiledModel model, Optional<GoldenSample> goldenSample) {}

    /** A file without a golden sample. */
    public static byte[] write(CompiledModel model) {
        return write(model, Optional.empty());
    }

    /** A file with a golden sample, whose rows must have the model's schema. */
    public static byte[] write(CompiledModel model, GoldenSample goldenSample) {
        model.schema().requireSame(goldenSample.rows().schema());
        return write(model, Optional.of(goldenSample));
    }

    private static byte[] write(CompiledModel model, Optional<GoldenSample> goldenSample) {
        ModelEncoder out = new ModelEncoder();
        for (int index = 0; index < MAGIC.length(); index++) {
            out.u8(MAGIC.charAt(index));
        }
        out.u16(VERSION);
        out.i32(0);
        section(out, SCHEMA, () -> SchemaCodec.write(out, model.schema()));
        section(out, MODEL, () -> ModelCodec.write(out, model));
        goldenSample.ifPresent(sample -> section(out, GOLDEN, () -> GoldenCodec.write(out, sample)));
        out.patch(HEADER_BYTES - 4, Math.addExact(out.size(), 4));
        out.i32(out.checksum());
        return out.toBytes();
    }

    private static void section(ModelEncoder out, int tag, Runnable payload) {
        out.u8(tag);
        int start = out.size();
        out.i32(0);
        payload.run();
        out.patch(start, out.size() - start - 4);
    }

    /**
     * The model of the file, after its golden sample, if it has one, was scored again and agreed.
     *
     * @throws InvalidModelException if the bytes are not a whole and sound file, or the sample disagrees
     */
    public static CompiledModel read(byte[] file) {
        return verified(file).model();
    }

    /**
     * The same with the golden sample, for whoever has more to ask of its rows.
     *
     * @throws InvalidModelException if the bytes are not a whole and sound file, or the sample disagrees
     */
    public static Contents verified(byte[] file) {
        Contents contents = inspect(file);
        contents.goldenSample().ifPresent(sample -> agree(file, contents.model(), sample));
        return contents;
    }

    private static void agree(byte[] file, CompiledModel model, GoldenSample sample) {
        double difference = sample.verify(model);
        if (!(difference <= model.scoreTolerance())) {
            throw new InvalidModelException(
                    file.length,
                    "the model scores its golden sample with a difference of " + difference + ", at most "
                            + model.scoreTolerance() + " is allowed",
                    null);
        }
    }

    /**
     * What the file holds, its golden sample not yet compared.
     *
     * @throws InvalidModelException if the bytes are not a whole and sound file
     */
    public static Contents inspect(byte[] file) {
        ModelDecoder in = new ModelDecoder(file);
        readHeader(in, file);
        in.verifyChecksum();
        int end = enter(in, SCHEMA, "schema");
        FeatureSchema schema = SchemaCodec.read(in);
        leave(in, end, "schema");
        end = enter(in, MODEL, "model");
        CompiledModel model = ModelCodec.read(in, schema);
        leave(in, end, "model");
        if (in.remaining() == 0) {
            return new Contents(model, Optional.empty());
        }
        end = enter(in, GOLDEN, "golden sample");
        GoldenSample sample = GoldenCodec.read(in, model);
        leave(in, end, "golden sample");
        if (in.remaining() > 0) {
            throw in.invalid(in.remaining() + " bytes follow the last section");
        }
        return new Contents(model, Optional.of(sample));
    }

    private static void readHeader(ModelDecoder in, byte[] file) {
        if (file.length < SMALLEST) {
            throw in.invalid("it has " + file.length + " bytes, fewer than the " + SMALLEST + " of an empty one");
        }
        for (int index = 0; index < MAGIC.length(); index++) {
            if (file[index] != MAGIC.charAt(index)) {
                throw in.invalid("it does not begin with " + MAGIC);
            }
            in.u8("magic");
        }
        int version = in.u16("format version");
        if (version < OLDEST || version > VERSION) {
            throw in.invalid("its format version is " + version + ", this reader knows " + OLDEST + " to " + VERSION);
        }
        in.useVersion(version);
        int length = in.i32("length");
        if (length != file.length) {
            throw in.invalid("it was written with " + length + " bytes and has " + file.length
                    + (file.length < length ? " (truncated)" : " (trailing bytes)"));
        }
    }

    private static int enter(ModelDecoder in, int tag, String what) {
        int actual = in.u8("tag of the " + what);
        if (actual != tag) {
            throw in.invalid("section " + actual + " stands where the " + what + " (" + tag + ") is expected");
        }
        int length = in.count("bytes of the " + what, Integer.MAX_VALUE, 1);
        return in.position() + length;
    }

    private static void leave(ModelDecoder in, int end, String what) {
        if (in.position() != end) {
            throw in.invalid("the " + what + " should end at byte " + end);
        }
    }
}
