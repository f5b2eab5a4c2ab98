package dev.perennial.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3SettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "AWS_ENDPOINT_URL_S3",
            "http://127.0.0.1:8333",
            "AWS_ACCESS_KEY_ID",
            "ada",
            "AWS_SECRET_ACCESS_KEY",
            "hunter2");

    @Test
    void hasDefaultsAndHidesTheSecret() {
        S3Settings settings = S3Settings.fromEnvironment(LEAST);
        assertThat(settings.bucket()).isEqualTo("perennial");
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.prefix()).isEmpty();
        assertThat(settings)
                .hasToString("S3Settings[http://127.0.0.1:8333/perennial, region=us-east-1, accessKeyId=ada, "
                        + "secretAccessKey=***]");
    }

    @Test
    void readsSecretsFromFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "from file\n");
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.remove("AWS_SECRET_ACCESS_KEY");
        environment.put("AWS_SECRET_ACCESS_KEY_FILE", file.toString());
        assertThat(S3Settings.fromEnvironment(environment).secretAccessKey()).isEqualTo("from file");
    }

    @Test
    void putsASlashAfterThePrefix() {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put("PERENNIAL_PREFIX", "env/production");
        assertThat(S3Settings.fromEnvironment(environment).address())
                .isEqualTo("http://127.0.0.1:8333/perennial/env/production/");
    }

    @Test
    void namesTheVariableThatIsMissing() {
        assertThat(S3Settings.presentIn(Map.of())).isFalse();
        assertThat(S3Settings.presentIn(LEAST)).isTrue();
        assertThatThrownBy(() -> S3Settings.fromEnvironment(Map.of()))
                .hasMessage("Invalid environment: neither AWS_ENDPOINT_URL_S3 nor AWS_ENDPOINT_URL_S3_FILE is set, "
                        + "expected the address of an S3 store such as http://127.0.0.1:8333");
    }
}
