package dev.perennial.activities.segments;

import dev.perennial.monitoring.profile.ProfileBuilder;

/** What is counted of the answers to a segment's rows. */
interface SegmentAnswers {
    /** Counts the answers to the rows that the mask keeps. */
    void count(ParquetFile file, int rowGroup, RowMask mask, ProfileBuilder builder);
}
