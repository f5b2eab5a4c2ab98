package dev.perennial.registry.spec;

/**
 * A declared objective on an outcome metric. The direction belongs to the metric: {@code worseThanReferenceBy} is a share
 * of the reference value, in the direction in which that metric is worse.
 */
public record ObjectiveSpec(String metric, double worseThanReferenceBy, Severity severity) {
    /** Checks that the share is positive and finite. */
    public ObjectiveSpec {
        if (!(worseThanReferenceBy > 0) || Double.isInfinite(worseThanReferenceBy)) {
            throw new IllegalArgumentException("Invalid objective on " + metric + ": worseThanReferenceBy is "
                    + worseThanReferenceBy + ", expected more than 0");
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
