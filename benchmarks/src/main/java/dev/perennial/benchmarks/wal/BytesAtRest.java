package dev.perennial.benchmarks.wal;

import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.serving.log.LogShipper;
import dev.perennial.serving.log.ShipperSettings;
import dev.perennial.serving.wal.AppendListener;
import dev.perennial.serving.wal.Durability;
import dev.perennial.serving.wal.WalSettings;
import dev.perennial.serving.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the rows of one segment take in the object store, as the gateway's own shipper writes them.
 *
 * @param inLog bytes a row in the write-ahead log
 * @param inStore bytes a row in the object store
 */
record BytesAtRest(int rows, double inLog, double inStore) {
    static BytesAtRest of(Path directory, LoggedRows rows) throws IOException {
        WalSettings settings =
                new WalSettings(directory, "bench", 1, Durability.WRITTEN, 256 << 20, 1L << 30, Duration.ofMillis(20));
        ShipperSettings never = new ShipperSettings(Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (InMemoryObjectStore store = new InMemoryObjectStore();
                WriteAheadLog log = WriteAheadLog.open(settings);
                LogShipper shipper = LogShipper.start(log, store, never, () -> {})) {
            Refusals refusals = new Refusals();
            for (int row = 0; row < rows.size(); row++) {
                log.append(rows.next(), refusals);
            }
            long logged = log.statistics().bytesOnDisk();
            if (!shipper.flush() || refusals.count > 0) {
                throw new IOException("Cannot measure: " + refusals.count + " rows were refused");
            }
            long stored = 0;
            for (String key : store.list("predictions/", "", 1000)) {
                stored += store.read(key).orElseThrow().length;
            }
            return new BytesAtRest(rows.size(), logged / (double) rows.size(), stored / (double) rows.size());
        }
    }

    private static final class Refusals implements AppendListener {
        private int count;

        @Override
        public void durable() {
            // Counted by the log.
        }

        @Override
        public void failed(IOException reason) {
            count++;
        }
    }
}
