package dev.perennial.serving.wal;

/**
 * A segment that takes no more records.
 *
 * @param name of its file in the log's directory
 * @param bytes how much of the file is the log's; what follows was never acknowledged
 */
public record SealedSegment(String name, SegmentHeader header, long bytes) {}
