package dev.perennial.workflows.alert;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState.EndedAlert;
import dev.perennial.registry.log.ModelState.OpenAlert;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.alert.AlertFinding.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a look's findings do to the alerts of a model. One alert of a cause is open at a time: a cause that is broken again
 * is told to it, with the loudest of its broken findings; one that is kept is told too, for the alert ends by itself after
 * some of these. A cause whose last alert ended no longer ago than the cool-down, in event time, raises nothing. Findings
 * of severity log are lines on the timeline and have no say in alerts. A look that is repeated says the same again.
 */
public final class AlertPolicy {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss", Locale.ROOT);

    private final ModelName model;
    private final int resolveAfter;
    private final Duration coolDown;
    private final List<OpenAlert> open;
    private final List<EndedAlert> ended;

    /** The policy of a model with these alerts, and the newest ended one of each cause. */
    public AlertPolicy(
            ModelName model, int resolveAfter, Duration coolDown, List<OpenAlert> open, List<EndedAlert> ended) {
        this.model = model;
        this.resolveAfter = resolveAfter;
        this.coolDown = coolDown;
        this.open = List.copyOf(open);
        this.ended = List.copyOf(ended);
    }

    /** What to do, cause by cause in the order of the findings. */
    public List<AlertStep> decide(List<AlertFinding> findings, Basis basis) {
        Map<String, List<AlertFinding>> causes = new LinkedHashMap<>();
        List<AlertStep> steps = new ArrayList<>();
        for (AlertFinding finding : findings) {
            if (finding.severity() != Severity.LOG) {
                causes.computeIfAbsent(finding.cause(), cause -> new ArrayList<>())
                        .add(finding);
            } else if (finding.state() == State.BROKEN) {
                steps.add(new AlertStep.Note(request(finding, basis)));
            }
        }
        causes.forEach((cause, all) -> step(cause, all, basis).ifPresent(steps::add));
        return List.copyOf(steps);
    }

    private Optional<AlertStep> step(String cause, List<AlertFinding> findings, Basis basis) {
        Optional<OpenAlert> alert =
                open.stream().filter(known -> known.cause().equals(cause)).findFirst();
        Optional<AlertFinding> broken = findings.stream()
                .filter(finding -> finding.state() == State.BROKEN)
                .max(Comparator.comparing(AlertFinding::severity));
        if (broken.isPresent()) {
            AlertFinding loudest = broken.get();
            return alert.isEmpty()
                    ? Optional.of(loudest)
                            .filter(finding -> !isCooling(cause, basis.at()))
                            .map(finding -> new AlertStep.Raise(request(finding, basis)))
                    : alert.map(known -> tell(known, loudest, AlertSighting.Kind.SEEN, basis));
        }
        boolean isKept = findings.stream().allMatch(finding -> finding.state() == State.KEPT);
        return alert.filter(known -> isKept).map(known -> tell(known, findings.get(0), AlertSighting.Kind.KEPT, basis));
    }

    private boolean isCooling(String cause, Instant at) {
        return ended.stream()
                .filter(last -> last.cause().equals(cause))
                .anyMatch(last -> !at.isAfter(last.at().plus(coolDown)));
    }

    private AlertStep tell(OpenAlert known, AlertFinding finding, AlertSighting.Kind kind, Basis basis) {
        Severity severity = Severity.valueOf(known.severity().toUpperCase(Locale.ROOT));
        AlertRequest again = new AlertRequest(
                model,
                known.alert(),
                known.cause(),
                severity,
                Collections.max(List.of(severity, finding.ceiling())),
                finding.respondWithin(),
                resolveAfter,
                known.since(),
                known.sentence(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty());
        return new AlertStep.Tell(
                again,
                new AlertSighting(
                        kind,
                        basis.at(),
                        finding.severity(),
                        finding.respondWithin(),
                        finding.sentence(),
                        basis.report()));
    }

    private AlertRequest request(AlertFinding finding, Basis basis) {
        return new AlertRequest(
                model,
                key(finding.cause(), basis.at()),
                finding.cause(),
                finding.severity(),
                finding.ceiling(),
                finding.respondWithin(),
                resolveAfter,
                basis.at(),
                finding.sentence(),
                basis.window(),
                basis.report(),
                basis.numbers(),
                Optional.empty());
    }

    /** {@code log-loss-2013-06-10}, with the time of the day unless it is midnight. */
    static String key(String cause, Instant at) {
        boolean midnight = at.getEpochSecond() % Duration.ofDays(1).toSeconds() == 0;
        return cause + "-" + (midnight ? DAY : SECOND).format(at.atOffset(ZoneOffset.UTC));
    }

    /**
     * What the findings of a look rest on.
     *
     * @param at the event time that they speak of: the end of the window
     */
    public record Basis(
            Instant at, Optional<TimeWindow> window, Optional<Digest> report, SortedMap<String, Double> numbers) {
        /** Copies the numbers. */
        public Basis {
            numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        }
    }
}
