package dev.perennial.serving.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriteAheadLogTest {
    @TempDir
    Path directory;

    @Test
    void cutsATornTailAtEveryByteAndKeepsEveryWholeRecord() throws IOException {
        Path original = directory.resolve("original");
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(original, 1, Durability.WRITTEN, 1 << 20))) {
            Acks.append(log, "alpha").join();
            Acks.append(log, "beta", "gamma").join();
        }
        Path segment = onlyFile(original);
        byte[] whole = Files.readAllBytes(segment);
        SegmentContent content = SegmentContent.of(Files.readAllBytes(segment)).orElseThrow();
        List<Integer> ends = content.frames().stream()
                .map(frame -> frame.offset() + frame.length())
                .toList();

        for (int cut = 0; cut < whole.length; cut++) {
            Path copy = directory.resolve("cut-" + cut);
            Files.createDirectories(copy);
            Path file = copy.resolve(segment.getFileName());
            Files.write(file, Arrays.copyOf(whole, cut));
            int end = cut;
            int kept = (int) ends.stream().filter(at -> at <= end).count();
            try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(copy, 2, Durability.WRITTEN, 1 << 20))) {
                assertThat(WalTexts.of(log))
                        .isEqualTo(List.of("alpha", "beta", "gamma").subList(0, kept));
                int sound = kept == 0 ? content.header().size() : ends.get(kept - 1);
                int from = cut < content.header().size() ? 0 : sound;
                int torn = cut - from;
                while (torn > 0 && whole[from + torn - 1] == 0) {
                    torn--; // As in a file that was made longer ahead.
                }
                assertThat(log.statistics().tornBytes()).isEqualTo(torn);
                assertThat(Files.exists(file)).isEqualTo(kept > 0);
                if (kept > 0) {
                    assertThat(Files.size(file)).isEqualTo(sound);
                }
            }
        }
    }

    @Test
    void aSyncFileIsLongerThanItsRecordsUntilItIsSealedOrRecovered() throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        LazyLogStorage killed;
        String name;
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 1, Durability.SYNC, 1 << 22), disk)) {
            Acks.append(log, "alpha").join();
            killed = disk.afterKill();
            name = killed.names().get(0);
            assertThat(killed.read(name)).hasSizeGreaterThan(1 << 20);
        }
        int sound = disk.read(name).length;
        assertThat(sound).isLessThan(100);

        try (WriteAheadLog log =
                WriteAheadLog.open(WalTexts.settings(directory, 2, Durability.SYNC, 1 << 22), killed)) {
            assertThat(WalTexts.of(log)).containsExactly("alpha");
            assertThat(log.statistics().tornBytes()).isZero();
            assertThat(killed.read(name)).hasSize(sound);
        }
    }

    @Test
    void aDiskWithoutRoomAheadTakesRecordsAsLongAsTheyFit() throws IOException {
        LazyLogStorage disk = new LazyLogStorage();
        disk.roomFor(1000);
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 1, Durability.SYNC, 1 << 22), disk)) {
            Acks.append(log, "alpha").join();
            Acks.append(log, "beta").join();
            log.seal();
            assertThat(WalTexts.of(log)).containsExactly("alpha", "beta");
        }
    }

    @Test
    void losesOnlyTheRecordThatIsDamagedInTheMiddle() throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 1, Durability.WRITTEN, 1 << 20))) {
            Acks.append(log, "alpha", "beta", "gamma").join();
        }
        Path segment = onlyFile(directory);
        byte[] bytes = Files.readAllBytes(segment);
        SegmentContent.Frame beta = SegmentContent.of(Files.readAllBytes(segment))
                .orElseThrow()
                .frames()
                .get(1);
        bytes[beta.offset() + 3] ^= 4;
        Files.write(segment, bytes);

        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 2, Durability.WRITTEN, 1 << 20))) {
            assertThat(WalTexts.of(log)).containsExactly("alpha", "gamma");
            assertThat(log.statistics().damagedFrames()).isEqualTo(1);
            assertThat(log.statistics().tornBytes()).isZero();
        }
    }

    @Test
    void losesNoRecordToADamagedHeader() throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 7, Durability.WRITTEN, 1 << 20))) {
            Acks.append(log, "alpha", "beta").join();
        }
        Path segment = onlyFile(directory);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[9] ^= 4;
        Files.write(segment, bytes);

        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 8, Durability.WRITTEN, 1 << 20))) {
            assertThat(WalTexts.of(log)).containsExactly("alpha", "beta");
            assertThat(log.sealedSegments().get(0).header()).isEqualTo(new SegmentHeader("gw1", 7, 1));
            assertThat(log.statistics().damagedFrames()).isEqualTo(1);
        }
    }

    @Test
    void findsTheRecordsBehindSeveralThatAreDamaged() throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 1, Durability.WRITTEN, 1 << 20))) {
            Acks.append(log, "alpha", "beta", "gamma", "delta", "epsilon").join();
        }
        Path segment = onlyFile(directory);
        byte[] bytes = Files.readAllBytes(segment);
        List<SegmentContent.Frame> frames =
                SegmentContent.of(bytes).orElseThrow().frames();
        Arrays.fill(bytes, frames.get(1).offset(), frames.get(3).offset() - 2, (byte) 0);
        Files.write(segment, bytes);

        assertThat(WalTexts.of(SegmentContent.of(bytes).orElseThrow())).containsExactly("alpha", "epsilon");
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void keepsEveryRecordOfManyThreadsOnceAndEachThreadsOrder(Durability durability) throws Exception {
        int threads = 8;
        int each = durability == Durability.SYNC ? 200 : 5000;
        List<Thread> appenders = new ArrayList<>();
        List<Acks> acks = Collections.synchronizedList(new ArrayList<>());
        WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 1, durability, 1 << 14));
        for (int thread = 0; thread < threads; thread++) {
            int name = thread;
            appenders.add(new Thread(() -> IntStream.range(0, each)
                    .forEach(number -> acks.add(Acks.append(log, name + ":" + number, name + "+" + number)))));
        }
        appenders.forEach(Thread::start);
        for (Thread appender : appenders) {
            appender.join();
        }
        acks.forEach(Acks::join);
        log.close();

        List<String> found = WalTexts.of(log);
        assertThat(found).hasSize(threads * each * 2).doesNotHaveDuplicates();
        for (int thread = 0; thread < threads; thread++) {
            String prefix = thread + ":";
            assertThat(found.stream().filter(text -> text.startsWith(prefix)))
                    .containsExactlyElementsOf(IntStream.range(0, each)
                            .mapToObj(number -> prefix + number)
                            .toList());
        }
        assertThat(log.sealedSegments()).hasSizeGreaterThan(durability == Durability.WRITTEN ? 3 : 0);
        assertThat(log.sealedSegments().stream().map(segment -> segment.header().seq()))
                .isSorted();
        assertThat(log.statistics().appends()).isEqualTo((long) threads * each);
        if (durability == Durability.SYNC) {
            assertThat(log.statistics().writes()).isLessThan((long) threads * each / 2);
        }
        assertThatThrownBy(() -> Acks.append(log, "late").join())
                .hasRootCauseMessage("Cannot append: the log is closed");
    }

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"WRITTEN", "SYNC"})
    void refusesAboveItsLimitAndTakesRecordsAgainOnceASegmentIsReleased(Durability durability) throws IOException {
        WalSettings settings = new WalSettings(directory, "gw1", 1, durability, 1024, 2048, Duration.ofMillis(20));
        try (WriteAheadLog log = WriteAheadLog.open(settings)) {
            Acks.append(log, "x".repeat(1100)).join();
            assertThatThrownBy(() -> Acks.append(log, "y".repeat(1100)).join())
                    .hasRootCauseInstanceOf(LogFullException.class);
            assertThat(log.statistics().failedAppends()).isEqualTo(1);

            log.release(log.sealedSegments().get(0));
            Acks.append(log, "z".repeat(1100)).join();
            assertThat(WalTexts.of(log)).containsExactly("z".repeat(1100));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"WRITTEN", "SYNC"})
    void failsAppendsWhileTheDiskFailsAndResumesByItself(Durability durability) throws IOException {
        Path wal = directory.resolve("wal");
        Path away = directory.resolve("away");
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(wal, 1, durability, 1024))) {
            Acks.append(log, "before".repeat(200)).join();
            Files.move(wal, away);
            assertThatThrownBy(() -> Acks.append(log, "during").join()).hasRootCauseInstanceOf(IOException.class);
            assertThat(log.isFailing()).isTrue();
            Files.move(away, wal);
            // Without a request that tries: a failing gateway gets none.
            Eventually.within(Duration.ofSeconds(20), "the log takes records again", () -> !log.isFailing());
            Acks.append(log, "after").join();
            log.seal();
            assertThat(WalTexts.of(log)).containsExactly("before".repeat(200), "after");
        }
    }

    @Test
    void countsStartsAndKeepsItsNameAndRefusesASecondProcess() {
        String instance;
        try (DataDirectory first = DataDirectory.open(directory)) {
            instance = first.instance();
            assertThat(first.epoch()).isEqualTo(1);
            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .hasMessage("Cannot open data directory " + directory
                            + ": another gateway uses it, expected one directory for each gateway");
        }
        try (DataDirectory second = DataDirectory.open(directory)) {
            assertThat(second.instance()).isEqualTo(instance);
            assertThat(second.epoch()).isEqualTo(2);
        }
    }

    @Test
    void countsNoStartTwiceWhoseSegmentsAreStillThere() throws IOException {
        try (DataDirectory data = DataDirectory.open(directory)) {
            Files.createDirectories(data.log());
            Files.write(data.log().resolve(new SegmentHeader("gw1", 41, 1).fileName()), new byte[1]);
        }
        Files.delete(directory.resolve("epoch"));
        try (DataDirectory data = DataDirectory.open(directory)) {
            assertThat(data.epoch()).isEqualTo(42);
        }
        Files.writeString(directory.resolve("epoch"), "many");
        assertThatThrownBy(() -> DataDirectory.open(directory))
                .hasMessage("Cannot count a start in " + directory.resolve("epoch")
                        + ": it holds 'many', expected a whole number");
    }

    private static Path onlyFile(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList().get(0);
        }
    }
}
