/** The write-ahead log beside the disk under it, and the bytes that a prediction takes at rest. */
@org.jspecify.annotations.NullMarked
package dev.perennial.benchmarks.wal;
