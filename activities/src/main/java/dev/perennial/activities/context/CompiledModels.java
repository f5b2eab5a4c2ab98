package dev.perennial.activities.context;

import dev.perennial.registry.Digest;
import dev.perennial.registry.log.Registry;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.CompiledModelFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compiled models by digest, the last few kept in memory. Safe for use by several threads. */
public final class CompiledModels {
    private static final int MOST = 8;

    private final Registry registry;
    private final Map<Digest, CompiledModel> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Models that are blobs of this registry. */
    public CompiledModels(Registry registry) {
        this.registry = registry;
    }

    /** The model whose file has this digest. */
    public CompiledModel of(Digest digest) {
        synchronized (kept) {
            CompiledModel known = kept.get(digest);
            if (known != null) {
                return known;
            }
        }
        CompiledModel read = CompiledModelFormat.read(registry.blob(digest)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Invalid compiled model: there is no blob " + digest.abbreviated())));
        synchronized (kept) {
            kept.put(digest, read);
            if (kept.size() > MOST) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return read;
    }
}
