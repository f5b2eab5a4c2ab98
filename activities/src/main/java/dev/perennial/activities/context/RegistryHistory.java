package dev.perennial.activities.context;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import java.util.ArrayList;
import java.util.List;

/** Questions to a model's whole log. */
public final class RegistryHistory {
    private static final int PAGE = 500;

    private final Registry registry;

    /** Asks this registry. */
    public RegistryHistory(Registry registry) {
        this.registry = registry;
    }

    /** All changes of one kind, oldest first. */
    public <T extends RegistryChange> List<T> changes(ModelName model, Class<T> kind) {
        List<T> changes = new ArrayList<>();
        long after = 0;
        while (true) {
            List<RegistryEntry> page = registry.history(model, after, PAGE);
            for (RegistryEntry entry : page) {
                if (kind.isInstance(entry.entry().change())) {
                    changes.add(kind.cast(entry.entry().change()));
                }
            }
            if (page.size() < PAGE) {
                return changes;
            }
            after = page.get(page.size() - 1).seq();
        }
    }
}
