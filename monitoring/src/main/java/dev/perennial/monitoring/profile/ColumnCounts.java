package dev.perennial.monitoring.profile;

/** The counts of one feature of a segment; {@link #profile()} is their form that distances read. */
public sealed interface ColumnCounts permits NumberCounts, CategoryCounts {

    /** All rows. */
    long rows();

    /** Rows without a value in a segment that has the column. */
    long missing();

    /** Rows of segments that lack the column. */
    long absent();

    /** The counts as distances read them. */
    ColumnProfile profile();
}
