package dev.perennial.activities.monitor;

import dev.perennial.activities.context.Workbench;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The monitor's entries in a model's timeline: each is of a window, at its end, and written once. */
final class WindowTimeline {
    static final Actor MONITOR = Actor.system("monitor");

    private final Workbench workbench;

    WindowTimeline(Workbench workbench) {
        this.workbench = workbench;
    }

    /** What an entry of a window rests on. */
    static Evidence evidence(
            SortedMap<String, Double> numbers, Digest report, TimeWindow window, ModelVersion champion) {
        return new Evidence(numbers, new TreeMap<>(Map.of("report", report.hex())))
                .with("window", window.toString())
                .with("version", champion.toString());
    }

    /** Writes what changes nothing in the model's state. */
    void note(
            ModelName model,
            String operation,
            TimeWindow window,
            TimelineKind kind,
            String sentence,
            Evidence evidence) {
        append(model, operation, window, kind, sentence, new RegistryChange.Noted(), evidence);
    }

    /** Writes a change; the operation and the window together are what is written once. */
    void append(
            ModelName model,
            String operation,
            TimeWindow window,
            TimelineKind kind,
            String sentence,
            RegistryChange change,
            Evidence evidence) {
        workbench
                .registry()
                .append(
                        model,
                        operation + "/" + window,
                        state -> new EntryDraft(kind, MONITOR, Optional.of(window.to()), sentence, change, evidence));
    }
}
