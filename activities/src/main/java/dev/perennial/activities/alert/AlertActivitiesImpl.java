package dev.perennial.activities.alert;

import dev.perennial.activities.context.Failures;
import dev.perennial.activities.context.Workbench;
import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.alert.AlertActivities;
import dev.perennial.workflows.alert.AlertCommand;
import dev.perennial.workflows.alert.AlertOutcome;
import dev.perennial.workflows.alert.AlertProgress;
import dev.perennial.workflows.alert.AlertRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One entry of the log for each thing that happens to an alert. */
public final class AlertActivitiesImpl implements AlertActivities {
    private static final Actor MONITOR = Actor.system("monitor");
    private static final Actor ALERT = Actor.system("alert");

    private final Workbench workbench;

    /** Activities on this workbench. */
    public AlertActivitiesImpl(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public void raise(AlertRequest request) {
        Failures.run(() -> append(
                request,
                "alert-raise/" + request.alert(),
                state -> new EntryDraft(
                        TimelineKind.ALERT_RAISED,
                        MONITOR,
                        Optional.of(request.at()),
                        "Alert (" + word(request.severity()) + "): " + request.sentence(),
                        new RegistryChange.AlertRaised(
                                request.alert(),
                                request.cause(),
                                word(request.severity()),
                                request.at(),
                                deadline(request.respondWithin())),
                        evidence(request, request.severity()))));
    }

    @Override
    public void note(AlertRequest request) {
        Failures.run(() -> append(
                request,
                "alert-note/" + request.alert() + "/"
                        + Digest.of(request.sentence()).abbreviated(),
                state -> new EntryDraft(
                        TimelineKind.ALERT_RAISED,
                        MONITOR,
                        Optional.of(request.at()),
                        "Alert (log): " + request.sentence(),
                        new RegistryChange.Noted(),
                        evidence(request, Severity.LOG))));
    }

    @Override
    public void acknowledge(AlertRequest request, AlertCommand command) {
        Failures.run(() -> {
            Optional<Instant> watermark = workbench.watermark(request.model());
            String comment = command.comment().isBlank() ? "" : ": " + command.comment();
            append(
                    request,
                    "alert-acknowledge/" + request.alert() + "/" + command.commandId(),
                    state -> new EntryDraft(
                            TimelineKind.ALERT_ACKNOWLEDGED,
                            command.actor(),
                            watermark,
                            command.actor() + " has taken up alert " + request.id() + comment,
                            new RegistryChange.AlertAcknowledged(request.alert()),
                            links(request)));
        });
    }

    @Override
    public void escalate(AlertRequest request, Escalation escalation) {
        Failures.run(() -> {
            Optional<Instant> watermark = workbench.watermark(request.model());
            append(
                    request,
                    "alert-escalate/" + request.alert() + "/" + escalation.number() + "-" + word(escalation.severity()),
                    state -> new EntryDraft(
                            TimelineKind.ALERT_ESCALATED,
                            ALERT,
                            watermark,
                            escalation.sentence(),
                            new RegistryChange.AlertEscalated(
                                    request.alert(), word(escalation.severity()), deadline(escalation.respondWithin())),
                            links(request).with("severity", word(escalation.severity()))));
        });
    }

    @Override
    public void resolve(AlertRequest request, AlertProgress progress, AlertOutcome outcome) {
        Failures.run(() -> {
            Optional<Instant> watermark = workbench.watermark(request.model());
            Evidence evidence = links(request)
                    .with("severity", word(progress.severity()))
                    .with("resolution", word(outcome.resolution()))
                    .with("sightings", progress.sightings());
            append(request, "alert-resolve/" + request.alert(), state -> {
                boolean open =
                        state.alerts().stream().anyMatch(alert -> alert.alert().equals(request.alert()));
                return new EntryDraft(
                        TimelineKind.ALERT_RESOLVED,
                        outcome.actor(),
                        watermark,
                        outcome.sentence(),
                        open
                                ? new RegistryChange.AlertResolved(request.alert(), outcome.at())
                                : new RegistryChange.Noted(),
                        progress.lastReport()
                                .map(report -> evidence.with("report", report.hex()))
                                .orElse(evidence));
            });
        });
    }

    private void append(AlertRequest request, String operation, Function<ModelState, EntryDraft> draft) {
        workbench.registry().append(request.model(), operation, draft);
    }

    /* People live in wall-clock time, so deadlines do too. */
    private Optional<Instant> deadline(Optional<Duration> respondWithin) {
        return respondWithin.map(workbench.clock().instant()::plus);
    }

    private static Evidence evidence(AlertRequest request, Severity severity) {
        Evidence evidence = new Evidence(request.numbers(), new TreeMap<>())
                .with("alert", request.id())
                .with("workflow", WorkflowIds.alert(request.model(), request.alert()))
                .with("severity", word(severity));
        if (request.window().isPresent()) {
            evidence = evidence.with("window", request.window().get().toString());
        }
        return request.report().isPresent()
                ? evidence.with("report", request.report().get().hex())
                : evidence;
    }

    private static Evidence links(AlertRequest request) {
        return Evidence.none()
                .with("alert", request.id())
                .with("workflow", WorkflowIds.alert(request.model(), request.alert()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
