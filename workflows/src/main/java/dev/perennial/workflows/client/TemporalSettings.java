package dev.perennial.workflows.client;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where Temporal is and how it is spoken to, as Temporal's own tools read it: {@code TEMPORAL_ADDRESS}, {@code
 * TEMPORAL_NAMESPACE}, {@code TEMPORAL_API_KEY} (or {@code TEMPORAL_API_KEY_FILE}), {@code TEMPORAL_TLS…} and the profiles
 * of its configuration file. Prints without secrets.
 */
public final class TemporalSettings {
    private static final String DEFAULT_ADDRESS = "127.0.0.1:7233";
    private static final String DEFAULT_NAMESPACE = "default";
    private static final String API_KEY = "TEMPORAL_API_KEY";

    private final ClientConfigProfile profile;

    private TemporalSettings(ClientConfigProfile profile) {
        this.profile = profile;
    }

    /** Settings from this environment and the configuration file that it names, or that stands at the usual place. */
    public static TemporalSettings from(Map<String, String> environment) {
        return read(environment, LoadClientConfigProfileOptions.newBuilder());
    }

    /** Settings for a server without authentication, such as a development server; reads no file. */
    public static TemporalSettings at(String address, String namespace) {
        return read(
                Map.of("TEMPORAL_ADDRESS", address, "TEMPORAL_NAMESPACE", namespace),
                LoadClientConfigProfileOptions.newBuilder().setDisableFile(true));
    }

    private static TemporalSettings read(
            Map<String, String> environment, LoadClientConfigProfileOptions.Builder options) {
        Map<String, String> settings = new TreeMap<>(environment);
        try {
            String keyFile = settings.get(API_KEY + "_FILE");
            if (keyFile != null && !settings.containsKey(API_KEY)) {
                settings.put(API_KEY, Files.readString(Path.of(keyFile)).strip());
            }
            return new TemporalSettings(
                    ClientConfigProfile.load(options.setEnvOverrides(settings).build()));
        } catch (IOException e) {
            throw new IllegalArgumentException("Invalid Temporal settings: " + e.getMessage(), e);
        }
    }

    /** Host and port. */
    public String address() {
        return orElse(profile.getAddress(), DEFAULT_ADDRESS);
    }

    /** The namespace. */
    public String namespace() {
        return orElse(profile.getNamespace(), DEFAULT_NAMESPACE);
    }

    WorkflowServiceStubsOptions.Builder stubs() {
        return WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
                .setTarget(address());
    }

    WorkflowClientOptions.Builder client() {
        return WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
                .setNamespace(namespace());
    }

    private static String orElse(@Nullable String given, String otherwise) {
        return given == null || given.isBlank() ? otherwise : given;
    }

    @Override
    public String toString() {
        return address() + ", namespace " + namespace() + (profile.getApiKey() == null ? "" : ", API key ***");
    }
}
