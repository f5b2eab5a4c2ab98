package dev.perennial.serving.log;

/**
 * What a shipper did since it began.
 *
 * @param failures attempts that the store did not confirm; each is tried again
 * @param unreadable segments that could not be understood and were set aside
 */
public record ShipperStatistics(long segments, long files, long failures, long unreadable) {}
