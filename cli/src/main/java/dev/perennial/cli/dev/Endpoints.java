package dev.perennial.cli.dev;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where an environment's processes listen; written to {@code dev.json}, where a second terminal finds it.
 *
 * @param environment the settings by which a process of the product joins this environment, credentials included
 */
public record Endpoints(
        String console,
        String gateway,
        String temporal,
        String temporalUi,
        String store,
        String bucket,
        SortedMap<String, String> environment) {
    /** Copies the map. */
    public Endpoints {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** All but the secrets. */
    @Override
    public String toString() {
        return "Endpoints[" + Map.of("console", console, "gateway", gateway, "temporal", temporal, "store", store)
                + "]";
    }
}
