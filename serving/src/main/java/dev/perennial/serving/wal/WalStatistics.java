package dev.perennial.serving.wal;

/**
 * What a log did since it was opened.
 *
 * @param appends how many requests' records were written; several requests may share an append
 * @param writes how many times the operating system was handed records: appends divided by writes is the group size
 * @param failedAppends how many requests' records were refused
 * @param unforcedSegments segments whose bytes the disk refused to confirm
 * @param waitingBytes what waits in memory for the disk
 * @param tornBytes bytes that recovery cut off segment ends
 * @param damagedFrames frames inside recovered segments whose checksum did not fit
 */
public record WalStatistics(
        long appends,
        long writes,
        long failedAppends,
        long unforcedSegments,
        long bytesOnDisk,
        long waitingBytes,
        long tornBytes,
        long damagedFrames) {}
