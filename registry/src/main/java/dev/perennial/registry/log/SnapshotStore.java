package dev.perennial.registry.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The snapshots of one model's log. Nothing depends on them: each is checked against the chain before it is used. */
final class SnapshotStore {
    static final int INTERVAL = 64;

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
    private static final int LISTED = 100_000;

    private final ObjectStore store;
    private final ModelName model;
    private final ObjectMapper json;

    SnapshotStore(ObjectStore store, ModelName model, ObjectMapper json) {
        this.store = store;
        this.model = model;
        this.json = json;
    }

    /** The newest usable snapshot of the entries up to {@code seq}. */
    Optional<StateSnapshot> newestUpTo(long seq) {
        return numbers().stream()
                .filter(number -> number <= seq)
                .sorted(Comparator.reverseOrder())
                .map(this::usable)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The numbers of all snapshots, ascending. */
    List<Long> numbers() {
        return store.list(RegistryKeys.snapshots(model), "", LISTED).stream()
                .map(RegistryKeys::numberIn)
                .filter(number -> number.isPresent())
                .map(number -> number.getAsLong())
                .toList();
    }

    private Optional<StateSnapshot> usable(long number) {
        Optional<StateSnapshot> found = read(number);
        if (found.isEmpty()) {
            return found;
        }
        ModelState state = found.get().state();
        Optional<Digest> standing =
                store.read(RegistryKeys.entry(model, number)).map(Digest::of);
        if (!state.model().equals(model) || state.seq() != number || !standing.equals(state.head())) {
            LOG.warn("Snapshot passed over, it does not fit the log model={} seq={}", model, number);
            return Optional.empty();
        }
        return found;
    }

    /** The snapshot of this number, if it can be read by this version; whether it fits the chain is not looked at. */
    Optional<StateSnapshot> read(long number) {
        try {
            Optional<byte[]> stored = store.read(RegistryKeys.snapshot(model, number));
            if (stored.isEmpty()) {
                return Optional.empty();
            }
            StateSnapshot snapshot = json.readValue(stored.get(), StateSnapshot.class);
            return Optional.of(snapshot).filter(found -> found.fold() == StateSnapshot.CURRENT_FOLD);
        } catch (IOException e) {
            LOG.warn(
                    "Snapshot passed over, it cannot be read model={} seq={} reason={}", model, number, e.getMessage());
            return Optional.empty();
        }
    }

    void write(StateSnapshot snapshot) {
        try {
            store.overwrite(RegistryKeys.snapshot(model, snapshot.state().seq()), json.writeValueAsBytes(snapshot));
        } catch (IOException | StoreUnavailableException e) {
            LOG.warn(
                    "Snapshot not written model={} seq={} reason={}",
                    model,
                    snapshot.state().seq(),
                    e.getMessage());
        }
    }
}
