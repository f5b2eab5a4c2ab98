package dev.perennial.workflows.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalSettingsTest {
    @Test
    void defaultsToAServerOnThisMachine() {
        assertThat(TemporalSettings.from(Map.of())).hasToString("127.0.0.1:7233, namespace default");
    }

    @Test
    void keyFromAFileIsUsedAndNeverPrinted(@TempDir Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "s3cret\n");

        TemporalSettings settings = TemporalSettings.from(Map.of(
                "TEMPORAL_ADDRESS", "cloud.example.org:7233",
                "TEMPORAL_NAMESPACE", "prod",
                "TEMPORAL_API_KEY_FILE", key.toString()));

        assertThat(settings).hasToString("cloud.example.org:7233, namespace prod, API key ***");
        assertThat(settings.stubs().build().getTarget()).isEqualTo("cloud.example.org:7233");
        assertThat(settings.client().build().getNamespace()).isEqualTo("prod");
    }
}
