package dev.perennial.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Whatever a model file holds between a sound header and a sound checksum, which no search would find by itself, it is
 * read or refused. Runs over the inputs beside it; searches for more of them with {@code JAZZER_FUZZ=1}.
 */
class ModelFileFuzzTest {

    private static final int HEADER = CompiledModelFormat.HEADER_BYTES;

    /** The first byte says which format version it is. */
    @FuzzTest(maxDuration = "2m")
    void readsOrRefusesAFile(byte[] input) {
        if (input.length < 1) {
            return;
        }
        byte[] file = new byte[HEADER + input.length - 1 + 4];
        ByteBuffer.wrap(file)
                .put("PRNMODEL".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) (1 + (input[0] & 1)))
                .putInt(file.length)
                .put(input, 1, input.length - 1);
        CRC32C checksum = new CRC32C();
        checksum.update(file, 0, file.length - 4);
        ByteBuffer.wrap(file).putInt(file.length - 4, (int) checksum.getValue());
        CompiledModel model;
        try {
            model = CompiledModelFormat.inspect(file).model();
        } catch (InvalidModelException refused) {
            assertThat(refused.position()).isBetween(0, file.length);
            return;
        }
        FeatureRow row = new FeatureRow(model.schema());
        double[] scores = new double[model.outputs().count()];
        model.score(row, scores);
        for (double score : scores) {
            assertThat(model.outputs().allow(score)).isTrue();
        }
        for (int output = 0; output < Math.min(3, scores.length); output++) {
            model.contributions(row, output)
                    .ifPresent(
                            contributions -> assertThat(contributions.margin()).isFinite());
        }
        byte[] written = CompiledModelFormat.write(model);
        double[] again = new double[scores.length];
        CompiledModelFormat.read(written).score(row, again);
        assertThat(again).isEqualTo(scores);
    }
}
