package dev.perennial.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.perennial.registry.ModelVersion;
import dev.perennial.workflows.model.AnsweredCommand;
import dev.perennial.workflows.model.ModelSession;
import dev.perennial.workflows.model.RetrainCommand;
import dev.perennial.workflows.retrain.RetrainOutcome;
import dev.perennial.workflows.review.ReviewRequest;
import dev.perennial.workflows.rollout.RolloutRequest;
import dev.perennial.workflows.support.Samples;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire form of messages, which histories of earlier releases hold. */
class MessagesTest {
    private static final DataConverter CONVERTER = PerennialDataConverter.create();
    private static final ModelVersion VERSION = new ModelVersion(Samples.MODEL, 2);

    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of(
                        RetrainOutcome.class,
                        new RetrainOutcome.CandidateReady(VERSION, Samples.EVIDENCE, "good"),
                        "{\"kind\":\"candidate-ready\",\"evidence\":\"" + Samples.EVIDENCE
                                + "\",\"sentence\":\"good\",\"version\":\"flight-delay@2\"}"),
                Arguments.of(
                        RetrainOutcome.class,
                        new RetrainOutcome.ChampionByBootstrap(VERSION, "first"),
                        "{\"kind\":\"champion-by-bootstrap\",\"sentence\":\"first\",\"version\":\"flight-delay@2\"}"),
                Arguments.of(
                        RetrainOutcome.class,
                        new RetrainOutcome.NoCandidate("none"),
                        "{\"kind\":\"no-candidate\",\"sentence\":\"none\"}"),
                Arguments.of(
                        RetrainCommand.class,
                        Samples.byHand("c1"),
                        "{\"actor\":\"user:ada\",\"asOf\":\"2013-06-03T00:00:00Z\",\"commandId\":\"c1\","
                                + "\"reason\":\"new data\",\"table\":null,\"trigger\":\"MANUAL\"}"),
                Arguments.of(
                        ModelSession.class,
                        new ModelSession(
                                Samples.MODEL, List.of(new AnsweredCommand("c1", CommandResult.refused("no"))), 3),
                        "{\"lastRefusal\":null,\"model\":\"flight-delay\",\"recentCommands\":[{\"answer\":{\"id\":\"\","
                                + "\"message\":\"no\",\"status\":\"REFUSED\"},\"commandId\":\"c1\"}],\"runs\":3}"),
                Arguments.of(
                        ReviewRequest.class,
                        new ReviewRequest("r1-review", VERSION, Samples.EVIDENCE, Duration.ofDays(2), "good"),
                        "{\"deadline\":\"PT48H\",\"evidence\":\"" + Samples.EVIDENCE
                                + "\",\"requester\":null,\"review\":\"r1-review\",\"sentence\":\"good\","
                                + "\"version\":\"flight-delay@2\"}"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void keepTheirForm(Class<?> type, Object message, String json) {
        Payload payload = CONVERTER.toPayload(message).orElseThrow();

        assertThat(payload.getData().toStringUtf8()).isEqualTo(json);
        assertThat((Object) CONVERTER.fromPayload(payload, type, type)).isEqualTo(message);
    }

    @Test
    void fieldsOfANewerSenderAreIgnoredAndMissingOnesOfAnOlderAreEmpty() {
        RolloutRequest request =
                new RolloutRequest("r1-rollout", VERSION, 1, Samples.rollout(), Duration.ofSeconds(30));
        Payload payload = CONVERTER.toPayload(request).orElseThrow();
        String older = payload.getData().toStringUtf8().replace("\"progress\":null,", "\"colour\":\"blue\",");
        Payload foreign =
                payload.toBuilder().setData(ByteString.copyFromUtf8(older)).build();

        assertThat(older).contains("blue").doesNotContain("progress");
        assertThat(CONVERTER.fromPayload(foreign, RolloutRequest.class, RolloutRequest.class))
                .isEqualTo(request);
    }
}
