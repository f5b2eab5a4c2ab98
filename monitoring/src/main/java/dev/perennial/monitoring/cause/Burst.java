package dev.perennial.monitoring.cause;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import java.util.Locale;

/** Whether one small group explains how a window differs from its reference. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Burst.Found.class, name = "found"),
    @JsonSubTypes.Type(value = Burst.Absent.class, name = "absent")
})
public sealed interface Burst {

    /** One sentence with the numbers. */
    String because();

    /**
     * One group grew, and within it and without it the rows look as they did.
     *
     * @param region the group
     * @param referenceShare its share of the reference's rows
     * @param windowShare its share of the window's rows
     * @param explained the share of the columns' divergence beyond noise that its growth explains, at most one
     */
    record Found(Region region, double referenceShare, double windowShare, double explained) implements Burst {

        /** Checks the numbers. */
        public Found {
            Require.share(referenceShare, "share of the reference");
            Require.share(windowShare, "share of the window");
            Require.share(explained, "explained share");
        }

        @Override
        public String because() {
            return String.format(
                    Locale.ROOT,
                    "%s makes up %.1f %% of the window and %.1f %% of the reference, which explains %.0f %% of the change",
                    region.label(),
                    100 * windowShare,
                    100 * referenceShare,
                    100 * explained);
        }
    }

    /**
     * No group does.
     *
     * @param reason why, in words
     */
    record Absent(String reason) implements Burst {

        /** Refuses an empty reason. */
        public Absent {
            Require.text(reason, "reason");
        }

        @Override
        public String because() {
            return "no group explains the change: " + reason;
        }
    }
}
