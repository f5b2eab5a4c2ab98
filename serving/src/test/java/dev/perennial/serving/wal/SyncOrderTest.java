package dev.perennial.serving.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the kernel is asked for, in which order: the proof that {@link PowerLossTest} cannot give. */
@Timeout(120)
class SyncOrderTest {
    private static final int LINES = 100;
    /* A record as the appender writes it to the log, and the line by which it acknowledges it. */
    private static final Pattern RECORD = Pattern.compile("1-(\\d+)-x*");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"WRITTEN", "SYNC"})
    void noRecordIsAcknowledgedBeforeItsFdatasync(Durability durability) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "strace"))),
                "skipped: needs strace, which is not on the PATH");
        Path trace = directory.resolve("trace");
        Process process = new ProcessBuilder(
                        "strace",
                        "-f",
                        "-s",
                        "64",
                        "-e",
                        "trace=fdatasync,fsync,write,pwrite64,writev",
                        "-o",
                        trace.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WalKillTest.Appender.class.getName(),
                        directory.resolve("wal").toString(),
                        durability.name(),
                        "1")
                .redirectError(directory.resolve("errors").toFile())
                .start();
        process.getOutputStream().close();
        try (BufferedReader acks =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int line = 0;
            while (line < LINES && acks.readLine() != null) {
                line++;
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            assertThat(line).as(Files.readString(directory.resolve("errors"))).isEqualTo(LINES);
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        int early = early(Files.readAllLines(trace, StandardCharsets.ISO_8859_1));
        if (durability == Durability.SYNC) {
            assertThat(early).isZero();
        } else {
            // The clean twin: the trace does show an acknowledgement without a force.
            assertThat(early).isPositive();
        }
    }

    /* How many of the acknowledged records had no completed force between their write and their acknowledgement. */
    private static int early(List<String> trace) {
        int early = 0;
        int acknowledged = 0;
        boolean forced = false;
        long written = -1;
        for (String call : trace) {
            Matcher record = RECORD.matcher(call);
            if (call.matches(".*\\bf(data)?sync.*= 0$")) {
                forced = true;
            } else if (record.find()) {
                long number = Long.parseLong(record.group(1));
                if (call.contains("write(1,")) {
                    acknowledged++;
                    assertThat(number).isEqualTo(written);
                    early += forced ? 0 : 1;
                } else if (!call.contains("resumed")) {
                    written = number;
                    forced = false;
                }
            }
        }
        assertThat(acknowledged).isGreaterThanOrEqualTo(LINES - 1);
        return early;
    }
}
