package dev.perennial.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TemporalServerTest {
    @Test
    void comesBackOnTheSamePortsWithItsStateAfterSigkill(@TempDir Path folder) throws Exception {
        try (TemporalServer server = TemporalServer.start(folder)) {
            String endpoint = server.endpoint();
            start(server, "kept");

            server.kill();
            assertThat(server.isAlive()).isFalse();
            server.restart();

            assertThat(server.endpoint()).isEqualTo(endpoint);
            assertThat(send(HttpRequest.newBuilder(workflow(server, "kept")).GET())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(HttpRequest.newBuilder(workflow(server, "never-started"))
                                    .GET())
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void serversOfOneMachineKeepApart(@TempDir Path folder) throws Exception {
        try (TemporalServer one = TemporalServer.start(folder.resolve("one"));
                TemporalServer other = TemporalServer.start(folder.resolve("other"))) {
            start(one, "mine");
            assertThat(send(HttpRequest.newBuilder(workflow(other, "mine")).GET())
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private static void start(TemporalServer server, String id) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(workflow(server, id))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"workflowType\":{\"name\":\"Nothing\"},\"taskQueue\":{\"name\":\"nobody\"}}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static URI workflow(TemporalServer server, String id) {
        return server.httpInterface().resolve("/api/v1/namespaces/default/workflows/" + id);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
