package dev.perennial.registry.spec;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a model is watched: windows of event time of length {@code window} end every {@code every}; {@code poll} is how
 * often (wall clock) the schedule looks for windows that the event-time watermark has closed; {@code lateness} is how
 * far behind the newest event a late one may come.
 *
 * @param effectFloor the distance below which the change of a column does not matter, where it has no floor of its own
 * @param falseAlarmRate how often a window without drift may name a drifted column
 * @param falseAlarms how often, without a reason, somebody may be paged or get a ticket
 */
public record MonitorSpec(
        Duration every,
        Duration window,
        Duration poll,
        Duration lateness,
        double effectFloor,
        double falseAlarmRate,
        ReferenceSpec reference,
        FalseAlarmBudget falseAlarms,
        DriftSpec drift,
        Optional<CompatibilitySpec> compat,
        SilenceSpec silence,
        AlertSpec alerts) {
    /** Puts the defaults where a message of an earlier version has nothing. */
    public MonitorSpec {
        reference = requireNonNullElse(reference, new ReferenceSpec.Training());
        falseAlarms = requireNonNullElse(falseAlarms, SpecDefaults.FALSE_ALARMS);
        drift = requireNonNullElse(drift, new DriftSpec(DriftSpec.Measure.PSI, DriftSpec.Measure.PSI, new TreeMap<>()));
        silence = requireNonNullElse(silence, SilenceSpec.of(window));
        alerts = requireNonNullElse(alerts, new AlertSpec(SpecDefaults.RESOLVE_AFTER, every));
    }

    /** Windows with the defaults of all else. */
    public MonitorSpec(
            Duration every,
            Duration window,
            Duration poll,
            Duration lateness,
            double effectFloor,
            double falseAlarmRate) {
        this(
                every,
                window,
                poll,
                lateness,
                effectFloor,
                falseAlarmRate,
                new ReferenceSpec.Training(),
                SpecDefaults.FALSE_ALARMS,
                new DriftSpec(DriftSpec.Measure.PSI, DriftSpec.Measure.PSI, new TreeMap<>()),
                Optional.empty(),
                SilenceSpec.of(window),
                new AlertSpec(SpecDefaults.RESOLVE_AFTER, every));
    }
}
