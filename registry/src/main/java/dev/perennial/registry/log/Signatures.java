package dev.perennial.registry.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Digest;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.trust.ManifestSignature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signatures of manifests, an object for each key. Safe for use by several threads. */
final class Signatures {
    private static final Logger LOG = LoggerFactory.getLogger(Signatures.class);
    /* Whoever loads a version reads them all. */
    private static final int MOST = 16;

    private final ObjectStore store;
    private final ObjectMapper json;

    Signatures(ObjectStore store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    void put(ManifestSignature signature) {
        String key = RegistryKeys.signature(signature);
        List<String> present = keys(signature.manifest());
        if (present.size() >= MOST && !present.contains(key)) {
            throw new RefusedException(
                    "Cannot sign manifest " + signature.manifest().abbreviated() + ": " + MOST
                            + " keys have signed it, which is as many as are read");
        }
        byte[] content = written(signature);
        // A key signs the same every time, so what else stands there is no signature of it.
        if (store.create(key, content) == CreateOutcome.CONFLICT) {
            store.overwrite(key, content);
        }
    }

    private byte[] written(ManifestSignature signature) {
        try {
            return json.writeValueAsBytes(signature);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write a signature as JSON", e);
        }
    }

    List<ManifestSignature> of(Digest manifest) {
        List<ManifestSignature> read = new ArrayList<>();
        for (String key : keys(manifest)) {
            store.read(key).flatMap(content -> read(key, content)).ifPresent(signature -> {
                if (signature.manifest().equals(manifest)) {
                    read.add(signature);
                } else {
                    LOG.warn("signature ignored key={} reason=it is of another manifest", key);
                }
            });
        }
        return read;
    }

    private List<String> keys(Digest manifest) {
        return store.list(RegistryKeys.signatures(manifest), "", MOST);
    }

    private Optional<ManifestSignature> read(String key, byte[] content) {
        try {
            return Optional.ofNullable(json.readValue(content, ManifestSignature.class));
        } catch (IOException e) {
            LOG.warn("signature ignored key={} reason={}", key, e.getMessage());
            return Optional.empty();
        }
    }
}
