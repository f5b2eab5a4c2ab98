package dev.perennial.registry.spec;

import dev.perennial.registry.ModelName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A declared model: what its features and label are, and how it is watched, retrained, proven and rolled out. */
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
        Optional<FallbackSpec> fallback) {
    /** Copies the lists, and checks that no two features share a name, capitals apart. */
    public ModelSpec {
        features = List.copyOf(features);
        objectives = List.copyOf(objectives);
        Map<String, String> seen = new HashMap<>();
        for (FeatureSpec feature : features) {
            String earlier = seen.putIfAbsent(feature.name().toLowerCase(Locale.ROOT), feature.name());
            if (earlier != null) {
                throw new IllegalArgumentException("Invalid features: '" + earlier + "' and '" + feature.name()
                        + "' are one column of the log, expected names that differ in more than capitals");
            }
        }
    }

    /** What the model predicts. */
    public enum Task {
        /** The probability that a label takes its positive value. */
        BINARY_CLASSIFICATION
    }

    /** Where a prediction's event time comes from. */
    public enum EventTimeSource {
        /** The request names it. */
        REQUEST,
        /** The moment the request arrives at the gateway. */
        ARRIVAL
    }
}
