package dev.perennial.cli.dev;

import dev.perennial.cli.shell.PrivateFile;
import dev.perennial.registry.trust.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The key of an environment on this machine: made once for a data folder, unless the environment names keys already. */
final class DevKeys {
    private static final String SIGNING = "PERENNIAL_SIGNING_KEY";
    private static final String TRUSTED = "PERENNIAL_TRUSTED_KEYS";

    private DevKeys() {}

    /** The variables that tell workers what to sign with, and gateways what to trust. */
    static Map<String, String> in(Path data, Map<String, String> given) {
        boolean named = Stream.of(SIGNING, TRUSTED)
                .flatMap(name -> Stream.of(name, name + "_FILE"))
                .anyMatch(given::containsKey);
        return named ? Map.of() : own(data.resolve("signing.pem"), data.resolve("signing.pem.pub"));
    }

    private static Map<String, String> own(Path secret, Path trusted) {
        try {
            if (!Files.exists(secret)) {
                PrivateFile.create(secret, SigningKey.generate().privatePem());
            }
            Files.writeString(
                    trusted, SigningKey.parse(Files.readString(secret)).publicPem());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the environment's key in " + secret, e);
        }
        return new TreeMap<>(Map.of(SIGNING + "_FILE", secret.toString(), TRUSTED + "_FILE", trusted.toString()));
    }
}
