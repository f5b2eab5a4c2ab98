package dev.perennial.registry.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A declared objective on a metric.
 *
 * @param metric the word of an {@link ObjectiveMetric}
 * @param bound what the metric must not do
 * @param respondWithin how long somebody may take to acknowledge a breach before it is escalated; without it, for ever
 */
public record ObjectiveSpec(String metric, Bound bound, Severity severity, Optional<Duration> respondWithin) {
    /** A breach is a loss against the reference; nobody in particular must respond. */
    public ObjectiveSpec(String metric, double worseThanReferenceBy, Severity severity) {
        this(metric, new WorseThanReference(worseThanReferenceBy), severity, Optional.empty());
    }

    /** Reads what this version and earlier ones wrote: those knew one bound, as a plain share. */
    @JsonCreator
    static ObjectiveSpec stored(
            @JsonProperty("metric") String metric,
            @JsonProperty("bound") @Nullable Bound bound,
            @JsonProperty("worseThanReferenceBy") @Nullable Double worseThanReferenceBy,
            @JsonProperty("severity") Severity severity,
            @JsonProperty("respondWithin") @Nullable Duration respondWithin) {
        return new ObjectiveSpec(
                metric,
                bound != null ? bound : new WorseThanReference(Objects.requireNonNull(worseThanReferenceBy, "bound")),
                severity,
                Optional.ofNullable(respondWithin));
    }

    /** What a metric must not do. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = WorseThanReference.class, name = "worse-than-reference"),
        @JsonSubTypes.Type(value = Above.class, name = "above"),
        @JsonSubTypes.Type(value = Below.class, name = "below")
    })
    public sealed interface Bound {
        /** The field of the model file that declares it. */
        String word();
    }

    /**
     * The metric becomes worse than on the reference by more than this share of the size of its value there; which way is
     * worse belongs to the metric.
     */
    public record WorseThanReference(double share) implements Bound {
        /** Checks that the share is positive and finite. */
        public WorseThanReference {
            if (!(share > 0) || Double.isInfinite(share)) {
                throw new IllegalArgumentException(
                        "Invalid objective: worseThanReferenceBy is " + share + ", expected more than 0");
            }
        }

        @Override
        public String word() {
            return "worseThanReferenceBy";
        }
    }

    /** The metric lies above the limit, in the metric's unit. */
    public record Above(double limit) implements Bound {
        /** Checks that the limit is finite. */
        public Above {
            finite(limit, "above");
        }

        @Override
        public String word() {
            return "above";
        }
    }

    /** The metric lies below the limit, in the metric's unit. */
    public record Below(double limit) implements Bound {
        /** Checks that the limit is finite. */
        public Below {
            finite(limit, "below");
        }

        @Override
        public String word() {
            return "below";
        }
    }

    private static void finite(double limit, String word) {
        if (!Double.isFinite(limit)) {
            throw new IllegalArgumentException(
                    "Invalid objective: " + word + " is " + limit + ", expected a finite number");
        }
    }

    /** How loudly a breach is told. */
    public enum Severity {
        /** Recorded only. */
        LOG,
        /** For the next working day. */
        TICKET,
        /** Now. */
        PAGE
    }
}
