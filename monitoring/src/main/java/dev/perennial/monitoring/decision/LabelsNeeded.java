package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;

/** How many more labels a verdict waits for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LabelsNeeded.None.class, name = "none"),
    @JsonSubTypes.Type(value = LabelsNeeded.About.class, name = "about"),
    @JsonSubTypes.Type(value = LabelsNeeded.Unknown.class, name = "unknown")
})
public sealed interface LabelsNeeded {

    /** A phrase such as "needs about 400 more labels". */
    String phrase();

    /** Labels are not what is waited for. */
    record None() implements LabelsNeeded {
        @Override
        public String phrase() {
            return "no further label is needed";
        }
    }

    /**
     * About so many, if the coming rows resemble those seen.
     *
     * @param labels the number
     */
    record About(long labels) implements LabelsNeeded {

        /** Refuses zero. */
        public About {
            Require.positive(labels, "number of labels");
        }

        @Override
        public String phrase() {
            return "needs about " + labels + " more labels";
        }
    }

    /**
     * Cannot be said.
     *
     * @param reason why, in words
     */
    record Unknown(String reason) implements LabelsNeeded {

        /** Refuses an empty reason. */
        public Unknown {
            Require.text(reason, "reason");
        }

        @Override
        public String phrase() {
            return "the number of labels needed is unknown: " + reason;
        }
    }
}
