package dev.perennial.serving.wal;

import java.nio.file.Path;

/** A segment that takes no more records. */
public record SealedSegment(Path file, SegmentHeader header, long bytes) {}
