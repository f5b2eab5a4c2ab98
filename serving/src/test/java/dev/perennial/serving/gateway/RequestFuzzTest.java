package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.gateway.RequestParameters.EventTimes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whatever bytes a client sends, a reader takes them or refuses them with a status of its own. Runs over the inputs
 * beside it; searches for more of them with {@code JAZZER_FUZZ=1}.
 */
class RequestFuzzTest {
    private static final int MOST_ROWS = 100;
    private static final int LIMIT = 1 << 20;

    private final InferRequestReader reader = new InferRequestReader(MOST_ROWS);

    /** The first two bytes say how long the JSON is. */
    @FuzzTest(maxDuration = "2m")
    void readsInferenceRequests(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] body = Arrays.copyOfRange(input, 2, input.length);
        int json = Math.min(body.length, (input[0] & 0xFF) | (input[1] & 0xFF) << 8);
        InferRequest request = new InferRequest(GatewayFixture.SCHEMA, Outputs.probability());
        refusesAtMost(() -> {
            reader.read(body, json, request, EventTimes.FROM_REQUEST);
            assertThat(request.rows()).isBetween(1, MOST_ROWS);
            for (int row = 0; row < request.rows(); row++) {
                double score = GatewayFixture.linearModel().score(request.row(row));
                assertThat(score).isBetween(0.0, 1.0);
            }
        });
    }

    /** The first byte says which coding it is. */
    @FuzzTest(maxDuration = "2m")
    void readsCompressedBodies(byte[] input) {
        if (input.length < 1) {
            return;
        }
        ContentCoding coding = (input[0] & 1) == 0 ? ContentCoding.GZIP : ContentCoding.DEFLATE;
        refusesAtMost(() -> assertThat(coding.decode(Arrays.copyOfRange(input, 1, input.length), LIMIT))
                .hasSizeLessThanOrEqualTo(LIMIT));
    }

    private static void refusesAtMost(Runnable reading) {
        try {
            reading.run();
        } catch (RejectedRequestException e) {
            assertThat(e.status()).isIn(400, 413);
            assertThat(e.reason()).isNotBlank().hasSizeLessThan(2500);
            // It can be written as JSON, whatever of the request it repeats.
            assertThat(StandardCharsets.US_ASCII
                            .newEncoder()
                            .canEncode(StandardCharsets.UTF_8.decode(
                                    new JsonBytes().text(e.reason()).copy())))
                    .isTrue();
        }
    }
}
