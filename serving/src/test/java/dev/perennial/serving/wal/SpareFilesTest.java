package dev.perennial.serving.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perennial.testing.Eventually;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of released segments are used again, and nothing of what they held ever comes back. */
@Timeout(60)
class SpareFilesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SEGMENT_BYTES = 1024;

    @TempDir
    Path directory;

    private static WriteAheadLog open(LogStorage disk, long epoch, Durability durability, Duration forceWithin)
            throws IOException {
        return WriteAheadLog.open(
                new WalSettings(Path.of("memory"), "gw1", epoch, durability, SEGMENT_BYTES, 1 << 28, forceWithin),
                disk);
    }

    private static String text(int number) {
        return "<" + number + ">" + "x".repeat(100);
    }

    /* Appends until a segment is sealed, and all of it is forced and closed. */
    private static void fill(WriteAheadLog log) throws IOException {
        int before = log.sealedSegments().size();
        for (int number = 0; log.sealedSegments().size() == before; number++) {
            Acks.append(log, text(number)).join();
        }
    }

    private static long spares(LogStorage disk) throws IOException {
        return disk.names().stream().filter(name -> name.startsWith("spare-")).count();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aReleasedFileIsWrittenAgainAndHoldsWhatIsNew(Durability durability) throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        List<String> texts = new ArrayList<>();
        LazyLogStorage killed;
        try (WriteAheadLog log = open(disk, 1, durability, Duration.ofMillis(1))) {
            for (int number = 0; disk.overwritten() < 5; number++) {
                Acks.append(log, text(number)).join();
                texts.add(text(number));
                for (SealedSegment segment : log.sealedSegments()) {
                    List<String> released = WalTexts.of(log.content(segment));
                    assertThat(released).isEqualTo(texts.subList(0, released.size()));
                    texts = new ArrayList<>(texts.subList(released.size(), texts.size()));
                    log.release(segment);
                }
            }
            if (durability == Durability.ASYNC) {
                log.seal();
                int left = texts.size();
                Eventually.within(SOON, "all is written", () -> WalTexts.of(log).size() == left);
            }
            killed = disk.afterKill();
        }
        assertThat(disk.names()).noneMatch(name -> name.startsWith("spare-"));
        try (WriteAheadLog log = open(killed, 2, durability, Duration.ofMillis(1))) {
            assertThat(WalTexts.of(log)).isEqualTo(texts);
            assertThat(log.statistics().tornBytes()).isZero();
            assertThat(log.statistics().damagedFrames()).isZero();
            assertThat(killed.names()).noneMatch(name -> name.startsWith("spare-"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void noLossOfPowerBringsBackAPartOfWhatWasReleased(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        LazyLogStorage disk = new LazyLogStorage();
        Set<String> acknowledged = new TreeSet<>();
        Map<String, List<String>> released = new HashMap<>();
        int compared = 0;
        try (WriteAheadLog log = open(disk, 1, Durability.SYNC, Duration.ofMillis(1))) {
            for (int number = 0; number < 300 || disk.overwritten() < 5; number++) {
                Acks.append(log, text(number)).join();
                acknowledged.add(text(number));
                for (SealedSegment segment : log.sealedSegments()) {
                    if (random.nextBoolean()) {
                        released.put(segment.name(), WalTexts.of(log.content(segment)));
                        acknowledged.removeAll(released.get(segment.name()));
                        log.release(segment);
                    }
                }
                if (random.nextInt(4) == 0) {
                    LazyLogStorage left = disk.afterPowerLoss(random);
                    compared += compare(left, acknowledged, released);
                }
            }
        }
        assertThat(compared).as("segments whose release the power undid").isPositive();
    }

    @Test
    void aLossOfPowerWhileAFileIsClearedBringsNothingBack() throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        try (WriteAheadLog log = open(disk, 1, Durability.SYNC, Duration.ofMillis(1))) {
            fill(log);
        }
        try (WriteAheadLog log = open(disk, 2, Durability.SYNC, Duration.ofMillis(1))) {
            SealedSegment segment = log.sealedSegments().get(0);
            Map<String, List<String>> released = Map.of(segment.name(), WalTexts.of(log.content(segment)));
            disk.stall();
            try {
                log.release(segment);
                Eventually.within(SOON, "half of it is cleared", () -> disk.halfCleared() == 1);
                for (int seed = 0; seed < 20; seed++) {
                    compare(disk.afterPowerLoss(new SplittableRandom(seed)), Set.of(), released);
                }
            } finally {
                disk.goOn();
            }
        }
    }

    private static int compare(LazyLogStorage left, Set<String> acknowledged, Map<String, List<String>> released)
            throws IOException {
        int undone = 0;
        Set<String> found = new TreeSet<>();
        try (WriteAheadLog log = open(left, 2, Durability.SYNC, Duration.ofMillis(1))) {
            for (SealedSegment segment : log.sealedSegments()) {
                List<String> texts = WalTexts.of(log.content(segment));
                List<String> before = released.get(segment.name());
                if (before == null) {
                    assertThat(found).doesNotContainAnyElementsOf(texts);
                    found.addAll(texts);
                } else {
                    // Carried to the store again, under the same name: it must be the same.
                    assertThat(texts).as(segment.name()).isEqualTo(before);
                    undone++;
                }
            }
        }
        assertThat(found).isEqualTo(acknowledged);
        return undone;
    }

    @Test
    void aSegmentThatIsStillToBeCutAndForcedIsDeleted() throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        try (WriteAheadLog log = open(disk, 1, Durability.SYNC, Duration.ofHours(1))) {
            fill(log);
            log.release(log.sealedSegments().get(0));
            assertThat(spares(disk)).isZero();
            fill(log);
            assertThat(disk.overwritten()).isZero();
        }
    }

    @Test
    void fewFilesAreKeptAndNoneThatIsShort() throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        try (WriteAheadLog log = open(disk, 1, Durability.SYNC, Duration.ofMillis(1))) {
            for (int number = 0; number < 5; number++) {
                fill(log);
            }
            Acks.append(log, "short").join();
        }
        try (WriteAheadLog log = open(disk, 2, Durability.SYNC, Duration.ofMillis(1))) {
            List<SealedSegment> sealed = log.sealedSegments();
            assertThat(sealed).hasSize(6);
            log.release(sealed.get(5));
            assertThat(spares(disk)).isZero();
            for (SealedSegment segment : sealed.subList(0, 5)) {
                log.release(segment);
            }
            assertThat(spares(disk)).isEqualTo(2);
        }
        assertThat(disk.names()).isEmpty();
    }

    @Test
    void aFileThatCannotBeClearedIsRemoved() throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        try (WriteAheadLog log = open(disk, 1, Durability.SYNC, Duration.ofMillis(1))) {
            fill(log);
        }
        try (WriteAheadLog log = open(disk, 2, Durability.SYNC, Duration.ofMillis(1))) {
            disk.failForces(1);
            log.release(log.sealedSegments().get(0));
            Eventually.within(SOON, "it is removed", () -> disk.failedForces() == 1 && spares(disk) == 0);
            fill(log);
            assertThat(disk.overwritten()).isZero();
        }
    }

    @Test
    void onARealDiskAFileIsWrittenAgain() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"), "skipped: needs inodes");
        List<String> before = new ArrayList<>();
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 1, Durability.SYNC, SEGMENT_BYTES))) {
            fill(log);
            before.addAll(WalTexts.of(log));
        }
        List<String> appended = new ArrayList<>();
        Object file = inode(names().get(0));
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 2, Durability.SYNC, SEGMENT_BYTES))) {
            SealedSegment released = log.sealedSegments().get(0);
            assertThat(WalTexts.of(log.content(released))).isEqualTo(before);
            log.release(released);
            assertThat(names()).containsExactly("spare-1");
            boolean again = false;
            while (!again) {
                appended.add(text(1000 + appended.size()));
                Acks.append(log, appended.get(appended.size() - 1)).join();
                again = names().stream()
                        .filter(name -> name.endsWith(".wal"))
                        .anyMatch(name -> inode(name).equals(file));
            }
            log.seal();
            assertThat(WalTexts.of(log)).isEqualTo(appended);
        }
        assertThat(names()).allMatch(name -> name.endsWith(".wal"));
    }

    private Object inode(String name) {
        try {
            return Files.getAttribute(directory.resolve(name), "unix:ino");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
