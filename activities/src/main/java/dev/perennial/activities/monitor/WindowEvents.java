package dev.perennial.activities.monitor;

import dev.perennial.registry.Actor;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.workflows.monitor.ReportContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What else happened to a model while a window lasted: rollouts, promotions, changed declarations, noted events. */
final class WindowEvents {
    private static final int NEWEST_ENTRIES = 200;

    private final Registry registry;
    private final Actor monitor;

    /** Reads this registry; what {@code monitor} itself wrote is left out. */
    WindowEvents(Registry registry, Actor monitor) {
        this.registry = registry;
        this.monitor = monitor;
    }

    /** The entries whose event time lies in the window, oldest first, among the newest {@value #NEWEST_ENTRIES}. */
    List<ReportContext.Event> in(TimeWindow window, ModelState state) {
        long after = Math.max(0, state.seq() - NEWEST_ENTRIES);
        return registry.history(state.model(), after, NEWEST_ENTRIES).stream()
                .filter(entry -> !entry.entry().actor().equals(monitor))
                .flatMap(entry -> event(entry).stream())
                .filter(event -> window.contains(event.at()))
                .sorted(Comparator.comparing(ReportContext.Event::at).thenComparing(ReportContext.Event::seq))
                .toList();
    }

    private static Optional<ReportContext.Event> event(RegistryEntry entry) {
        return entry.entry()
                .eventTime()
                .map(at -> new ReportContext.Event(
                        at, entry.entry().kind().word(), entry.entry().sentence(), entry.seq()));
    }
}
