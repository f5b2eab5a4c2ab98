package dev.perennial.activities.context;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finished results of long work, one create-only JSON object each: whoever tries the work again finds them instead of
 * doing it again, on any worker. The first result stands.
 */
public final class RunStore {
    private final ObjectStore store;
    private final ObjectMapper json = RegistryJson.mapper();

    /** Results in this store. */
    public RunStore(ObjectStore store) {
        this.store = store;
    }

    /** The result that stands under the key. */
    public <T> Optional<T> find(String key, Class<T> type) {
        return store.read(key).map(content -> parse(key, content, type));
    }

    /** Whether a result stands under the key. */
    public boolean exists(String key) {
        return store.exists(key);
    }

    /** The result that stands under the key, or else that of the work, which stands from then on. */
    public <T> T once(String key, Class<T> type, Supplier<T> work) {
        return find(key, type).orElseGet(() -> keep(key, type, work.get()));
    }

    /** Writes a mark of progress, which may be lost. */
    public void mark(String key, Object progress) {
        store.overwrite(key, bytes(key, progress));
    }

    private <T> T keep(String key, Class<T> type, T result) {
        if (store.create(key, bytes(key, result)) == CreateOutcome.CONFLICT) {
            return find(key, type)
                    .orElseThrow(() -> new IllegalStateException("Cannot keep " + key + ": it was there and is gone"));
        }
        return result;
    }

    private byte[] bytes(String key, Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Invalid result for " + key + ": " + e.getOriginalMessage(), e);
        }
    }

    private <T> T parse(String key, byte[] content, Class<T> type) {
        try {
            return json.readValue(content, type);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + key + " at " + store.address(), e);
        }
    }
}
