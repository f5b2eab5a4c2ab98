package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.perennial.testing.Seeds;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that a checksum vouches for: they are read or refused with the one exception, and cost memory like their size. */
class HostileFileTest {

    /* A level of a category, say, of twelve bytes becomes entries of several maps. */
    private static final long BYTES_A_BYTE = 200;
    private static final long BYTES_AT_LEAST = 16 << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static LongStream seeds() {
        return Seeds.many();
    }

    private static byte[] sealed(byte[] file) {
        CRC32C checksum = new CRC32C();
        checksum.update(file, 0, file.length - 4);
        ByteBuffer.wrap(file).putInt(file.length - 4, (int) checksum.getValue());
        return file;
    }

    private void readsOrRefuses(byte[] file, String what) {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            CompiledModel read = CompiledModelFormat.inspect(file).model();
            double[] scores = new double[read.outputs().count()];
            read.score(new FeatureRow(read.schema()), scores);
            for (double score : scores) {
                assertThat(read.outputs().allow(score)).as(what).isTrue();
            }
        } catch (InvalidModelException refused) {
            assertThat(refused.position()).as(what).isBetween(0, file.length);
            assertThat(refused.reason()).as(what).isNotBlank();
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as(what)
                .isLessThan(BYTES_AT_LEAST + BYTES_A_BYTE * file.length);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void countsAnywhereThatPromiseGigabytesCostNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureSchema schema = Examples.schema(random);
        CompiledModel model = Examples.model(schema, random);
        FeatureTable table = Examples.table(schema, 3, random);
        byte[] file = CompiledModelFormat.write(model, new GoldenSample(table, model.outputs(), model.scoreAll(table)));
        for (int position = CompiledModelFormat.HEADER_BYTES; position <= file.length - 8; position++) {
            for (int count : new int[] {Integer.MAX_VALUE, 1 << 30, 1 << 20, 100_000, -1, Integer.MIN_VALUE}) {
                byte[] bomb = file.clone();
                ByteBuffer.wrap(bomb).putInt(position, count);
                readsOrRefuses(sealed(bomb), model.algorithm() + ": " + count + " at byte " + position);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytesFromNowhereCostLittle(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            byte[] file = new byte[18 + random.nextInt(4096)];
            random.nextBytes(file);
            ByteBuffer.wrap(file)
                    .put("PRNMODEL".getBytes(StandardCharsets.US_ASCII))
                    .putShort((short) (1 + random.nextInt(2)))
                    .putInt(file.length);
            readsOrRefuses(sealed(file), "round " + round);
        }
    }

    @Test
    void aTreeDeeperThanTheStackIsRefused() {
        int splits = 100_000;
        byte[] chain = new byte[splits * 16];
        ByteBuffer nodes = ByteBuffer.wrap(chain);
        for (int split = 0; split < splits; split++) {
            nodes.putInt(-1).putFloat(0).putInt(split + 1 < splits ? 0 : -1).putFloat(0);
        }
        DecisionTree leaf = DecisionTree.builder().leaf(0, 1).build();
        BoostedTreesModel model = new BoostedTreesModel(
                new FeatureSchema(List.of(Examples.WEATHER.feature(0))), 0, Map.of(), List.of(), List.of(leaf));
        byte[] file = CompiledModelFormat.write(model);
        // In the place of the one leaf and its count stands a tree of which every left child is a leaf.
        int nodesAt = file.length - 4 - 8 - 1 - 4;
        byte[] deep = new byte[nodesAt + 5 + 8 + chain.length + 4];
        ByteBuffer bytes = ByteBuffer.wrap(deep);
        bytes.put(file, 0, nodesAt).putInt(1 + 2 * splits).put((byte) 0);
        bytes.putInt(0).putFloat(0).put(chain);
        bytes.putInt(10, deep.length);
        int sectionLengthAt = sectionLengthAt(file);
        bytes.putInt(sectionLengthAt, deep.length - 4 - sectionLengthAt - 4);
        try {
            CompiledModelFormat.inspect(sealed(deep));
            fail("it was read");
        } catch (InvalidModelException refused) {
            assertThat(refused.reason()).isEqualTo("Invalid tree: it is 100000 splits deep, at most 1000 are allowed");
        }
    }

    /* The model's section follows the schema's, which begins behind the header with a tag and its length. */
    private static int sectionLengthAt(byte[] file) {
        int schemaLength = ByteBuffer.wrap(file).getInt(CompiledModelFormat.HEADER_BYTES + 1);
        return CompiledModelFormat.HEADER_BYTES + 5 + schemaLength + 1;
    }
}
