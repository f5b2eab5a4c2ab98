package dev.perennial.serving.routing;

import dev.perennial.registry.ModelName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The route tables of all models, by name. Read by any thread at any time; changed by one. */
public final class Routes {
    private volatile SortedMap<String, RouteTable> tables = Collections.emptySortedMap();

    /** The table of a model; null if the gateway does not know it. */
    public @Nullable RouteTable of(String model) {
        return tables.get(model);
    }

    /** A snapshot of all tables by model name. */
    public SortedMap<String, RouteTable> all() {
        return tables;
    }

    /** Puts the table in force for all requests that begin from now on. */
    void swap(RouteTable table) {
        SortedMap<String, RouteTable> changed = new TreeMap<>(tables);
        changed.put(table.model().value(), table);
        tables = Collections.unmodifiableSortedMap(changed);
    }

    /** Forgets a model. */
    void remove(ModelName model) {
        SortedMap<String, RouteTable> changed = new TreeMap<>(tables);
        changed.remove(model.value());
        tables = Collections.unmodifiableSortedMap(changed);
    }
}
