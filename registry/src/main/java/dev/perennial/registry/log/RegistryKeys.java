package dev.perennial.registry.log;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.trust.ManifestSignature;
import java.util.Locale;
import java.util.OptionalLong;

/** Where the registry's objects are in the store. */
final class RegistryKeys {
    static final String MODELS = "models/";

    private RegistryKeys() {}

    static String log(ModelName model) {
        return MODELS + model + "/log/";
    }

    static String entry(ModelName model, long seq) {
        return log(model) + numbered(seq);
    }

    static String snapshots(ModelName model) {
        return MODELS + model + "/snapshots/";
    }

    static String snapshot(ModelName model, long seq) {
        return snapshots(model) + numbered(seq);
    }

    static String spec(ModelName model, Digest digest) {
        return MODELS + model + "/specs/" + digest + ".yaml";
    }

    static String feedLine(long seq) {
        return "feed/" + numbered(seq);
    }

    static String blob(Digest digest) {
        return "blobs/sha256/" + digest.hex().substring(0, 2) + "/" + digest;
    }

    static String signatures(Digest manifest) {
        return "signatures/" + manifest + "/";
    }

    static String signature(ManifestSignature signature) {
        return signatures(signature.manifest()) + signature.key() + ".json";
    }

    /** The number in a key of the form {@code …/000000000042.json}. */
    static OptionalLong numberIn(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        return name.matches("[0-9]{12}\\.json")
                ? OptionalLong.of(Long.parseLong(name.substring(0, 12)))
                : OptionalLong.empty();
    }

    private static String numbered(long seq) {
        return String.format(Locale.ROOT, "%012d.json", seq);
    }
}
