package dev.perennial.registry.log;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.trust.ManifestSignature;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The registry: one append-only log per model, content-addressed blobs beside it, and the feed that names whose log
 * grew. Safe for use by several threads and, through the store's create-only writes, by several processes.
 */
public interface Registry {
    /** All models that have a log, sorted. */
    List<ModelName> models();

    /** The model's present state; {@link ModelState#empty} where there is no log. */
    ModelState state(ModelName model);

    /** The state as it was when the last entry recorded at or before the instant had been appended. */
    ModelState stateAt(ModelName model, Instant recordedAt);

    /**
     * Appends what {@code decision} makes of the newest state, and a feed line. If somebody else's entry takes the place,
     * the decision is asked again with the state that results; it refuses by {@link RefusedException}. An operation that
     * the log already holds is not appended again: its entry is returned.
     */
    RegistryEntry append(ModelName model, String operation, Function<ModelState, EntryDraft> decision);

    /**
     * Declares a model by its file: stores the text, and appends an entry if it means something else than the declaration
     * in force. Refuses a file that is not valid, without storing anything.
     */
    SpecOutcome applySpec(String yaml, String operation, Actor actor);

    /** The declaration in force; refused by {@link RefusedException} where there is none. */
    ModelSpec spec(ModelState state);

    /** Entries after {@code afterSeq}, in order, at most {@code limit}. */
    List<RegistryEntry> history(ModelName model, long afterSeq, int limit);

    /** Stores bytes under their digest. */
    Digest putBlob(byte[] content);

    /** Stores a file's bytes under their digest. */
    Digest putBlob(Path file);

    /** The bytes with this digest, verified; empty if there are none. */
    Optional<byte[]> blob(Digest digest);

    /** Whether bytes with this digest are stored; they are not read. */
    boolean holdsBlob(Digest digest);

    /** Downloads the bytes with this digest, verified, to a local file; false if there are none. */
    boolean blob(Digest digest, Path target);

    /** Stores a record as canonical JSON under its digest. */
    Digest putDocument(Object document);

    /** Reads a JSON blob. */
    <T> T document(Digest digest, Class<T> type);

    /** The manifest of a registered version. */
    VersionManifest manifest(ModelVersion version);

    /**
     * Keeps a signature beside the manifest that it is of, in the place of an earlier one by the same key. Nothing is said of
     * whether it holds: that is for those to see who trust keys.
     */
    void putSignature(ManifestSignature signature);

    /** The signatures of a manifest, by the names of their keys; those that cannot be read are left out. */
    List<ManifestSignature> signatures(Digest manifest);

    /** Feed lines after {@code afterSeq}: which models' logs grew, in order. */
    List<FeedLine> feed(long afterSeq, int limit);

    /** Reads the whole chain of a model and names the first entry that does not fit, if any. */
    Optional<String> verify(ModelName model);

    /**
     * What became of a model file.
     *
     * @param changes one line a field, such as {@code spec.monitor.window: P7D → P14D}; empty if nothing changed
     * @param entry the entry that records the change; empty if nothing changed
     */
    record SpecOutcome(
            ModelSpec spec, Digest digest, int revision, List<String> changes, Optional<RegistryEntry> entry) {
        /** Copies the list. */
        public SpecOutcome {
            changes = List.copyOf(changes);
        }
    }

    /** A line of the feed. */
    record FeedLine(long seq, ModelName model, long logSeq) {}
}
