package dev.perennial.serving.log;

/**
 * What a shipper did since it began.
 *
 * @param failures attempts that the store did not confirm; each is tried again
 * @param unreadable records that could not be understood and were set aside
 * @param foreign files whose name other records had, and that got another
 */
public record ShipperStatistics(long segments, long files, long failures, long unreadable, long foreign) {}
