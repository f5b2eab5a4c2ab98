package dev.perennial.registry.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The model files that tests read. */
public final class SpecFixtures {
    private SpecFixtures() {}

    /** A file that uses every section. */
    public static String flightDelay() {
        return text("flight-delay.yaml");
    }

    static String text(String resource) {
        try (InputStream in = SpecFixtures.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Cannot find the resource " + resource);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
