package dev.perennial.registry.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.trust.ManifestSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The registry in an object store. Nothing is asked of the store before the first call. Safe for use by several threads;
 * processes that share a store need nothing else in common.
 */
public final class ObjectStoreRegistry implements Registry {
    private final ObjectStore store;
    private final InstantSource clock;
    private final ObjectMapper json = RegistryJson.mapper();
    /** For the registry's own records, in which a missing part means that the record is damaged. */
    private final ObjectMapper strictJson =
            RegistryJson.mapper().enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private final Blobs blobs;
    private final Feed feed;
    private final SpecFiles specs;
    private final Signatures signatures;
    private final Map<ModelName, ModelLog> logs = new ConcurrentHashMap<>();
    private final Set<ModelName> withLog = ConcurrentHashMap.newKeySet();

    /** The registry in this store; {@code clock} says when entries are recorded. */
    public ObjectStoreRegistry(ObjectStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.blobs = new Blobs(store);
        this.feed = new Feed(store, strictJson);
        this.specs = new SpecFiles(store, blobs);
        this.signatures = new Signatures(store, strictJson);
    }

    private ModelLog log(ModelName model) {
        return logs.computeIfAbsent(model, name -> new ModelLog(store, name, clock, strictJson));
    }

    @Override
    public List<ModelName> models() {
        return store.listFolders(RegistryKeys.MODELS).stream()
                .map(folder -> new ModelName(folder.substring(0, folder.length() - 1)))
                .filter(this::hasLog)
                .sorted()
                .toList();
    }

    private boolean hasLog(ModelName model) {
        if (!withLog.contains(model) && store.exists(RegistryKeys.entry(model, 1))) {
            withLog.add(model);
        }
        return withLog.contains(model);
    }

    @Override
    public ModelState state(ModelName model) {
        return log(model).newest();
    }

    @Override
    public ModelState stateAt(ModelName model, Instant recordedAt) {
        return log(model).at(recordedAt);
    }

    @Override
    public RegistryEntry append(ModelName model, String operation, Function<ModelState, EntryDraft> decision) {
        if (operation.isBlank()) {
            throw new IllegalArgumentException("Invalid operation: '" + operation + "', expected a unique key");
        }
        ModelLog.Appended appended = log(model).append(operation, decision);
        // A repeated operation may have died between its entry and its line, so the newest entry is announced again.
        if (appended.entry().seq() == appended.state().seq()) {
            feed.announce(model, appended.entry().seq());
        }
        return appended.entry();
    }

    @Override
    public SpecOutcome applySpec(String yaml, String operation, Actor actor) {
        return specs.apply(this, yaml, operation, actor);
    }

    @Override
    public ModelSpec spec(ModelState state) {
        return specs.read(state.model(), state.requireSpec().digest());
    }

    @Override
    public List<RegistryEntry> history(ModelName model, long afterSeq, int limit) {
        return log(model).history(afterSeq, limit);
    }

    @Override
    public Digest putBlob(byte[] content) {
        return blobs.put(content);
    }

    @Override
    public Digest putBlob(Path file) {
        return blobs.put(file);
    }

    @Override
    public Optional<byte[]> blob(Digest digest) {
        return blobs.read(digest);
    }

    @Override
    public boolean holdsBlob(Digest digest) {
        return blobs.holds(digest);
    }

    @Override
    public boolean blob(Digest digest, Path target) {
        return blobs.download(digest, target);
    }

    @Override
    public Digest putDocument(Object document) {
        try {
            return blobs.put(json.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Invalid document: " + document.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    @Override
    public <T> T document(Digest digest, Class<T> type) {
        byte[] content = blobs.read(digest)
                .orElseThrow(() -> new UnknownModelException(
                        "Cannot read " + type.getSimpleName() + " " + digest + ": the registry holds no such blob"));
        try {
            return json.readValue(content, type);
        } catch (IOException e) {
            throw new DamagedRegistryException(
                    "Cannot read " + type.getSimpleName() + " " + digest + ": the blob holds something else", e);
        }
    }

    @Override
    public VersionManifest manifest(ModelVersion version) {
        ModelLog log = log(version.model());
        ModelState.RegisteredVersion registered = log.known()
                .version(version.number())
                .or(() -> log.newest().version(version.number()))
                .orElseThrow(() -> new UnknownModelException("Cannot find version " + version + ": "
                        + (log.known().versions().isEmpty()
                                ? "no version of " + version.model() + " is registered"
                                : "the registered versions are 1 to "
                                        + log.known().versions().size())));
        VersionManifest manifest = document(registered.manifest(), VersionManifest.class);
        if (!manifest.version().equals(version)) {
            throw new DamagedRegistryException(
                    "Cannot use version " + version + ": its manifest is that of " + manifest.version());
        }
        return manifest;
    }

    @Override
    public void putSignature(ManifestSignature signature) {
        signatures.put(signature);
    }

    @Override
    public List<ManifestSignature> signatures(Digest manifest) {
        return signatures.of(manifest);
    }

    @Override
    public List<FeedLine> feed(long afterSeq, int limit) {
        return feed.after(afterSeq, limit);
    }

    @Override
    public Optional<String> verify(ModelName model) {
        return new LogVerifier(store, strictJson, feed)
                .firstMisfit(model, log(model).known());
    }
}
