package dev.perennial.activities.monitor;

import dev.perennial.activities.context.RunStore;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LogActivity;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.ModelState.OpenAlert;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.alert.AlertFinding;
import dev.perennial.workflows.alert.AlertFinding.State;
import dev.perennial.workflows.alert.AlertPolicy;
import dev.perennial.workflows.alert.AlertStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Notices that a model's log has fallen silent, which no window can say: without predictions none closes. How long nothing
 * was logged is wall-clock time since the listing last changed, of which a mark is kept; a mark that is lost starts the
 * time anew. Labels are missed in event time: as long as the newest hour that has any lies too far behind the one whose
 * labels are due. While an alert of it is open, silence that goes on says nothing new.
 */
final class Silence {
    static final String PREDICTIONS = "silence-predictions";
    static final String LABELS = "silence-labels";

    private final Workbench workbench;
    private final LogActivity log;
    private final RunStore marks;

    Silence(Workbench workbench) {
        this.workbench = workbench;
        log = new LogActivity(workbench.store());
        marks = new RunStore(workbench.store());
    }

    /** Whether the alert is about silence, which windows have no say in. */
    static boolean isCauseOf(OpenAlert alert) {
        return alert.cause().equals(PREDICTIONS) || alert.cause().equals(LABELS);
    }

    /** What the listing of this moment does to alerts; the model is watched since {@code from}. */
    List<AlertStep> steps(ModelState state, ModelSpec spec, Instant from, Optional<Instant> watermark) {
        List<AlertStep> steps = new ArrayList<>(predictions(state, spec, from));
        watermark.ifPresent(until -> steps.addAll(labels(state, spec, from, until)));
        return steps;
    }

    private List<AlertStep> predictions(ModelState state, ModelSpec spec, Instant from) {
        LogActivity.Newest newest = log.predictions(state.model()).orElse(new LogActivity.Newest(from, 0));
        Instant now = workbench.clock().instant();
        String key = "runs/silence/" + state.model() + ".json";
        Heard heard = marks.find(key, Heard.class)
                .filter(known -> known.newest().equals(newest))
                .orElseGet(() -> new Heard(newest, now));
        if (heard.since().equals(now)) {
            marks.mark(key, heard);
        }
        Duration silent = Duration.between(heard.since(), now);
        Duration tolerated = spec.monitor().silence().predictions();
        return steps(
                state,
                spec,
                new Finding(
                        PREDICTIONS,
                        silent.compareTo(tolerated) > 0,
                        newest.hour(),
                        "no prediction was logged for " + PlainTime.of(Duration.ofSeconds(silent.toSeconds()))
                                + ", the newest is of " + PlainTime.of(newest.hour()),
                        "predictions are logged"));
    }

    private List<AlertStep> labels(ModelState state, ModelSpec spec, Instant from, Instant watermark) {
        Instant newest = log.labels(state.model())
                .map(LogActivity.Newest::hour)
                .filter(from::isBefore)
                .orElse(from);
        Duration behind = Duration.between(newest, watermark.minus(spec.label().matureAfter()));
        return steps(
                state,
                spec,
                new Finding(
                        LABELS,
                        behind.compareTo(spec.monitor().silence().labels()) > 0,
                        newest,
                        "no label has come for the predictions since " + PlainTime.of(newest) + ", "
                                + PlainTime.of(behind) + " of them are due",
                        "labels come"));
    }

    private static List<AlertStep> steps(ModelState state, ModelSpec spec, Finding found) {
        Optional<OpenAlert> open = state.alerts().stream()
                .filter(alert -> alert.cause().equals(found.cause()))
                .findFirst();
        if (open.isPresent() == found.isSilent()) {
            return List.of();
        }
        // The end is told once, so it must be later than what raised the alert, whatever arrived.
        Instant at = open.map(OpenAlert::since)
                .filter(since -> !since.isBefore(found.at()))
                .map(since -> since.plusSeconds(1))
                .orElse(found.at());
        Severity severity = spec.monitor().silence().severity();
        return new AlertPolicy(
                        state.model(), 1, spec.monitor().alerts().coolDown(), state.alerts(), state.endedAlerts())
                .decide(
                        List.of(new AlertFinding(
                                found.cause(),
                                found.isSilent() ? State.BROKEN : State.KEPT,
                                severity,
                                Severity.PAGE,
                                Optional.empty(),
                                found.isSilent() ? found.silence() : found.end())),
                        new AlertPolicy.Basis(at, Optional.empty(), Optional.empty(), new TreeMap<>()));
    }

    private record Finding(String cause, boolean isSilent, Instant at, String silence, String end) {}

    /** What stood in the listing, and since when. */
    record Heard(LogActivity.Newest newest, Instant since) {}
}
