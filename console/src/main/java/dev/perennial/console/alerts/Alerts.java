package dev.perennial.console.alerts;

import dev.perennial.console.http.ApiException;
import dev.perennial.console.timeline.LogReader;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The alerts that the models' logs tell of. */
final class Alerts {
    private static final Comparator<Alert> MOST_PRESSING = Comparator.comparing((Alert alert) -> alert.severity())
            .thenComparing(alert -> alert.respondBy().orElse(Instant.MAX))
            .thenComparing(Alert::raisedAt);

    private final Registry registry;

    Alerts(Registry registry) {
        this.registry = registry;
    }

    /** The alerts of these models that wait for their end: pages before tickets, then by deadline. */
    List<Alert> open(List<ModelName> models) {
        return models.stream()
                .filter(model -> !registry.state(model).alerts().isEmpty())
                .flatMap(model -> of(model).values().stream())
                .filter(Alert::isOpen)
                .sorted(MOST_PRESSING)
                .toList();
    }

    /** All alerts of these models, the newest first. */
    List<Alert> all(List<ModelName> models) {
        return models.stream()
                .flatMap(model -> of(model).values().stream())
                .sorted(Comparator.comparing(Alert::raisedAt).reversed())
                .toList();
    }

    /** The model's alert of this key, open or not. */
    Alert find(ModelName model, String key) {
        Map<String, Alert> alerts = of(model);
        return Optional.ofNullable(alerts.get(key))
                .orElseThrow(() -> ApiException.notFound("No alert '" + model + "/" + key + "'; open alerts of " + model
                        + ": "
                        + alerts.values().stream()
                                .filter(Alert::isOpen)
                                .map(Alert::alert)
                                .toList()));
    }

    private Map<String, Alert> of(ModelName model) {
        Map<String, Alert> alerts = new LinkedHashMap<>();
        for (RegistryEntry entry : LogReader.after(registry, model, 0)) {
            RegistryChange change = entry.entry().change();
            if (change instanceof RegistryChange.AlertRaised raised) {
                alerts.put(raised.alert(), Alert.raised(model, raised, entry));
            } else if (change instanceof RegistryChange.AlertAcknowledged acknowledged) {
                alerts.computeIfPresent(acknowledged.alert(), (key, alert) -> alert.acknowledged(entry));
            } else if (change instanceof RegistryChange.AlertEscalated escalated) {
                alerts.computeIfPresent(escalated.alert(), (key, alert) -> alert.escalated(escalated));
            } else if (change instanceof RegistryChange.AlertResolved resolved) {
                alerts.computeIfPresent(resolved.alert(), (key, alert) -> alert.resolved(entry));
            }
        }
        return alerts;
    }

    /** One alert; {@code status} is open, acknowledged or resolved, {@code since} is event time. */
    record Alert(
            String alert,
            ModelName model,
            String cause,
            String status,
            String severity,
            Instant since,
            Instant raisedAt,
            Optional<Instant> respondBy,
            Optional<String> acknowledgedBy,
            String sentence,
            Optional<String> window,
            Optional<String> report,
            long seq,
            Optional<Ending> ending) {
        static Alert raised(ModelName model, RegistryChange.AlertRaised change, RegistryEntry entry) {
            Map<String, String> links = entry.entry().evidence().links();
            return new Alert(
                    model + "/" + change.alert(),
                    model,
                    change.cause(),
                    "open",
                    change.severity(),
                    change.at(),
                    entry.recordedAt(),
                    change.respondBy(),
                    Optional.empty(),
                    entry.entry().sentence(),
                    Optional.ofNullable(links.get("window")),
                    Optional.ofNullable(links.get("report")),
                    entry.seq(),
                    Optional.empty());
        }

        boolean isOpen() {
            return ending.isEmpty();
        }

        Alert acknowledged(RegistryEntry entry) {
            return standing(
                    "acknowledged",
                    severity,
                    Optional.empty(),
                    Optional.of(entry.entry().actor().value()),
                    Optional.empty());
        }

        Alert escalated(RegistryChange.AlertEscalated change) {
            return standing("open", change.severity(), change.respondBy(), Optional.empty(), Optional.empty());
        }

        Alert resolved(RegistryEntry entry) {
            return standing(
                    "resolved",
                    severity,
                    Optional.empty(),
                    acknowledgedBy,
                    Optional.of(new Ending(
                            entry.entry().actor().value(),
                            entry.recordedAt(),
                            entry.entry().sentence(),
                            entry.seq())));
        }

        private Alert standing(
                String now, String loudness, Optional<Instant> until, Optional<String> holder, Optional<Ending> how) {
            return new Alert(
                    alert, model, cause, now, loudness, since, raisedAt, until, holder, sentence, window, report, seq,
                    how);
        }
    }

    /** Who ended an alert, when and how. */
    record Ending(String actor, Instant at, String sentence, long seq) {}
}
