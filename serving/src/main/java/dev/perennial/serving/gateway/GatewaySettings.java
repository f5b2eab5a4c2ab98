package dev.perennial.serving.gateway;

import dev.perennial.registry.trust.TrustedKeys;
import dev.perennial.serving.wal.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway is run.
 *
 * @param dataDirectory what makes it the same gateway after a restart: its name, its log, its cache
 * @param url where others reach it; empty for its own host and port
 * @param port 0 for any free one
 * @param predictionKey the secret shared by all gateways; empty for one of its own in the data directory
 * @param trustedKeys whose signature a version must have to be served; empty to serve what the registry holds, signed or not
 */
public record GatewaySettings(
        Path dataDirectory,
        String host,
        int port,
        Optional<String> url,
        Optional<String> predictionKey,
        Optional<TrustedKeys> trustedKeys,
        Logging logging,
        Following following,
        Limits limits,
        int ioThreads,
        AccessLevel accessLog) {
    /** Checks the numbers. */
    public GatewaySettings {
        atLeast("port", port, 0);
        atLeast("ioThreads", ioThreads, 1);
    }

    /**
     * How predictions are logged.
     *
     * @param flushEvery how long a logged prediction may wait before it leaves for the object store
     * @param bytes the size of the local log above which requests are refused with 503
     */
    public record Logging(
            Durability durability, WhenLogFails whenFailing, Duration flushEvery, int segmentBytes, long bytes) {}

    /** How often the registry's feed and its heads are read, and how often the gateway says that it is there. */
    public record Following(Duration pollEvery, Duration reconcileEvery, Duration presenceEvery) {}

    /**
     * What a request may be, and how long it may take.
     *
     * @param deadline how long after a request's first byte its rows are still given to a version; then the fallback answers
     */
    public record Limits(
            int bodyBytes, int rowsPerRequest, int requestsInFlight, Duration deadline, Duration drainWithin) {
        /** Checks the numbers. */
        public Limits {
            atLeast("bodyBytes", bodyBytes, 1024);
            atLeast("rowsPerRequest", rowsPerRequest, 1);
            atLeast("requestsInFlight", requestsInFlight, 1);
        }
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("Invalid " + name + ": " + value + ", expected at least " + least);
        }
    }

    /** The defaults of production for a gateway on loopback with its data in this directory; it trusts no key yet. */
    public static GatewaySettings in(Path dataDirectory) {
        return new GatewaySettings(
                dataDirectory,
                "127.0.0.1",
                8080,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Logging(Durability.WRITTEN, WhenLogFails.STRICT, Duration.ofMinutes(15), 16 << 20, 1L << 30),
                new Following(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(10)),
                new Limits(8 << 20, 8192, 1024, Duration.ofSeconds(1), Duration.ofSeconds(10)),
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                AccessLevel.OFF);
    }

    /** The same settings on another port; 0 for any free one. */
    public GatewaySettings withPort(int otherPort) {
        return with(otherPort, trustedKeys, logging, limits);
    }

    /** The same settings with other keys to trust. */
    public GatewaySettings withTrustedKeys(TrustedKeys keys) {
        return with(port, Optional.of(keys), logging, limits);
    }

    /** The same settings with another way to log. */
    public GatewaySettings withLogging(Logging other) {
        return with(port, trustedKeys, other, limits);
    }

    /** The same settings with another promise of what is logged. */
    public GatewaySettings withLog(Durability durability, WhenLogFails whenFailing) {
        return withLogging(
                new Logging(durability, whenFailing, logging.flushEvery(), logging.segmentBytes(), logging.bytes()));
    }

    /** The same settings with another flush interval. */
    public GatewaySettings withFlushEvery(Duration interval) {
        return withLogging(new Logging(
                logging.durability(), logging.whenFailing(), interval, logging.segmentBytes(), logging.bytes()));
    }

    /** The same settings with other limits. */
    public GatewaySettings withLimits(Limits other) {
        return with(port, trustedKeys, logging, other);
    }

    private GatewaySettings with(
            int otherPort, Optional<TrustedKeys> otherKeys, Logging otherLogging, Limits otherLimits) {
        return new GatewaySettings(
                dataDirectory,
                host,
                otherPort,
                url,
                predictionKey,
                otherKeys,
                otherLogging,
                following,
                otherLimits,
                ioThreads,
                accessLog);
    }

    /**
     * Settings from {@code PERENNIAL_GATEWAY_DATA}, {@code _HOST}, {@code _PORT}, {@code _URL}, {@code _DURABILITY}
     * (written, sync or async), {@code _WHEN_LOG_FAILS} (strict or degraded), {@code _FLUSH}, {@code _POLL}, {@code _DEADLINE} (ISO 8601 durations), {@code _SEGMENT_BYTES}, {@code _LOG_BYTES},
     * {@code _BODY_BYTES}, {@code _ROWS}, {@code _IN_FLIGHT}, {@code _IO_THREADS}, {@code _ACCESS_LOG} (off, errors or all) and {@code PERENNIAL_PREDICTION_KEY} or {@code _KEY_FILE},
     * each optional; and from {@code PERENNIAL_TRUSTED_KEYS} or {@code _KEYS_FILE}, which must be there.
     */
    public static GatewaySettings fromEnvironment(Map<String, String> environment) {
        Reader from = new Reader(environment);
        String home = from.text("PERENNIAL_HOME").orElse(".perennial");
        Path data = from.text("PERENNIAL_GATEWAY_DATA")
                .map(Path::of)
                .orElseGet(() -> Path.of(home).resolve("data").resolve("gateway"));
        GatewaySettings standard = in(data);
        Logging logging = standard.logging();
        Limits limits = standard.limits();
        return new GatewaySettings(
                data,
                from.text("PERENNIAL_GATEWAY_HOST").orElse(standard.host()),
                (int) from.number("PERENNIAL_GATEWAY_PORT", standard.port(), 65_535),
                from.text("PERENNIAL_GATEWAY_URL"),
                from.secret("PERENNIAL_PREDICTION_KEY"),
                TrustedKeys.fromEnvironment(environment),
                new Logging(
                        from.word("PERENNIAL_GATEWAY_DURABILITY", Durability.class, logging.durability()),
                        from.word("PERENNIAL_GATEWAY_WHEN_LOG_FAILS", WhenLogFails.class, logging.whenFailing()),
                        from.duration("PERENNIAL_GATEWAY_FLUSH", logging.flushEvery()),
                        (int) from.number("PERENNIAL_GATEWAY_SEGMENT_BYTES", logging.segmentBytes(), 256 << 20),
                        from.number("PERENNIAL_GATEWAY_LOG_BYTES", logging.bytes(), Long.MAX_VALUE)),
                new Following(
                        from.duration(
                                "PERENNIAL_GATEWAY_POLL", standard.following().pollEvery()),
                        standard.following().reconcileEvery(),
                        standard.following().presenceEvery()),
                new Limits(
                        (int) from.number("PERENNIAL_GATEWAY_BODY_BYTES", limits.bodyBytes(), 1 << 30),
                        (int) from.number("PERENNIAL_GATEWAY_ROWS", limits.rowsPerRequest(), 1 << 20),
                        (int) from.number("PERENNIAL_GATEWAY_IN_FLIGHT", limits.requestsInFlight(), 1 << 20),
                        from.duration("PERENNIAL_GATEWAY_DEADLINE", limits.deadline()),
                        limits.drainWithin()),
                (int) from.number("PERENNIAL_GATEWAY_IO_THREADS", standard.ioThreads(), 1024),
                from.word("PERENNIAL_GATEWAY_ACCESS_LOG", AccessLevel.class, standard.accessLog()));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "GatewaySettings[dataDirectory=" + dataDirectory + ", host=" + host + ", port=" + port
                + ", durability=" + logging.durability() + ", flushEvery=" + logging.flushEvery() + ", predictionKey="
                + (predictionKey.isPresent() ? "***" : "own") + ", trustedKeys="
                + trustedKeys.map(TrustedKeys::toString).orElse("none") + "]";
    }

    private static final class Reader {
        private final Map<String, String> environment;

        Reader(Map<String, String> environment) {
            this.environment = Map.copyOf(environment);
        }

        Optional<String> text(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        Optional<String> secret(String name) {
            Optional<String> file = text(name + "_FILE");
            try {
                return file.isPresent() ? Optional.of(Files.readString(Path.of(file.get()))) : text(name);
            } catch (IOException e) {
                throw invalid(name + "_FILE", "a readable file", e);
            }
        }

        long number(String name, long standard, long most) {
            Optional<String> text = text(name);
            if (text.isEmpty()) {
                return standard;
            }
            try {
                long value = Long.parseLong(text.get().strip());
                if (value >= 0 && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw invalid(name, "a whole number from 0 to " + most, e);
            }
            throw invalid(name, "a whole number from 0 to " + most, null);
        }

        Duration duration(String name, Duration standard) {
            Optional<String> text = text(name);
            try {
                return text.isEmpty() ? standard : Duration.parse(text.get().strip());
            } catch (DateTimeException e) {
                throw invalid(name, "a duration such as PT15M", e);
            }
        }

        <E extends Enum<E>> E word(String name, Class<E> type, E standard) {
            Optional<String> text = text(name);
            try {
                return text.isEmpty()
                        ? standard
                        : Enum.valueOf(type, text.get().strip().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                String words = Arrays.stream(type.getEnumConstants())
                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
                throw invalid(name, "one of " + words, e);
            }
        }

        private IllegalArgumentException invalid(String name, String expected, @Nullable Throwable cause) {
            return new IllegalArgumentException(
                    "Invalid " + name + ": '" + environment.get(name) + "', expected " + expected, cause);
        }
    }
}
