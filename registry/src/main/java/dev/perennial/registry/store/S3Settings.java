package dev.perennial.registry.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where an S3 store is and who asks it. The secret never appears in {@link #toString}.
 *
 * @param endpoint scheme, host and port, without a path
 * @param prefix stands before every key, so that several environments can share a bucket; empty, or ends in a slash
 */
public record S3Settings(
        URI endpoint, String region, String bucket, String prefix, String accessKeyId, String secretAccessKey) {
    private static final String ENDPOINT = "AWS_ENDPOINT_URL_S3";

    /** Checks the address and the prefix. */
    public S3Settings {
        String scheme = endpoint.getScheme();
        if (scheme == null || !scheme.matches("https?") || endpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    "Invalid " + ENDPOINT + ": '" + endpoint + "', expected the form http://127.0.0.1:8333");
        }
        if (endpoint.getPath() != null && !endpoint.getPath().matches("/?")) {
            throw new IllegalArgumentException("Invalid " + ENDPOINT + ": '" + endpoint + "', expected no path");
        }
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException("Invalid bucket: '" + bucket
                    + "', expected 3 to 63 of a-z, 0-9, '.' and '-', beginning and ending with a letter or digit");
        }
        if (!prefix.isEmpty() && !prefix.matches("([A-Za-z0-9._=-]+/)+")) {
            throw new IllegalArgumentException("Invalid prefix: '" + prefix + "', expected the form env/production/");
        }
        if (accessKeyId.isBlank() || secretAccessKey.isBlank()) {
            throw new IllegalArgumentException("Invalid S3 credentials: the access key or the secret key is blank");
        }
    }

    /**
     * Reads {@code AWS_ENDPOINT_URL_S3}, {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_REGION}
     * (default {@code us-east-1}), {@code PERENNIAL_BUCKET} (default {@code perennial}) and {@code PERENNIAL_PREFIX}
     * (default empty). Each may instead be given as a file's name in the variable with {@code _FILE} added.
     */
    public static S3Settings fromEnvironment(Map<String, String> environment) {
        String prefix = variable(environment, "PERENNIAL_PREFIX").orElse("");
        return new S3Settings(
                URI.create(required(environment, ENDPOINT, "the address of an S3 store such as http://127.0.0.1:8333")),
                variable(environment, "AWS_REGION").orElse("us-east-1"),
                variable(environment, "PERENNIAL_BUCKET").orElse("perennial"),
                prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
                required(environment, "AWS_ACCESS_KEY_ID", "an access key's name"),
                required(environment, "AWS_SECRET_ACCESS_KEY", "that key's secret"));
    }

    /** Whether the environment names an S3 store at all. */
    public static boolean presentIn(Map<String, String> environment) {
        return variable(environment, ENDPOINT).isPresent();
    }

    private static String required(Map<String, String> environment, String name, String expected) {
        return variable(environment, name)
                .orElseThrow(() -> new IllegalArgumentException("Invalid environment: neither " + name + " nor " + name
                        + "_FILE is set, expected " + expected));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "").strip();
        if (!value.isEmpty()) {
            return Optional.of(value);
        }
        String file = environment.getOrDefault(name + "_FILE", "").strip();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            String content = Files.readString(Path.of(file)).strip();
            return content.isEmpty() ? Optional.empty() : Optional.of(content);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ", named by " + name + "_FILE", e);
        }
    }

    /** The address, bucket and prefix, for messages. */
    public String address() {
        String base = endpoint.toString();
        return (base.endsWith("/") ? base : base + "/") + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }

    @Override
    public String toString() {
        return "S3Settings[" + address() + ", region=" + region + ", accessKeyId=" + accessKeyId
                + ", secretAccessKey=***]";
    }
}
