package dev.perennial.registry.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * One model's log as this process knows it: the fold so far, moved on by reading only what is new. The position never
 * goes back, even if the store does. Safe for use by several threads; one at a time reads or appends.
 */
final class ModelLog {
    private static final int MOST_CONFLICTS = 256;
    private static final int CACHED_ENTRIES = 512;

    private final ObjectStore store;
    private final ModelName model;
    private final InstantSource clock;
    private final ObjectMapper json;
    private final SnapshotStore snapshots;
    private final ReentrantLock lock = new ReentrantLock();

    private final OperationIndex operations = new OperationIndex();
    private final Map<Long, RegistryEntry> recent = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, RegistryEntry> eldest) {
            return size() > CACHED_ENTRIES;
        }
    };
    private ModelState state;
    private Instant recordedAt = Instant.MIN;
    private boolean complete;

    ModelLog(ObjectStore store, ModelName model, InstantSource clock, ObjectMapper json) {
        this.store = store;
        this.model = model;
        this.clock = clock;
        this.json = json;
        this.snapshots = new SnapshotStore(store, model, json);
        this.state = ModelState.empty(model);
    }

    /** The state after the newest entry in the store. */
    ModelState newest() {
        lock.lock();
        try {
            refresh();
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** The state as last read, without asking the store. */
    ModelState known() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    private void refresh() {
        if (state.seq() == 0) {
            snapshots.newestUpTo(Long.MAX_VALUE).ifPresent(snapshot -> {
                state = snapshot.state();
                recordedAt = snapshot.recordedAt();
                operations.replaceWith(snapshot.operations());
            });
        }
        readNew();
        if (!complete) {
            refuseGap();
            complete = state.seq() > 0;
        }
    }

    private void readNew() {
        for (Optional<byte[]> stored = stored(state.seq() + 1); stored.isPresent(); stored = stored(state.seq() + 1)) {
            advance(stored.get());
        }
    }

    /** A missing entry with others after it was deleted; taking the one before it for the newest would fork the log. */
    private void refuseGap() {
        while (!store.list(RegistryKeys.log(model), RegistryKeys.entry(model, state.seq()), 1)
                .isEmpty()) {
            long before = state.seq();
            readNew();
            if (state.seq() == before) {
                throw new DamagedRegistryException("Cannot read the log of " + model + ": entry " + (before + 1)
                        + " is missing, later ones exist");
            }
        }
    }

    private Optional<byte[]> stored(long seq) {
        return store.read(RegistryKeys.entry(model, seq));
    }

    private void advance(byte[] stored) {
        Link link = Link.of(state, recordedAt, stored, json);
        if (link instanceof Link.Breaks breaks) {
            throw new DamagedRegistryException(
                    "Cannot read the log: " + Link.broken(model, state.seq() + 1, breaks.reason()));
        }
        Link.Fits fits = (Link.Fits) link;
        state = fits.state();
        recordedAt = fits.entry().recordedAt();
        operations.record(fits.entry().operation(), state.seq());
        recent.put(state.seq(), fits.entry());
    }

    /** What an append came to: the entry, and whether it is the newest one. */
    record Appended(RegistryEntry entry, ModelState state) {}

    Appended append(String operation, Function<ModelState, EntryDraft> decision) {
        lock.lock();
        try {
            for (int conflict = 0; conflict < MOST_CONFLICTS; conflict++) {
                refresh();
                Optional<RegistryEntry> done = entryOf(operation);
                if (done.isPresent()) {
                    return new Appended(done.get(), state);
                }
                confirmHead();
                byte[] content = encoded(operation, decision.apply(state));
                if (store.create(RegistryKeys.entry(model, state.seq() + 1), content) != CreateOutcome.CONFLICT) {
                    advance(content);
                    snapshotNowAndThen();
                    return new Appended(entry(state.seq()), state);
                }
            }
            throw new StoreUnavailableException(
                    "Cannot append to the log of " + model + ": others took the place " + MOST_CONFLICTS + " times",
                    new IllegalStateException("no progress among concurrent appends"));
        } finally {
            lock.unlock();
        }
    }

    private byte[] encoded(String operation, EntryDraft draft) {
        if (draft.change() instanceof RegistryChange.Unknown) {
            throw new IllegalArgumentException("Invalid entry: an unknown change can be read but not written");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        RegistryEntry entry = new RegistryEntry(
                model, state.seq() + 1, state.head(), operation, now.isBefore(recordedAt) ? recordedAt : now, draft);
        try {
            byte[] content = json.writeValueAsBytes(entry);
            ModelStateFold.apply(state, entry, Digest.of(content));
            return content;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Invalid entry: it cannot be written as JSON", e);
        }
    }

    /** An append after a head that is gone or changed would make a hole or a fork where there was a loss. */
    private void confirmHead() {
        if (state.seq() == 0) {
            return;
        }
        Optional<Digest> standing = stored(state.seq()).map(Digest::of);
        if (!standing.equals(state.head())) {
            throw new DamagedRegistryException("Cannot append to the log of " + model + ": entry " + state.seq()
                    + (standing.isPresent() ? " changed after it was read" : " is gone after it was read"));
        }
    }

    private Optional<RegistryEntry> entryOf(String operation) {
        OptionalLong seq = operations.find(operation);
        return seq.isPresent()
                ? Optional.of(entry(seq.getAsLong()))
                        .filter(found -> found.operation().equals(operation))
                : Optional.empty();
    }

    private void snapshotNowAndThen() {
        if (state.seq() % SnapshotStore.INTERVAL == 0) {
            snapshots.write(new StateSnapshot(StateSnapshot.CURRENT_FOLD, state, recordedAt, operations.all()));
        }
    }

    List<RegistryEntry> history(long afterSeq, int limit) {
        lock.lock();
        try {
            refresh();
            List<RegistryEntry> entries = new ArrayList<>();
            for (long seq = Math.max(0, afterSeq) + 1; seq <= state.seq() && entries.size() < limit; seq++) {
                entries.add(entry(seq));
            }
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    /** An entry at or before the known head. */
    private RegistryEntry entry(long seq) {
        RegistryEntry known = recent.get(seq);
        if (known != null) {
            return known;
        }
        byte[] stored = stored(seq)
                .orElseThrow(() -> new DamagedRegistryException(
                        "Cannot read the log of " + model + ": entry " + seq + " is missing"));
        try {
            return json.readValue(stored, RegistryEntry.class);
        } catch (IOException e) {
            throw new DamagedRegistryException(
                    "Cannot read the log: " + Link.broken(model, seq, "it cannot be read as an entry"), e);
        }
    }

    ModelState at(Instant instant) {
        lock.lock();
        try {
            refresh();
            if (!recordedAt.isAfter(instant)) {
                return state;
            }
            // Entries are never recorded before their predecessors, so the last one in time is found by halving.
            long first = 0;
            long beyond = state.seq();
            while (beyond - first > 1) {
                long middle = (first + beyond) >>> 1;
                if (entry(middle).recordedAt().isAfter(instant)) {
                    beyond = middle;
                } else {
                    first = middle;
                }
            }
            return foldUpTo(first);
        } finally {
            lock.unlock();
        }
    }

    private ModelState foldUpTo(long seq) {
        Optional<StateSnapshot> snapshot = seq < SnapshotStore.INTERVAL ? Optional.empty() : snapshots.newestUpTo(seq);
        ModelState fold = snapshot.map(StateSnapshot::state).orElseGet(() -> ModelState.empty(model));
        Instant since = snapshot.map(StateSnapshot::recordedAt).orElse(Instant.MIN);
        while (fold.seq() < seq) {
            long next = fold.seq() + 1;
            byte[] stored = stored(next)
                    .orElseThrow(() -> new DamagedRegistryException(
                            "Cannot read the log of " + model + ": entry " + next + " is missing"));
            Link link = Link.of(fold, since, stored, json);
            if (link instanceof Link.Breaks breaks) {
                throw new DamagedRegistryException("Cannot read the log: " + Link.broken(model, next, breaks.reason()));
            }
            Link.Fits fits = (Link.Fits) link;
            fold = fits.state();
            since = fits.entry().recordedAt();
        }
        return fold;
    }
}
