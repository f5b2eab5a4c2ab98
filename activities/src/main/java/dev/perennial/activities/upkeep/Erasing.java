package dev.perennial.activities.upkeep;

import dev.perennial.activities.context.RunStore;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LogUpkeep;
import dev.perennial.activities.data.Scratch;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.BlobKeys;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.workflows.retrain.RetrainActivities.Snapshot;
import dev.perennial.workflows.upkeep.Erasure;
import dev.perennial.workflows.upkeep.UpkeepRequest;
import dev.perennial.workflows.upkeep.UpkeepTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The removal of an entity's rows. The ids that were found are kept while it lasts: an attempt that follows needs them. */
final class Erasing {
    private static final int PAGE = 1000;

    private final Workbench workbench;
    private final ObjectStore store;
    private final LogUpkeep log;
    private final RunStore documents;

    Erasing(Workbench workbench, LogUpkeep log) {
        this.workbench = workbench;
        this.store = workbench.store();
        this.log = log;
        this.documents = new RunStore(store);
    }

    /** Whose rows are meant; empty once they are forgotten. */
    Optional<Erasure> erasure(UpkeepRequest request) {
        return documents.find(Erasure.key(id(request)), Erasure.class);
    }

    UpkeepTotals erase(ModelName model, Instant hour, UpkeepRequest request) {
        String id = id(request);
        Erasure erasure = erasure(request)
                .orElseThrow(() -> new IllegalArgumentException("Invalid erasure " + id + ": it names no entity"));
        List<String> ids = documents
                .once(
                        idsFolder(id) + hour.getEpochSecond() + ".json",
                        Ids.class,
                        () -> new Ids(log.idsOf(model, hour, erasure.entity())))
                .ids();
        int files = ids.isEmpty() ? 0 : log.erase(model, hour, ids, "erasure " + id);
        return new UpkeepTotals(files, ids.size(), 0, 0);
    }

    /* A table of training rows is known by its digest, which another content would not have: it goes as a whole. */
    long dropExtracts(ModelName model, UpkeepRequest request) {
        List<String> ids = new ArrayList<>();
        keys(idsFolder(id(request)))
                .forEach(key -> documents.find(key, Ids.class).ifPresent(found -> ids.addAll(found.ids())));
        if (ids.isEmpty()) {
            return 0;
        }
        Set<String> tables = new TreeSet<>();
        for (String key : keys("runs/" + model + "-r")) {
            if (key.endsWith("/snapshot.json")) {
                documents.find(key, Snapshot.class).ifPresent(snapshot -> {
                    tables.add(snapshot.training().hex());
                    tables.add(snapshot.holdOut().hex());
                });
            }
        }
        long dropped = 0;
        for (String table : tables) {
            Digest digest = new Digest(table);
            try (Scratch copy = workbench.spool().scratch(".parquet")) {
                if (store.download(BlobKeys.of(digest), copy.file()) && log.rowsAmong(copy.file(), ids) > 0) {
                    store.delete(BlobKeys.of(digest));
                    workbench.spool().forget(digest);
                    dropped++;
                }
            }
        }
        return dropped;
    }

    void forget(UpkeepRequest request) {
        keys(Erasure.folder(id(request))).forEach(store::delete);
    }

    private List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        List<String> page = store.list(prefix, "", PAGE);
        while (!page.isEmpty()) {
            keys.addAll(page);
            page = page.size() < PAGE ? List.of() : store.list(prefix, page.get(page.size() - 1), PAGE);
        }
        return keys;
    }

    private static String idsFolder(String id) {
        return Erasure.folder(id) + "ids/";
    }

    private static String id(UpkeepRequest request) {
        return request.erasure()
                .orElseThrow(() -> new IllegalArgumentException("Invalid upkeep: erasing needs an erasure"));
    }

    /** Ids of predictions. */
    record Ids(List<String> ids) {
        Ids {
            ids = List.copyOf(ids);
        }
    }
}
