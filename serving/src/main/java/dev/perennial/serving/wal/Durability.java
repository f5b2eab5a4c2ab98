package dev.perennial.serving.wal;

/** What an acknowledged record survives. */
public enum Durability {
    /** Handed to the operating system before the acknowledgement, forced to the disk soon after: any kill of the process. */
    WRITTEN,
    /** Forced to the disk before the acknowledgement: loss of power too. */
    SYNC,
    /**
     * Acknowledged while it waits to be written: a kill of the process loses the newest records, at most as many as
     * {@link WalSettings#unwrittenRecords} says.
     */
    ASYNC
}
