package dev.perennial.serving.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is acknowledged on a disk that loses, refuses and stalls, and what is left of it. */
@Timeout(120)
class PowerLossTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    /* So long that nothing is forced by the clock within a test. */
    private static final Duration NEVER = Duration.ofHours(1);

    private static WalSettings settings(long epoch, Durability durability, Duration forceWithin) {
        return new WalSettings(Path.of("memory"), "gw1", epoch, durability, 4096, 1 << 28, forceWithin, 1 << 20, 64);
    }

    private static WriteAheadLog open(LazyLogStorage disk, long epoch, Durability durability) {
        return open(disk, settings(epoch, durability, NEVER));
    }

    private static WriteAheadLog open(LazyLogStorage disk, WalSettings settings) {
        try {
            return WriteAheadLog.open(settings, disk);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> recovered(LazyLogStorage disk) throws IOException {
        try (WriteAheadLog log = open(disk, 99, Durability.WRITTEN)) {
            return WalTexts.of(log);
        }
    }

    private static byte[] frame(String text) {
        FrameBuffer frames = new FrameBuffer();
        frames.begin((byte) 1).putText(text).end();
        return frames.take();
    }

    private static AppendListener listener(Runnable durable, Runnable failed) {
        return new AppendListener() {
            @Override
            public void durable() {
                durable.run();
            }

            @Override
            public void failed(IOException reason) {
                failed.run();
            }
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"WRITTEN", "SYNC"})
    void syncAcknowledgesNothingThatIsNotForced(Durability durability) throws Exception {
        LazyLogStorage disk = new LazyLogStorage();
        AtomicInteger unforced = new AtomicInteger();
        int threads = 4;
        int each = 150;
        CountDownLatch acknowledged = new CountDownLatch(threads * each);
        try (WriteAheadLog log = open(disk, 1, durability)) {
            List<Thread> appenders = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int name = thread;
                appenders.add(new Thread(() -> IntStream.range(0, each).forEach(number -> {
                    String text = "<" + name + "-" + number + ">";
                    log.append(
                            frame(text),
                            listener(
                                    () -> {
                                        unforced.addAndGet(disk.hasForced(text) ? 0 : 1);
                                        acknowledged.countDown();
                                    },
                                    () -> {}));
                })));
            }
            appenders.forEach(Thread::start);
            acknowledged.await();
        }
        if (durability == Durability.SYNC) {
            assertThat(unforced).hasValue(0);
        } else {
            // The clean twin: the check does see what is not forced.
            assertThat(unforced).hasPositiveValue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"WRITTEN", "SYNC"})
    void whoseThreadBreaksOffIsToldThatNothingIsLogged(Durability durability) throws Exception {
        LazyLogStorage disk = new LazyLogStorage();
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        try (WriteAheadLog log = open(disk, 1, durability)) {
            append(log, "before", told);
            Eventually.within(SOON, "the first is told", () -> told.contains("before durable"));
            disk.runOutOfMemory();
            try {
                append(log, "broken", told);
            } catch (OutOfMemoryError e) {
                // Under WRITTEN it is the appending thread's own.
                assertThat(durability).isEqualTo(Durability.WRITTEN);
            }
            Eventually.within(SOON, "the second is told", () -> told.contains("broken failed"));
            Eventually.within(SOON, "the log goes on", () -> {
                append(log, "after", told);
                return told.contains("after durable");
            });
        }
        assertThat(recovered(disk)).contains("before", "after").doesNotContain("broken");
        assertThat(told).doesNotContain("broken durable");
    }

    private static void append(WriteAheadLog log, String text, List<String> told) {
        log.append(frame(text), listener(() -> told.add(text + " durable"), () -> told.add(text + " failed")));
    }

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void syncLosesNothingToAPowerLossOnADiskThatFailsNowAndThen(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        LazyLogStorage disk = new LazyLogStorage();
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        Set<String> appended = new TreeSet<>();
        int faults = 0;
        for (int epoch = 1; epoch <= 3; epoch++) {
            WriteAheadLog log = open(disk, settings(epoch, Durability.SYNC, Duration.ofMillis(1)));
            for (int number = 0; number < 60; number++) {
                if (random.nextInt(20) == 0) {
                    disk.failForces(1 + random.nextInt(2));
                } else if (random.nextInt(20) == 0) {
                    disk.roomFor(random.nextInt(300));
                } else if (random.nextInt(10) == 0) {
                    log.seal();
                }
                String text = "<" + epoch + "-" + number + ">" + "x".repeat(random.nextInt(200));
                appended.add(text);
                CountDownLatch told = new CountDownLatch(1);
                log.append(
                        frame(text),
                        listener(
                                () -> {
                                    acknowledged.add(text);
                                    told.countDown();
                                },
                                told::countDown));
                told.await();
                if (log.isFailing()) {
                    disk.roomFor(Long.MAX_VALUE);
                    Eventually.within(SOON, "the log takes records again", () -> !log.isFailing());
                }
            }
            LazyLogStorage left = disk.afterPowerLoss(random);
            faults += disk.failedForces() + disk.refusedWrites();
            disk.roomFor(Long.MAX_VALUE);
            log.close();
            disk = left;
        }
        assertThat(faults).isPositive();
        List<String> found = recovered(disk);
        assertThat(acknowledged).hasSizeGreaterThan(60);
        assertThat(found).containsAll(acknowledged).doesNotHaveDuplicates();
        assertThat(appended).containsAll(found);
    }

    @Test
    void forcesWhatAKilledProcessLeftUnforced() throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        LazyLogStorage killed;
        try (WriteAheadLog log = open(disk, 1, Durability.WRITTEN)) {
            Acks.append(log, "alpha", "beta").join();
            assertThat(disk.hasForced("alpha")).isFalse();
            killed = disk.afterKill();
        }
        WriteAheadLog next = open(killed, 2, Durability.WRITTEN);
        assertThat(recovered(killed.afterPowerLoss(new SplittableRandom(1)))).containsExactly("alpha", "beta");
        next.close();
    }

    @Test
    void forcesASealedSegmentThatCannotBeShortened() throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        disk.keepLengths();
        WriteAheadLog log = open(disk, 1, Durability.WRITTEN);
        Acks.append(log, "alpha", "beta").join();
        log.close();
        assertThat(log.statistics().unforcedSegments()).isZero();
        assertThat(recovered(disk.afterPowerLoss(new SplittableRandom(1)))).containsExactly("alpha", "beta");
    }

    @Test
    void writtenAcknowledgesNothingOnADiskThatDoesNotConfirm() {
        LazyLogStorage disk = new LazyLogStorage();
        try (WriteAheadLog log = open(disk, settings(1, Durability.WRITTEN, Duration.ofMillis(1)))) {
            disk.failForces(Integer.MAX_VALUE);
            Acks.append(log, "alpha").join();
            Eventually.within(SOON, "the log refuses", log::isFailing);
            assertThatThrownBy(() -> Acks.append(log, "beta").join())
                    .hasRootCauseMessage("the disk does not confirm (test)");
            assertThat(log.statistics().unforcedSegments()).isPositive();
            assertThat(disk.failedForces()).isPositive();

            disk.failForces(0);
            Eventually.within(SOON, "the log takes records again", () -> !log.isFailing());
            Acks.append(log, "gamma").join();
        }
    }

    @Test
    void asyncLosesAtMostItsBoundAndNothingWhereTheDiskComesBack() throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        WriteAheadLog log = open(disk, 1, Durability.ASYNC);
        Acks.append(log, "first").join();
        Eventually.within(
                SOON, "the first record is written", () -> log.statistics().appends() == 1);
        disk.stall();
        List<Acks> acks = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            acks.add(Acks.append(log, "n" + number));
        }
        long acknowledged = acks.stream().filter(Acks::isDone).count();
        assertThat(acknowledged).isEqualTo(64);
        assertThat(recovered(disk.afterKill())).containsExactly("first");

        disk.goOn();
        acks.forEach(Acks::join);
        log.close();
        assertThat(WalTexts.of(log)).hasSize(201).doesNotHaveDuplicates();
    }

    @Test
    void asyncKeepsWhatItAcknowledgedUntilTheDiskIsFreed() throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        WriteAheadLog log = open(disk, 1, Durability.ASYNC);
        Acks.append(log, "first").join();
        Eventually.within(
                SOON, "the first record is written", () -> log.statistics().appends() == 1);
        disk.roomFor(10);
        String early = "early " + "x".repeat(1 << 15); // Longer than what the file has room for.
        Acks.append(log, early).join();
        Eventually.within(SOON, "the log refuses", log::isFailing);
        assertThat(disk.refusedWrites()).isPositive();
        assertThatThrownBy(() -> Acks.append(log, "late").join()).hasRootCauseMessage("no space left (test)");

        disk.roomFor(Long.MAX_VALUE);
        Eventually.within(
                SOON, "the early record is written", () -> log.statistics().appends() == 2);
        log.close();
        assertThat(WalTexts.of(log)).containsExactly("first", early);
    }

    @Test
    void holdsNoMoreInMemoryThanItMayWhileTheDiskStalls() {
        LazyLogStorage disk = new LazyLogStorage();
        try (WriteAheadLog log = open(disk, 1, Durability.SYNC)) {
            disk.stall();
            AtomicInteger refused = new AtomicInteger();
            AtomicInteger durable = new AtomicInteger();
            for (int number = 0; number < 300; number++) {
                log.append(frame("x".repeat(8000)), listener(durable::incrementAndGet, refused::incrementAndGet));
            }
            assertThat(log.statistics().waitingBytes()).isLessThanOrEqualTo(1 << 20);
            assertThat(refused).hasValueGreaterThan(150);
            disk.goOn();
            Eventually.within(SOON, "the others are told", () -> durable.get() + refused.get() == 300);
            assertThat(log.statistics().waitingBytes()).isZero();
            Acks.append(log, "after").join();
        }
    }

    @Test
    void aListenerThatThrowsCostsNobodyElseTheAnswer() {
        LazyLogStorage disk = new LazyLogStorage();
        try (WriteAheadLog log = open(disk, 1, Durability.SYNC)) {
            Runnable broken = () -> {
                throw new IllegalStateException("a listener that is broken (test)");
            };
            disk.stall();
            Acks first = Acks.append(log, "first");
            log.append(frame("broken"), listener(broken, broken));
            Acks second = Acks.append(log, "second");
            disk.goOn();
            first.join();
            second.join();
            Acks.append(log, "third").join();
            assertThat(log.statistics().appends()).isEqualTo(4);
        }
    }
}
