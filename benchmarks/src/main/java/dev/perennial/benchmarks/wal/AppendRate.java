package dev.perennial.benchmarks.wal;

import dev.perennial.serving.wal.AppendListener;
import dev.perennial.serving.wal.Durability;
import dev.perennial.serving.wal.SealedSegment;
import dev.perennial.serving.wal.WalSettings;
import dev.perennial.serving.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** How many records a log acknowledges in a second to clients that each wait for their answer. */
final class AppendRate {
    private AppendRate() {}

    /** Appends one record at a time with so many under way, from so many threads, as the IO threads of a gateway do. */
    static double measure(
            Path directory, Durability durability, LoggedRows rows, int threads, int clients, Duration time)
            throws IOException, InterruptedException {
        List<byte[]> frames = new ArrayList<>();
        for (int number = 0; number < 4096; number++) {
            frames.add(rows.next());
        }
        WalSettings settings =
                new WalSettings(directory, "bench", 1, durability, 32 << 20, 4L << 30, Duration.ofMillis(20));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicBoolean failed = new AtomicBoolean();
        LongAdder acknowledged = new LongAdder();
        Semaphore free = new Semaphore(clients);
        AppendListener listener = new AppendListener() {
            @Override
            public void durable() {
                acknowledged.increment();
                free.release();
            }

            @Override
            public void failed(IOException reason) {
                failed.set(true);
                free.release();
            }
        };
        try (WriteAheadLog log = WriteAheadLog.open(settings)) {
            List<Thread> appenders = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread * 1024;
                appenders.add(new Thread(() -> {
                    for (int number = first; !stop.get(); number++) {
                        free.acquireUninterruptibly();
                        log.append(frames.get(number % frames.size()), listener);
                    }
                }));
            }
            appenders.forEach(Thread::start);
            pause(log, time.dividedBy(2));
            long before = acknowledged.sum();
            long start = System.nanoTime();
            pause(log, time);
            double rate = (acknowledged.sum() - before) / ((System.nanoTime() - start) / 1e9);
            stop.set(true);
            free.release(4);
            for (Thread appender : appenders) {
                appender.join();
            }
            release(log);
            log.seal();
            release(log);
            if (failed.get()) {
                throw new IOException("Cannot measure: the log refused records");
            }
            return rate;
        }
    }

    /* Meanwhile what is sealed is released, as a shipper does. */
    private static void pause(WriteAheadLog log, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            release(log);
        }
    }

    private static void release(WriteAheadLog log) throws IOException {
        for (SealedSegment segment : log.sealedSegments()) {
            log.release(segment);
        }
    }
}
