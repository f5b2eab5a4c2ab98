package dev.perennial.registry.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ModelState.AppliedSpec;
import dev.perennial.registry.log.Registry.SpecOutcome;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.registry.spec.ModelSpecText;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The declared files in the store, each read once by this process. Safe for use by several threads. */
final class SpecFiles {
    /** The evidence of an entry that holds what changed, one line a field. */
    private static final String CHANGES = "changes";

    private final ObjectStore store;
    private final Blobs blobs;
    private final Map<Digest, ModelSpec> known = new ConcurrentHashMap<>();

    SpecFiles(ObjectStore store, Blobs blobs) {
        this.store = store;
        this.blobs = blobs;
    }

    ModelSpec read(ModelName model, Digest digest) {
        return known.computeIfAbsent(
                digest,
                wanted -> blobs.read(wanted)
                        .map(content -> ModelSpecReader.read(new String(content, UTF_8)))
                        .orElseThrow(() -> new DamagedRegistryException(
                                "Cannot read the model file of " + model + ": blob " + wanted + " is missing")));
    }

    SpecOutcome apply(Registry registry, String yaml, String operation, Actor actor) {
        ModelSpec spec = ModelSpecReader.read(yaml);
        ModelName model = spec.name();
        byte[] content = yaml.getBytes(UTF_8);
        Digest digest = Digest.of(content);
        try {
            RegistryEntry entry = registry.append(model, operation, state -> {
                EntryDraft draft = draft(spec, digest, actor, state);
                // Stored before the entry that names it, so that no entry ever names what is not there.
                store(model, digest, content);
                return draft;
            });
            return outcome(model, spec, entry);
        } catch (UnchangedException e) {
            return new SpecOutcome(spec, e.inForce.digest(), e.inForce.revision(), List.of(), Optional.empty());
        }
    }

    private void store(ModelName model, Digest digest, byte[] content) {
        blobs.put(content);
        if (store.create(RegistryKeys.spec(model, digest), content) == CreateOutcome.CONFLICT) {
            throw new DamagedRegistryException(
                    "Cannot store the model file of " + model + ": another file stands under its digest " + digest);
        }
    }

    private EntryDraft draft(ModelSpec spec, Digest digest, Actor actor, ModelState state) {
        if (state.spec().isEmpty()) {
            int features = spec.features().size();
            String declared = "declared with " + features + (features == 1 ? " feature" : " features");
            return entry(actor, "Model " + spec.name() + " is " + declared, digest, 1, List.of(declared));
        }
        AppliedSpec inForce = state.spec().get();
        ModelSpec before = read(spec.name(), inForce.digest());
        if (before.equals(spec)) {
            throw new UnchangedException(inForce);
        }
        requireTheSameServer(before, spec, state);
        requireSameQuestion(before, spec, inForce.revision());
        int revision = inForce.revision() + 1;
        List<String> changes = ModelSpecText.changes(before, spec);
        String sentence = "Revision " + revision + " of " + spec.name() + " changes "
                + (changes.size() == 1 ? changes.get(0) : changes.size() + " fields");
        return entry(actor, sentence, digest, revision, changes);
    }

    /* A version of one kind is no predecessor of one of the other: neither could be compared with it or rolled back to. */
    private static void requireTheSameServer(ModelSpec before, ModelSpec spec, ModelState state) {
        if (before.external().isPresent() != spec.external().isPresent()
                && !state.versions().isEmpty()) {
            throw new RefusedException("Cannot change spec.external of " + spec.name() + ": "
                    + (before.external().isPresent()
                            ? "its versions stand for another server"
                            : "it has versions of its own")
                    + "; declare a model of another name");
        }
    }

    /* What is logged and what versions answer are of the task and the classes that were declared. */
    private static void requireSameQuestion(ModelSpec before, ModelSpec spec, int revision) {
        String what = "Cannot apply the model file of " + spec.name() + ": revision " + revision + " declares ";
        if (before.task() != spec.task()) {
            throw new RefusedException(what + before.task().word() + ", this one "
                    + spec.task().word() + "; its log and versions answer the former, declare another model");
        }
        List<String> gone = before.label().classes().stream()
                .filter(word -> !spec.label().classes().contains(word))
                .toList();
        if (!gone.isEmpty()) {
            throw new RefusedException(what + "the classes " + String.join(", ", gone)
                    + " as well, which its log and versions name; classes may be added, or declare another model");
        }
    }

    private static EntryDraft entry(Actor actor, String sentence, Digest digest, int revision, List<String> changes) {
        return new EntryDraft(
                TimelineKind.SPEC_CHANGED,
                actor,
                Optional.empty(),
                sentence,
                new RegistryChange.SpecApplied(digest, revision),
                Evidence.none().with("spec", digest.hex()).with(CHANGES, String.join("\n", changes)));
    }

    /** The outcome is read from the entry, so that an operation that is repeated answers as it did the first time. */
    private static SpecOutcome outcome(ModelName model, ModelSpec spec, RegistryEntry entry) {
        if (!(entry.entry().change() instanceof RegistryChange.SpecApplied applied)) {
            throw new RefusedException("Cannot apply the model file of " + model + ": operation " + entry.operation()
                    + " was used for entry " + entry.seq() + " ("
                    + entry.entry().kind().word() + ")");
        }
        String changes = entry.entry().evidence().links().getOrDefault(CHANGES, "");
        return new SpecOutcome(
                spec, applied.spec(), applied.revision(), changes.lines().toList(), Optional.of(entry));
    }

    /** Leaves an append whose decision finds that there is nothing to append. */
    private static final class UnchangedException extends RuntimeException {
        private final transient AppliedSpec inForce;

        UnchangedException(AppliedSpec inForce) {
            super("The declaration in force means the same", null, false, false);
            this.inForce = inForce;
        }
    }
}
