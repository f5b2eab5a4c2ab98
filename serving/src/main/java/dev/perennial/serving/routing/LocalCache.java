package dev.perennial.serving.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.trust.ManifestSignature;
import dev.perennial.serving.wal.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway needs to serve after a restart with Temporal and the object store down: the newest state of each model
 * and the blobs that it names, with the signatures of its manifests, in local files. A blob is checked against its digest
 * whenever it is read. Failures to write are logged and cost only that independence.
 */
final class LocalCache {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCache.class);

    private final Path states;
    private final Path blobs;
    private final Path signatures;
    private final Path feed;
    private final ObjectMapper json = RegistryJson.mapper();

    LocalCache(Path directory) {
        states = directory.resolve("models");
        blobs = directory.resolve("blobs");
        signatures = directory.resolve("signatures");
        feed = directory.resolve("feed");
        try {
            Files.createDirectories(states);
            Files.createDirectories(blobs);
            Files.createDirectories(signatures);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("Cannot create the cache in " + directory, e);
        }
    }

    List<ModelState> states() {
        List<ModelState> read = new ArrayList<>();
        for (Path file : files(states)) {
            try {
                read.add(json.readValue(Files.readAllBytes(file), ModelState.class));
            } catch (IOException e) {
                LOG.warn("cached state ignored file={} reason={}", file.getFileName(), e.getMessage());
            }
        }
        return read;
    }

    void keep(ModelState state) {
        try {
            DataDirectory.replace(states.resolve(state.model().value() + ".json"), json.writeValueAsBytes(state));
        } catch (IOException e) {
            LOG.warn("state not cached model={} reason={}", state.model(), e.getMessage());
        }
    }

    void forget(ModelName model) {
        try {
            Files.deleteIfExists(states.resolve(model.value() + ".json"));
        } catch (IOException e) {
            LOG.warn("cached state not removed model={} reason={}", model, e.getMessage());
        }
    }

    long feedSeq() {
        try {
            return Files.exists(feed) ? Long.parseLong(Files.readString(feed).strip()) : 0;
        } catch (IOException | NumberFormatException e) {
            LOG.warn("cached feed position ignored reason={}", e.getMessage());
            return 0;
        }
    }

    void keepFeedSeq(long seq) {
        try {
            DataDirectory.replace(feed, Long.toString(seq).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn("feed position not cached reason={}", e.getMessage());
        }
    }

    /** The blob from the local files or else from the registry, its digest verified either way. */
    Optional<byte[]> blob(Digest digest, Registry registry) {
        Path file = blobs.resolve(digest.hex());
        try {
            if (Files.exists(file)) {
                byte[] content = Files.readAllBytes(file);
                if (Digest.of(content).equals(digest)) {
                    return Optional.of(content);
                }
                LOG.warn("cached blob damaged, fetched again digest={}", digest.abbreviated());
            }
        } catch (IOException e) {
            LOG.warn("cached blob ignored digest={} reason={}", digest.abbreviated(), e.getMessage());
        }
        Optional<byte[]> fetched = registry.blob(digest);
        fetched.filter(content -> Digest.of(content).equals(digest)).ifPresent(content -> {
            try {
                DataDirectory.replace(file, content);
            } catch (IOException e) {
                LOG.warn("blob not cached digest={} reason={}", digest.abbreviated(), e.getMessage());
            }
        });
        return fetched;
    }

    /** The signatures of a manifest that were kept; whether they hold is for the caller to see. */
    List<ManifestSignature> signatures(Digest manifest) {
        Path file = signatures.resolve(manifest.hex());
        try {
            return Files.exists(file)
                    ? List.of(json.readValue(Files.readAllBytes(file), ManifestSignature[].class))
                    : List.of();
        } catch (IOException | RuntimeException e) {
            LOG.warn("cached signatures ignored manifest={} reason={}", manifest.abbreviated(), e.getMessage());
            return List.of();
        }
    }

    void keepSignatures(Digest manifest, List<ManifestSignature> found) {
        try {
            DataDirectory.replace(signatures.resolve(manifest.hex()), json.writeValueAsBytes(found));
        } catch (IOException e) {
            LOG.warn("signatures not cached manifest={} reason={}", manifest.abbreviated(), e.getMessage());
        }
    }

    /** Removes the blobs, and the signatures of the manifests, that have other digests than these. */
    void dropAllExcept(Set<String> needed) {
        for (Path directory : List.of(blobs, signatures)) {
            for (Path file : files(directory)) {
                if (!needed.contains(file.getFileName().toString())) {
                    try {
                        Files.deleteIfExists(file);
                    } catch (IOException e) {
                        LOG.warn("cached file not removed file={} reason={}", file.getFileName(), e.getMessage());
                    }
                }
            }
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> listing = Files.list(directory)) {
            return listing.sorted().toList();
        } catch (IOException e) {
            LOG.warn("cache not listed directory={} reason={}", directory, e.getMessage());
            return List.of();
        }
    }
}
