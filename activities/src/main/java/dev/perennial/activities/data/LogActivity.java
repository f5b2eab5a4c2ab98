package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.ObjectStore;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** How new a model's log is, by its listing; no file is opened. */
public final class LogActivity {
    private final ObjectStore store;

    /** A reader over the store's listing. */
    public LogActivity(ObjectStore store) {
        this.store = store;
    }

    /** The newest predictions; empty while there are none. */
    public Optional<Newest> predictions(ModelName model) {
        return newest(LogLayout.predictions(model));
    }

    /** The predictions of the newest hour that has labels; empty while there are none. */
    public Optional<Newest> labels(ModelName model) {
        return newest(LogLayout.labels(model));
    }

    private Optional<Newest> newest(String prefix) {
        TreeSet<LocalDate> days = new TreeSet<>();
        store.listFolders(prefix).forEach(folder -> LogLayout.dayOf(folder).ifPresent(days::add));
        if (days.isEmpty()) {
            return Optional.empty();
        }
        List<String> keys = StoreListing.all(store, prefix + LogLayout.day(days.last()));
        Instant hour = keys.stream()
                .flatMap(key -> LogLayout.hourOf(key).stream())
                .max(Instant::compareTo)
                .orElseGet(() -> days.last().atStartOfDay(ZoneOffset.UTC).toInstant());
        return Optional.of(new Newest(hour, keys.size()));
    }

    /** The newest hour, in event time, and how many files its day has: it changes whenever something arrives. */
    public record Newest(Instant hour, long files) {}
}
