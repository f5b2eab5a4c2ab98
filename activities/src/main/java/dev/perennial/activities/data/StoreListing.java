package dev.perennial.activities.data;

import dev.perennial.registry.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/** Whole listings, page by page. */
final class StoreListing {
    private static final int PAGE = 1000;

    private StoreListing() {}

    /** All keys that begin with the prefix, sorted. */
    static List<String> all(ObjectStore store, String prefix) {
        List<String> keys = new ArrayList<>();
        String after = "";
        while (true) {
            List<String> page = store.list(prefix, after, PAGE);
            keys.addAll(page);
            if (page.size() < PAGE) {
                return keys;
            }
            after = page.get(page.size() - 1);
        }
    }
}
