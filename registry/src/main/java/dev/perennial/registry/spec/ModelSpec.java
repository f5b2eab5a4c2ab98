package dev.perennial.registry.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.registry.ModelName;
import dev.perennial.scoring.Outputs;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A declared model: what its features and label are, and how it is watched, retrained, proven and rolled out.
 *
 * @param slices the parts of the traffic on which every metric is reported apart
 * @param sensitive the categories whose groups are compared for bias
 * @param feedback how much one source may say of predictions
 * @param log how long predictions are kept
 * @param external present where another server answers, and this model is only watched
 */
public record ModelSpec(
        ModelName name,
        String owner,
        Task task,
        List<FeatureSpec> features,
        LabelSpec label,
        EventTimeSource time,
        List<ObjectiveSpec> objectives,
        MonitorSpec monitor,
        RetrainSpec retrain,
        ValidateSpec validate,
        RolloutSpec rollout,
        Optional<FallbackSpec> fallback,
        List<SliceSpec> slices,
        List<String> sensitive,
        FeedbackSpec feedback,
        LogSpec log,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ExternalSpec> external) {
    /** Copies the lists, and checks that the label fits the task and that no two features share a name, capitals apart. */
    public ModelSpec {
        features = List.copyOf(features);
        objectives = List.copyOf(objectives);
        // Messages of earlier versions have none of these.
        slices = List.copyOf(Objects.requireNonNullElse(slices, List.of()));
        sensitive = List.copyOf(Objects.requireNonNullElse(sensitive, List.of()));
        feedback = Objects.requireNonNullElse(feedback, FeedbackSpec.STANDARD);
        log = Objects.requireNonNullElse(log, LogSpec.STANDARD);
        external = Objects.requireNonNullElse(external, Optional.empty());
        checkLabel(task, label);
        Map<String, String> seen = new HashMap<>();
        for (FeatureSpec feature : features) {
            String earlier = seen.putIfAbsent(feature.name().toLowerCase(Locale.ROOT), feature.name());
            if (earlier != null) {
                throw new IllegalArgumentException("Invalid features: '" + earlier + "' and '" + feature.name()
                        + "' are one column of the log, expected names that differ in more than capitals");
            }
        }
    }

    /** A declaration that says nothing of feedback and log. */
    public ModelSpec(
            ModelName name,
            String owner,
            Task task,
            List<FeatureSpec> features,
            LabelSpec label,
            EventTimeSource time,
            List<ObjectiveSpec> objectives,
            MonitorSpec monitor,
            RetrainSpec retrain,
            ValidateSpec validate,
            RolloutSpec rollout,
            Optional<FallbackSpec> fallback,
            List<SliceSpec> slices,
            List<String> sensitive) {
        this(
                name,
                owner,
                task,
                features,
                label,
                time,
                objectives,
                monitor,
                retrain,
                validate,
                rollout,
                fallback,
                slices,
                sensitive,
                FeedbackSpec.STANDARD,
                LogSpec.STANDARD,
                Optional.empty());
    }

    /** A declaration without slices and sensitive groups. */
    public ModelSpec(
            ModelName name,
            String owner,
            Task task,
            List<FeatureSpec> features,
            LabelSpec label,
            EventTimeSource time,
            List<ObjectiveSpec> objectives,
            MonitorSpec monitor,
            RetrainSpec retrain,
            ValidateSpec validate,
            RolloutSpec rollout,
            Optional<FallbackSpec> fallback) {
        this(
                name,
                owner,
                task,
                features,
                label,
                time,
                objectives,
                monitor,
                retrain,
                validate,
                rollout,
                fallback,
                List.of(),
                List.of());
    }

    /** What the versions of the model answer with. */
    public Outputs outputs() {
        return label.outputs();
    }

    private static void checkLabel(Task task, LabelSpec label) {
        boolean yesOrNo = task == Task.BINARY_CLASSIFICATION;
        boolean several = task == Task.MULTICLASS_CLASSIFICATION;
        if (yesOrNo != label.positive().isPresent()
                || several == label.classes().isEmpty()) {
            throw new IllegalArgumentException("Invalid label " + label.name() + " of " + task.word() + ": expected "
                    + (yesOrNo ? "a positive value" : several ? "classes" : "neither a positive value nor classes"));
        }
    }

    /** What the model predicts. */
    public enum Task {
        /** The probability that a label takes its positive value. */
        BINARY_CLASSIFICATION,
        /** The probability of each of several classes. */
        MULTICLASS_CLASSIFICATION,
        /** A quantity. */
        REGRESSION;

        /** The word of model files, such as {@code binary-classification}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where a prediction's event time comes from. */
    public enum EventTimeSource {
        /** The request names it. */
        REQUEST,
        /** The moment the request arrives at the gateway. */
        ARRIVAL
    }
}
