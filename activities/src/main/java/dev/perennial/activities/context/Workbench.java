package dev.perennial.activities.context;

import dev.perennial.activities.data.LogReader;
import dev.perennial.activities.data.ParquetWriting;
import dev.perennial.activities.data.Spool;
import dev.perennial.activities.data.TrainingExtract;
import dev.perennial.activities.data.Watermark;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.trust.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What every activity works with. */
public record Workbench(
        ObjectStore store,
        Registry registry,
        InstantSource clock,
        Spool spool,
        LogReader log,
        TrainingExtract extract,
        Watermark watermarks,
        ParquetWriting writing,
        CompiledModels models,
        Heartbeat heartbeat,
        Optional<SigningKey> signingKey) {

    /** Stores a version's manifest, signed if there is a key: before any log names it, so that no reader finds it without. */
    public Digest putManifest(VersionManifest manifest) {
        Digest digest = registry.putDocument(manifest);
        signingKey.ifPresent(key -> registry.putSignature(key.sign(digest)));
        return digest;
    }

    /** The declaration in force; refused where there is none. */
    public ModelSpec spec(ModelState state) {
        return spec(state.requireSpec().digest());
    }

    /** The declaration with this digest. */
    public ModelSpec spec(Digest digest) {
        byte[] file = registry.blob(digest)
                .orElseThrow(() ->
                        new IllegalArgumentException("Invalid declaration: there is no blob " + digest.abbreviated()));
        return ModelSpecReader.read(new String(file, StandardCharsets.UTF_8));
    }

    /** The event time up to which the model's log is complete; empty while nothing is logged or declared. */
    public Optional<Instant> watermark(ModelState state) {
        return state.spec().isEmpty()
                ? Optional.empty()
                : watermarks.of(state.model(), spec(state).monitor().lateness());
    }

    /** The same, read with the state of this moment. */
    public Optional<Instant> watermark(ModelName model) {
        return watermark(registry.state(model));
    }
}
