package dev.perennial.console.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.http.ApiException;
import dev.perennial.console.timeline.LogReader;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.workflows.monitor.WindowReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

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

    /** The reports of the last windows that ended before that of a document, oldest first; one a window, the newest. */
    static List<Digest> before(Registry registry, ModelName model, JsonNode document, int most) {
        Instant end = TimeWindow.parse(document.path("window").asText()).to();
        TreeMap<Instant, Digest> windows = new TreeMap<>();
        of(registry, model).stream()
                .filter(evaluated -> evaluated.window().to().isBefore(end))
                .forEach(evaluated -> windows.putIfAbsent(evaluated.window().to(), evaluated.report()));
        List<Digest> all = new ArrayList<>(windows.values());
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    /** The published JSON Schema of a report, a resource of this name. */
    static byte[] schema(String resource) {
        try (InputStream in = WindowReport.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Cannot find the resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the resource " + resource, e);
        }
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
