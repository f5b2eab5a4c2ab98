package dev.perennial.monitoring.performance;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/**
 * What a model achieved on the labelled rows of a window: every metric of its task, each with an interval or the reason why
 * it cannot be said, and how many labels have arrived.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BinaryOutcomes.class, name = "binary"),
    @JsonSubTypes.Type(value = MulticlassOutcomes.class, name = "multiclass"),
    @JsonSubTypes.Type(value = RegressionOutcomes.class, name = "regression"),
    @JsonSubTypes.Type(value = RankingOutcomes.class, name = "ranking")
})
public sealed interface OutcomeReport permits BinaryOutcomes, MulticlassOutcomes, RegressionOutcomes, RankingOutcomes {

    /** The labelled and usable rows. */
    long rows();

    /** Labelled rows that cannot be used. */
    long unusable();

    /** How many predictions have their label. */
    LabelMaturity labels();

    /** The metrics, in the order of {@link Metric}. */
    List<MetricValue> metrics();

    /** The metric of a name, if the report has it. */
    default Optional<MetricValue> metric(MetricName name) {
        return metrics().stream().filter(value -> value.name().equals(name)).findFirst();
    }

    /** The metric without depth, if the report has it. */
    default Optional<MetricValue> metric(Metric metric) {
        return metric(MetricName.of(metric));
    }
}
