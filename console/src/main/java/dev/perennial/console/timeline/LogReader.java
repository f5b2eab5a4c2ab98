package dev.perennial.console.timeline;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryEntry;
import java.util.ArrayList;
import java.util.List;

/** Reads a model's whole log, page by page. */
public final class LogReader {
    private static final int PAGE = 500;

    private LogReader() {}

    /** All entries after {@code afterSeq}, in order. */
    public static List<RegistryEntry> after(Registry registry, ModelName model, long afterSeq) {
        List<RegistryEntry> all = new ArrayList<>();
        long after = afterSeq;
        List<RegistryEntry> page;
        do {
            page = registry.history(model, after, PAGE);
            all.addAll(page);
            after = page.isEmpty() ? after : page.get(page.size() - 1).seq();
        } while (page.size() == PAGE);
        return all;
    }
}
