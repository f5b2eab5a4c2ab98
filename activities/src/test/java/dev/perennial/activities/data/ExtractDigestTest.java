package dev.perennial.activities.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.spec.LabelSpec;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training extract's digest is that of the rows, however their files lie and whoever reads them. */
class ExtractDigestTest {
    private static final ModelName MODEL = new ModelName("flights");
    private static final Instant START = Instant.parse("2013-03-01T00:00:00Z");
    private static final FeatureSchema SCHEMA =
            new FeatureSchema(List.of(new NumberFeature("temp", Presence.OPTIONAL, Optional.empty())));

    @TempDir
    Path directory;

    private final List<Machine> machines = new ArrayList<>();

    @AfterEach
    void close() {
        machines.forEach(Machine::close);
    }

    @Test
    void orderOfFilesThreadsRepetitionAndCompactionChangeNothing() {
        List<LoggedPrediction> rows = new ArrayList<>();
        for (int index = 0; index < 600; index++) {
            rows.add(row("r" + index, index, index % 3 == 0 ? 1 : 0, index / 7.0));
        }
        // Two rows of one id that the platform's columns do not tell apart, and two labels of one moment.
        rows.add(row("r1", 1, 1, 99));
        Machine tidy = new Machine("tidy", 1, List.of(rows));
        List<LoggedPrediction> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(7));
        List<List<LoggedPrediction>> pieces = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); from += 40) {
            pieces.add(shuffled.subList(from, Math.min(shuffled.size(), from + 40)));
        }
        pieces.add(shuffled.subList(5, 25));
        Machine untidy = new Machine("untidy", 3, pieces);

        Digest expected = tidy.digest();
        assertThat(untidy.digest()).isEqualTo(expected);
        untidy.compact();
        assertThat(untidy.digest()).isEqualTo(expected);

        untidy.gateway.writeLabels(List.of(row("r0", 0, 0, 0)));
        assertThat(untidy.digest())
                .as("of two labels of one moment the greater stands")
                .isEqualTo(expected);
        rows.set(0, row("r0", 0, 0, 0));
        assertThat(new Machine("other", 2, List.of(rows)).digest()).isNotEqualTo(expected);
    }

    private static LoggedPrediction row(String id, int minutes, double label, double temp) {
        return LoggedPrediction.of(id, START.plus(Duration.ofMinutes(minutes)), 0.25, label, Map.of("temp", temp));
    }

    private final class Machine {
        private final InMemoryObjectStore store = new InMemoryObjectStore();
        private final DuckDb duckDb;
        private final Spool spool;
        private final GatewayLog gateway;

        Machine(String name, int threads, List<List<LoggedPrediction>> pieces) {
            Path own = directory.resolve(name);
            duckDb = DuckDb.open(new DuckDbSettings(256, threads, own.resolve("duckdb")));
            spool = Spool.over(store, own, 1 << 30, 2, InstantSource.system());
            gateway = new GatewayLog(store, MODEL, "gw-" + name, own, duckDb);
            machines.add(this);
            pieces.forEach(gateway::write);
            gateway.write(List.of(row("later", 60 * 50, 1, 0)));
        }

        void close() {
            spool.close();
            duckDb.close();
        }

        void compact() {
            LogUpkeep upkeep = new LogUpkeep(store, spool, duckDb, InstantSource.system());
            List<Instant> due = upkeep.due(MODEL);
            assertThat(due).hasSize(10);
            due.forEach(hour -> upkeep.compact(MODEL, hour, Duration.ofHours(1)));
        }

        Digest digest() {
            TrainingExtract extract = new TrainingExtract(
                    new ObjectStoreRegistry(store, InstantSource.system()),
                    new LogReader(store, spool, duckDb),
                    spool,
                    duckDb);
            TimeWindow window = TimeWindow.startingAt(START, Duration.ofDays(1));
            return extract.read(new TrainingQuery(
                            MODEL,
                            SCHEMA,
                            new LabelSpec("late", "1", Duration.ofHours(1), Duration.ofDays(2)),
                            window,
                            List.of(),
                            TrainingQuery.Log.INCLUDED,
                            Optional.of(window.to())))
                    .digest();
        }
    }
}
