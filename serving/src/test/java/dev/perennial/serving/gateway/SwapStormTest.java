package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm;
import dev.perennial.serving.routing.GatewayPresence;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.testing.Eventually;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A version that was replaced leaves nothing behind: no model in memory, no file in the cache, no thread. */
@Timeout(240)
class SwapStormTest {
    private static final int SWAPS = 60;
    private static final int WORDS = 20_000;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ROW =
            "{\"inputs\":[{\"name\":\"dep_hour\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}";

    @TempDir
    Path directory;

    private final SwitchableStore store = new SwitchableStore();
    private final GatewayFixture fixture = new GatewayFixture(store);
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    @Test
    void sixtyNewVersionsUnderLoadLeaveTheChampionAndItsPredecessorInMemoryAndNoOther() throws Exception {
        long others = instances(LoadedVersion.class);
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(large(0));
        try (Gateway gateway = Gateway.start(
                GatewayFixture.settings(directory.resolve("gateway")),
                fixture.registry(),
                store,
                InstantSource.system())) {
            serves(gateway, 1);
            fixture.promote(large(1));
            serves(gateway, 2);
            List<Thread> clients = load(gateway.port());
            Eventually.within(SOON, "requests are answered", () -> answered.get() >= 100);
            long threads = threads();
            for (int version = 3; version <= SWAPS; version++) {
                // A challenger scores beside, so that the pairs hold versions too.
                int challenger = large(version);
                fixture.plan(challenger, 5000);
                int before = answered.get();
                Eventually.within(SOON, "requests go on", () -> answered.get() >= before + 8);
                fixture.promote(challenger);
                serves(gateway, version);
            }
            assertThat(threads()).as("threads").isLessThanOrEqualTo(threads);
            stop.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failed).hasValue(0);
            twoAreLeft(others);

            // Nobody asks any more: what the last request left in its thread must not hold on to what it asked.
            fixture.promote(large(SWAPS + 1));
            serves(gateway, SWAPS + 1);
            fixture.promote(large(SWAPS + 2));
            serves(gateway, SWAPS + 2);
            twoAreLeft(others);
            assertThat(blobs()).as("files of models in the cache").isLessThanOrEqualTo(3);
            assertThat(new Http(gateway.port()).infer(ROW).status()).isEqualTo(200);
        }
    }

    /* At once, but for the moment in which a swap looks back at the table that it replaced. */
    private static void twoAreLeft(long others) {
        Eventually.within(SOON, "two versions are in memory", () -> instances(LoadedVersion.class) - others == 2);
    }

    /* More than half a megabyte, so that sixty of them would be seen in the cache and in the heap. */
    private int large(int version) {
        TreeMap<String, Double> weights = new TreeMap<>();
        for (int word = 0; word < WORDS; word++) {
            weights.put("w" + word, (word + version) / 1e6);
        }
        return fixture.register(CompiledModelFormat.write(new LinearModel(
                GatewayFixture.SCHEMA,
                -1,
                List.of(
                        new LinearTerm.CategoryTerm(weights, 0.1),
                        new LinearTerm.NumberTerm(50, 10, 0.7, -0.2),
                        new LinearTerm.NumberTerm(12, 5, 0.3, 0)))));
    }

    private static void serves(Gateway gateway, int champion) {
        Eventually.within(SOON, "version " + champion + " is served", () -> {
            GatewayPresence.Following following = gateway.presence().follows().get("flight-delay");
            return following != null && following.champion().equals(OptionalInt.of(champion));
        });
    }

    private List<Thread> load(int port) {
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            Thread thread = new Thread(() -> {
                Http http = new Http(port);
                while (!stop.get()) {
                    if (http.infer(ROW).status() == 200) {
                        answered.incrementAndGet();
                    } else {
                        failed.incrementAndGet();
                    }
                }
            });
            clients.add(thread);
            thread.start();
        }
        return clients;
    }

    /* Those of clients come and go as they like. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("HttpClient"))
                .count();
    }

    /* Counted by the virtual machine after a full collection. */
    private static long instances(Class<?> type) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(columns -> columns.length >= 4 && columns[3].equals(type.getName()))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }

    private long blobs() throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve("gateway"))) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toFile().length() > WORDS)
                    .filter(file -> {
                        try {
                            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("w19999");
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .count();
        }
    }
}
