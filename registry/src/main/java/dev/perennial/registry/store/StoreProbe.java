package dev.perennial.registry.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The test that a store must pass before anything is trusted to it: create-only writes are exclusive, one after the other
 * and with eight racers; what was written is read back; keys are listed in order; deleted objects are gone. It uses three keys
 * of its own and removes them: some stores take whole seconds over contended ones.
 */
public final class StoreProbe {
    private static final int RACERS = 8;

    private final ObjectStore store;
    private final String folder;

    private StoreProbe(ObjectStore store, String folder) {
        this.store = store;
        this.folder = folder;
    }

    /** Prepares the store and probes it; throws {@link UnfitStoreException} naming what failed. */
    public static void verify(ObjectStore store) {
        store.prepare();
        StoreProbe probe = new StoreProbe(store, "perennial/probe/" + UUID.randomUUID() + "/");
        try {
            probe.refusesSecondCreate();
            probe.hasOneWinner();
            probe.listsInOrder();
            probe.deletes();
        } finally {
            for (String key : List.of("a", "b", "c")) {
                store.delete(probe.folder + key);
            }
        }
    }

    private void refusesSecondCreate() {
        String key = folder + "b";
        byte[] first = bytes("first");
        CreateOutcome created = store.create(key, first);
        require(created != CreateOutcome.CONFLICT, "a create of an absent key was refused");
        requireStanding(key, first, "after a create");
        CreateOutcome second = store.create(key, bytes("second"));
        require(second == CreateOutcome.CONFLICT, "a second create of the same key was answered " + second);
        requireStanding(key, first, "after a refused create");
        CreateOutcome again = store.create(key, first);
        require(again == CreateOutcome.IDENTICAL, "a repeated create of the same bytes was answered " + again);
    }

    private void hasOneWinner() {
        String key = folder + "a";
        List<Callable<CreateOutcome>> racers = new ArrayList<>();
        for (int racer = 0; racer < RACERS; racer++) {
            byte[] content = bytes("racer " + racer);
            racers.add(() -> store.create(key, content));
        }
        List<Integer> winners = new ArrayList<>();
        List<CreateOutcome> outcomes = race(racers);
        for (int racer = 0; racer < RACERS; racer++) {
            if (outcomes.get(racer) != CreateOutcome.CONFLICT) {
                winners.add(racer);
            }
        }
        require(winners.size() == 1, RACERS + " racing creates of one key had " + winners.size() + " winners");
        requireStanding(key, bytes("racer " + winners.get(0)), "after a race that another racer won");
    }

    private List<CreateOutcome> race(List<Callable<CreateOutcome>> racers) {
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            List<CreateOutcome> outcomes = new ArrayList<>();
            for (Future<CreateOutcome> outcome : threads.invokeAll(racers)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("Cannot probe " + store.address() + ": interrupted", e);
        } catch (ExecutionException e) {
            throw new StoreUnavailableException("Cannot probe " + store.address() + ": a racing create failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void listsInOrder() {
        store.overwrite(folder + "c", bytes("plain"));
        List<String> all = store.list(folder, "", 10);
        require(
                all.equals(List.of(folder + "a", folder + "b", folder + "c")),
                "three keys just written were listed as " + all);
        List<String> rest = store.list(folder, folder + "a", 1);
        require(rest.equals(List.of(folder + "b")), "one key after the first was listed as " + rest);
    }

    private void deletes() {
        store.delete(folder + "c");
        require(store.read(folder + "c").isEmpty(), "a deleted object was read");
    }

    private void requireStanding(String key, byte[] expected, String when) {
        Optional<byte[]> standing = store.read(key);
        require(standing.isPresent(), "an object just written was absent " + when);
        require(Arrays.equals(standing.get(), expected), "an object held other bytes than written " + when);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UnfitStoreException(
                    "Cannot use the store at " + store.address() + ": " + otherwise
                            + "; the registry needs exclusive create-only writes (If-None-Match: *) and reads of what was written");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
