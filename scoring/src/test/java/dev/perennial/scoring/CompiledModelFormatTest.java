package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perennial.testing.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledModelFormatTest {

    static LongStream seeds() {
        return Seeds.many();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesBackTheModelThatWasWritten(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureSchema schema = Examples.schema(random);
        CompiledModel model = Examples.model(schema, random);
        FeatureTable table = Examples.table(schema, 50, random);
        byte[] file = CompiledModelFormat.write(model, new GoldenSample(table, model.outputs(), model.scoreAll(table)));

        CompiledModel read = CompiledModelFormat.read(file);

        assertThat(read.algorithm()).isEqualTo(model.algorithm());
        assertThat(read.schema()).isEqualTo(schema);
        assertThat(read.scoreAll(table)).isEqualTo(model.scoreAll(table));
        GoldenSample sample = CompiledModelFormat.inspect(file).goldenSample().orElseThrow();
        assertThat(sample.verify(model)).isZero();
        assertThat(CompiledModelFormat.write(read, sample)).isEqualTo(file);
    }

    /* The files were written by the release that knew format version 1, from the examples of the same names. */
    @ParameterizedTest
    @ValueSource(strings = {"constant", "linear", "gradient-boosting"})
    void readsFilesOfTheFirstVersion(String algorithm) throws IOException {
        byte[] file = resource(algorithm + "-1.model");
        CompiledModel read = CompiledModelFormat.read(file);
        assertThat(file[9]).isEqualTo((byte) 1);
        assertThat(read.algorithm()).isEqualTo(algorithm);
        assertThat(CompiledModelFormat.inspect(file)
                        .goldenSample()
                        .orElseThrow()
                        .verify(read))
                .isZero();
        FeatureRow row = Examples.weather(7, "AA");
        if (algorithm.equals("gradient-boosting")) {
            assertThat(read.score(row)).isEqualTo(Examples.boosted().score(row));
            assertThat(read.contributions(row)).isEmpty();
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CompiledModelFormatTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void findsEveryChangedByte() {
        byte[] file = golden(Examples.boosted());
        for (int position = 0; position < file.length; position++) {
            byte[] changed = file.clone();
            changed[position] ^= 0x10;
            assertThatExceptionOfType(InvalidModelException.class)
                    .as("byte %d changed", position)
                    .isThrownBy(() -> CompiledModelFormat.read(changed));
        }
    }

    @Test
    void findsEveryTruncationAndWhatIsAppended() {
        byte[] file = golden(Examples.linear());
        for (int length = 0; length < file.length; length++) {
            byte[] truncated = Arrays.copyOf(file, length);
            assertThatExceptionOfType(InvalidModelException.class)
                    .as("cut to %d bytes", length)
                    .isThrownBy(() -> CompiledModelFormat.read(truncated));
        }
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> CompiledModelFormat.read(Arrays.copyOf(file, file.length + 1)))
                .withMessage("Invalid model file: it was written with %d bytes and has %d (trailing bytes), at byte 14"
                        .formatted(file.length, file.length + 1));
    }

    /* Bytes that a checksum vouches for are believed no more than others: they are read, or refused, and nothing else. */
    @ParameterizedTest
    @MethodSource("seeds")
    void refusesOrReadsWhateverAChecksumVouchesFor(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureSchema schema = Examples.schema(random);
        CompiledModel model = Examples.model(schema, random);
        FeatureTable table = Examples.table(schema, 3, random);
        byte[] file = CompiledModelFormat.write(model, new GoldenSample(table, model.outputs(), model.scoreAll(table)));
        FeatureRow row = new FeatureRow(schema);
        for (int round = 0; round < 300; round++) {
            byte[] changed = file.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                int position = CompiledModelFormat.HEADER_BYTES + random.nextInt(file.length - 18);
                changed[position] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
            }
            try {
                CompiledModel read =
                        CompiledModelFormat.inspect(sealed(changed)).model();
                if (read.schema().equals(schema)) {
                    double[] scores = new double[read.outputs().count()];
                    read.score(row, scores);
                    assertThat(Arrays.stream(scores)).allMatch(read.outputs()::allow);
                    read.contributions(row, 0)
                            .ifPresent(contributions ->
                                    assertThat(contributions.margin()).isFinite());
                }
            } catch (InvalidModelException refused) {
                assertThat(refused.position()).isBetween(0, file.length);
                assertThat(refused.getMessage()).startsWith("Invalid model file: ");
            }
        }
    }

    @Test
    void believesNoCountThatTheFileCannotHold() {
        byte[] file = CompiledModelFormat.write(new ConstantModel(Examples.WEATHER, 0.5));
        // the number of features follows the header, the tag and the length of the schema section
        int position = CompiledModelFormat.HEADER_BYTES + 5;
        System.arraycopy(new byte[] {0, 0, 0x10, 0}, 0, file, position, 4);
        InvalidModelException refused =
                catchThrowableOfType(InvalidModelException.class, () -> CompiledModelFormat.read(sealed(file)));
        assertThat(refused.position()).isEqualTo(position);
        assertThat(refused.reason()).startsWith("there cannot be 4096 features in the ");
    }

    @Test
    void refusesWeightsThatAreNotNumbers() {
        LinearModel model = new LinearModel(
                new FeatureSchema(List.of(Examples.WEATHER.feature(0))),
                0.5,
                List.of(new LinearTerm.NumberTerm(0, 1, 1, 0)));
        byte[] file = CompiledModelFormat.write(model);
        // the file ends with the weight and the checksum
        int position = file.length - 12;
        byte[] notANumber = {0x7f, (byte) 0xf8, 0, 0, 0, 0, 0, 0};
        System.arraycopy(notANumber, 0, file, position, 8);
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> CompiledModelFormat.read(sealed(file)))
                .withMessage("Invalid model file: weight is NaN, at byte " + position);
    }

    @Test
    void refusesATreeWithoutAnEnd() {
        DecisionTree leaf = DecisionTree.builder().leaf(0, 1).build();
        BoostedTreesModel model = new BoostedTreesModel(
                new FeatureSchema(List.of(Examples.WEATHER.feature(0))), 0, Map.of(), List.of(), List.of(leaf));
        byte[] file = CompiledModelFormat.write(model);
        // the leaf becomes a split on feature 0 whose children do not exist
        System.arraycopy(new byte[4], 0, file, file.length - 12, 4);
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> CompiledModelFormat.read(sealed(file)))
                .withMessage("Invalid model file: Invalid tree: its splits need 3 nodes, it has 1, at byte "
                        + (file.length - 4));
    }

    @Test
    void refusesAModelThatDoesNotScoreItsGoldenSample() {
        LinearModel model = Examples.linear();
        FeatureTable table = Examples.table(Examples.WEATHER, 5, new SplittableRandom(1));
        double[] scores = model.scoreAll(table);
        scores[3] += scores[3] > 0.5 ? -1e-6 : 1e-6;
        byte[] file = CompiledModelFormat.write(model, new GoldenSample(table, scores));

        InvalidModelException refused =
                catchThrowableOfType(InvalidModelException.class, () -> CompiledModelFormat.read(file));
        assertThat(refused.reason())
                .matches("the model scores its golden sample with a difference of (9\\.999|1\\.000).*E-[67], "
                        + "at most 1.0E-9 is allowed");
        assertThat(CompiledModelFormat.inspect(file).model().scoreAll(table)).isEqualTo(model.scoreAll(table));
    }

    @Test
    void saysWhatAFileIsNot() {
        byte[] other = new byte[100];
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> CompiledModelFormat.read(other))
                .withMessage("Invalid model file: it does not begin with PRNMODEL, at byte 0");
        byte[] newer = golden(Examples.linear());
        newer[9] = 3;
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> CompiledModelFormat.read(newer))
                .withMessage("Invalid model file: its format version is 3, this reader knows 1 to 2, at byte 10");
    }

    @Test
    void rejectsAGoldenSampleOfAnotherSchema() {
        FeatureSchema other = new FeatureSchema(List.of(Examples.WEATHER.feature(0)));
        GoldenSample sample = new GoldenSample(FeatureTable.of(other, new Object[] {new double[1]}), new double[1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompiledModelFormat.write(Examples.linear(), sample))
                .withMessage("Invalid row: its schema has features [temp], the model expects [temp, carrier]");
    }

    private static byte[] golden(CompiledModel model) {
        FeatureTable table = Examples.table(model.schema(), 4, new SplittableRandom(5));
        return CompiledModelFormat.write(model, new GoldenSample(table, model.outputs(), model.scoreAll(table)));
    }

    /* The bytes with the checksum that fits them. */
    private static byte[] sealed(byte[] file) {
        CRC32C checksum = new CRC32C();
        checksum.update(file, 0, file.length - 4);
        for (int index = 0; index < 4; index++) {
            file[file.length - 1 - index] = (byte) (checksum.getValue() >>> (8 * index));
        }
        return file;
    }
}
