package dev.perennial.console.monitor;

import dev.perennial.console.http.ApiException;
import dev.perennial.console.timeline.LogReader;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The evaluated windows of a model. */
final class Reports {
    private Reports() {}

    /** All windows evaluated on schedule, the newest first. */
    static List<Evaluated> of(Registry registry, ModelName model) {
        List<Evaluated> windows = new ArrayList<>();
        LogReader.after(registry, model, 0).forEach(entry -> {
            if (entry.entry().change() instanceof RegistryChange.WindowEvaluated evaluated) {
                windows.add(new Evaluated(
                        evaluated.window(),
                        evaluated.verdict(),
                        entry.entry().sentence(),
                        evaluated.report(),
                        entry.seq(),
                        entry.recordedAt()));
            }
        });
        Collections.reverse(windows);
        return windows;
    }

    /** The window that {@code wanted} names: {@code latest}, or its own words. */
    static Evaluated find(Registry registry, ModelName model, String wanted) {
        List<Evaluated> windows = of(registry, model);
        if (windows.isEmpty()) {
            throw ApiException.notFound("No window of " + model + " has been evaluated yet");
        }
        if (wanted.equals("latest")) {
            return windows.get(0);
        }
        TimeWindow window = dev.perennial.console.http.Parameters.valid(() -> TimeWindow.parse(wanted));
        return windows.stream()
                .filter(evaluated -> evaluated.window().equals(window))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("No report of " + model + " on the window " + window.label()
                        + "; the newest is " + windows.get(0).window().label()));
    }

    /** One evaluated window and where its report is. */
    record Evaluated(TimeWindow window, String verdict, String because, Digest report, long seq, Instant recordedAt) {}
}
