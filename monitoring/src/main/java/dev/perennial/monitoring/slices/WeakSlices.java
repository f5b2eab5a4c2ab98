package dev.perennial.monitoring.slices;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.performance.Metric;
import java.util.List;

/** What a search for weak slices found. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WeakSlices.Searched.class, name = "searched"),
    @JsonSubTypes.Type(value = WeakSlices.NotEvaluable.class, name = "not-evaluable")
})
public sealed interface WeakSlices {

    /** The confirmed slices, that of the largest impact first. */
    List<WeakSlice> confirmed();

    /**
     * An answer.
     *
     * @param metric whose loss was looked at
     * @param confirmed the slices that the second half confirms, that of the largest impact first
     * @param unconfirmed candidates that it does not confirm: what a search without a test would have reported
     * @param labels the labelled rows of both halves
     * @param regions the slices that the first half was searched for
     */
    record Searched(Metric metric, List<WeakSlice> confirmed, List<WeakSlice> unconfirmed, long labels, long regions)
            implements WeakSlices {

        /** Copies the lists. */
        public Searched {
            confirmed = List.copyOf(confirmed);
            unconfirmed = List.copyOf(unconfirmed);
            Require.notNegative(labels, "number of labels");
            Require.notNegative(regions, "number of regions");
        }
    }

    /**
     * No answer.
     *
     * @param reason why, in words
     * @param moreLabels how many more labels it takes at least; zero when labels are not what is missing
     */
    record NotEvaluable(String reason, long moreLabels) implements WeakSlices {

        /** Refuses an empty reason. */
        public NotEvaluable {
            Require.text(reason, "reason");
            Require.notNegative(moreLabels, "number of labels");
        }

        @Override
        public List<WeakSlice> confirmed() {
            return List.of();
        }
    }
}
