package dev.perennial.workflows.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.alert.AlertStep;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/** The work of a look. Idempotent: a window's report depends on the log alone. */
@ActivityInterface(namePrefix = "Monitor")
public interface MonitorActivities {
    /** The windows that are due, oldest first and at most a few; none while paused or before the first champion. */
    @ActivityMethod
    Due due(ModelName model);

    /**
     * Freezes a part of the log as what the windows of a model are compared with that another server answers for, and
     * registers the version that stands for that server's answers as champion.
     */
    @ActivityMethod
    Frozen freezeReference(ModelName model, TimeWindow period);

    /** What became of a reference: {@code version} is empty where its rows do not suffice, as the note says. */
    record Frozen(Optional<ModelVersion> version, String note) {}

    /** Refits the champion's own recipe on rows matured before the window; empty where there are too few. */
    @ActivityMethod
    Optional<Digest> fitChallenger(ModelName model, TimeWindow window);

    /** Profiles the window, measures champion and challenger on the same rows, decides, and stores the report. */
    @ActivityMethod
    WindowJudgement evaluate(ModelName model, TimeWindow window, Optional<Digest> challenger);

    /** Writes the verdict to the log: the window becomes the newest evaluated one. */
    @ActivityMethod
    void record(ModelName model, WindowJudgement judgement);

    /** What the recorded verdict does to the model's alerts. */
    @ActivityMethod
    AlertSteps alerts(ModelName model, WindowJudgement judgement);

    /**
     * The windows that have closed, whose labels are not mature, and of which no estimate is kept; oldest first and at most
     * a few.
     */
    @ActivityMethod
    Due awaitingLabels(ModelName model);

    /** Estimates without labels how a window will turn out, keeps the estimate, and writes it to the log. */
    @ActivityMethod
    WindowForecast estimate(ModelName model, TimeWindow window);

    /**
     * What a window is expected to turn out as.
     *
     * @param verdict the word of the decision: presumed-healthy, harm-estimated, silence, not-evaluable
     * @param report the {@link EstimateReport}, of a regression or several classes the {@link OutcomeEstimateReport}
     */
    record WindowForecast(TimeWindow window, String verdict, String because, Digest report) {}

    /** What an estimate does to the model's alerts, before any label has come. */
    @ActivityMethod
    AlertSteps estimateAlerts(ModelName model, WindowForecast forecast);

    /** What to do about alerts. A list alone would lose the kinds of its elements on the wire. */
    record AlertSteps(List<AlertStep> steps) {
        /** Copies the list. */
        public AlertSteps {
            steps = List.copyOf(steps);
        }
    }

    /**
     * What is due, and a sentence if nothing is.
     *
     * @param silence what the silence of the log, or its end, does to the model's alerts
     * @param unfrozen the part of the log that is to be frozen as reference before any window is due
     */
    record Due(
            List<TimeWindow> windows,
            String note,
            List<AlertStep> silence,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TimeWindow> unfrozen) {
        /** Copies the lists; a message of an earlier version knows no silence and no reference. */
        public Due {
            windows = List.copyOf(windows);
            silence = List.copyOf(Objects.requireNonNullElse(silence, List.of()));
            unfrozen = Objects.requireNonNullElse(unfrozen, Optional.empty());
        }

        /** What is due, with what silence does. */
        public Due(List<TimeWindow> windows, String note, List<AlertStep> silence) {
            this(windows, note, silence, Optional.empty());
        }

        /** Nothing before this part of the log is frozen. */
        public static Due toFreeze(TimeWindow reference, List<AlertStep> silence) {
            return new Due(List.of(), "", silence, Optional.of(reference));
        }

        /** What is due of a log that is not silent. */
        public Due(List<TimeWindow> windows, String note) {
            this(windows, note, List.of());
        }
    }

    /**
     * A window's verdict.
     *
     * @param verdict the word of the decision: healthy, drift-recorded, harm, challenger-better, not-evaluable
     * @param suggestion what should ask for a retraining, if anything should
     */
    record WindowJudgement(
            TimeWindow window,
            String verdict,
            String because,
            Digest report,
            Optional<RetrainSpec.Trigger> suggestion,
            SortedMap<String, Double> numbers) {}
}
