package dev.perennial.serving.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes, really killed, and a real limit of the operating system on what a file may hold. */
@Timeout(120)
class WalKillTest {
    private static final int KILLS = 4;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"WRITTEN", "SYNC"})
    void everyAcknowledgedRecordSurvivesSigkill(Durability durability) throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int epoch = 1; epoch <= KILLS; epoch++) {
            Process appender = java("", durability.name(), String.valueOf(epoch));
            try (BufferedReader acks = reader(appender)) {
                for (int line = 0; line < 50 + 333 * epoch; line++) {
                    keep(acks.readLine(), acknowledged);
                }
                // A process closes its streams when it is destroyed; its handle does not.
                assertThat(appender.toHandle().destroyForcibly()).isTrue();
                // What the pipe still holds was acknowledged before the kill; only a last line may be cut.
                String line = acks.readLine();
                while (line != null) {
                    String next = acks.readLine();
                    if (next != null) {
                        keep(line, acknowledged);
                    }
                    line = next;
                }
            }
            assertThat(appender.waitFor()).isEqualTo(137);
        }
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 99, durability, 1 << 14))) {
            List<String> found = WalTexts.of(log);
            assertThat(acknowledged).doesNotContainNull().hasSizeGreaterThan(KILLS * 300);
            assertThat(found).containsAll(acknowledged).doesNotHaveDuplicates();
        }
    }

    /* The log's own lines come the same way: a kill before a segment's first record is one of them. */
    private static void keep(String line, List<String> acknowledged) {
        if (line == null || !line.contains(" INFO ")) {
            acknowledged.add(line);
        }
    }

    @Test
    void aFileThatMayNotGrowFailsItsAppendsAndKeepsWhatItHolds() throws Exception {
        // Blocks of 512 bytes (POSIX): writes fail in the middle of a record, long before the segment is full.
        Process appender = java("ulimit -f 16; ", Durability.WRITTEN.name(), "1");
        List<String> acknowledged = new ArrayList<>();
        int refused = 0;
        try (BufferedReader acks = reader(appender)) {
            String line = acks.readLine();
            while (line != null) {
                if (line.startsWith("1-")) {
                    acknowledged.add(line);
                } else if (line.startsWith("refused") && ++refused == 20) {
                    appender.toHandle().destroyForcibly();
                }
                line = acks.readLine();
            }
        }
        appender.waitFor();
        assertThat(refused).isGreaterThanOrEqualTo(20);
        try (WriteAheadLog log = WriteAheadLog.open(WalTexts.settings(directory, 99, Durability.WRITTEN, 1 << 14))) {
            // The kill may have come within the last write, or between it and its acknowledgement.
            assertThat(log.statistics().tornBytes()).isLessThan(128);
            assertThat(log.statistics().damagedFrames()).isZero();
            assertThat(WalTexts.of(log)).startsWith(acknowledged.toArray(String[]::new));
            assertThat(WalTexts.of(log).size() - acknowledged.size()).isBetween(0, 1);
        }
    }

    private Process java(String limit, String durability, String epoch) throws IOException {
        String command = limit + "exec \"$0\" -XX:-UsePerfData -Xmx64m -cp \"$1\" \"$2\" \"$3\" \"$4\" \"$5\"";
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        command,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        directory.toString(),
                        durability,
                        epoch)
                .redirectError(Files.createTempFile("appender", ".err").toFile())
                .start();
        process.getOutputStream().close();
        return process;
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Appends for ever and prints each record once it is acknowledged. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) throws Exception {
            long epoch = Long.parseLong(arguments[2]);
            WriteAheadLog log = WriteAheadLog.open(
                    WalTexts.settings(Path.of(arguments[0]), epoch, Durability.valueOf(arguments[1]), 1 << 14));
            OutputStream out = new java.io.FileOutputStream(java.io.FileDescriptor.out);
            for (long number = 0; ; number++) {
                String text = epoch + "-" + number + "-" + "x".repeat((int) (number % 97));
                Acks acks = Acks.append(log, text);
                String line;
                try {
                    acks.get(20, TimeUnit.SECONDS);
                    line = text + "\n";
                } catch (java.util.concurrent.ExecutionException refusal) {
                    line = "refused " + refusal + "\n";
                }
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
