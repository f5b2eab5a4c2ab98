package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.activities.data.LoggedPrediction;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole reports on rows that no honest client sends, written as they are stored: every field is walked. */
@Timeout(300)
class HostileReportTest {
    private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");
    private static final double[] HOSTILE = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        -0.0,
        0x1p53
    };
    private static final String[] NAMES = {"other", "missing", "", "\u0000", "=cmd()", "<b>", "\ud83d\ude00".repeat(60)
    };

    private static final int ROWS = 2100;

    @TempDir
    Path directory;

    /** One kind of rows, all of them in one week. */
    private enum Week {
        FEATURES_THAT_ARE_NO_FEATURES {
            @Override
            LoggedPrediction row(int row, String id, Instant time) {
                return logged(
                        id,
                        time,
                        OptionalDouble.of((row % 100) / 100.0),
                        OptionalDouble.of(row % 2),
                        features(HOSTILE[row % 8], HOSTILE[row / 8 % 8], NAMES[row % 7]));
            }
        },
        CERTAINTIES_THAT_ARE_WRONG {
            @Override
            LoggedPrediction row(int row, String id, Instant time) {
                return logged(
                        id,
                        time,
                        OptionalDouble.of(row % 2),
                        OptionalDouble.of(1 - row % 2),
                        features(row % 13, 1, "a"));
            }
        },
        ONE_CLASS_AND_NOTHING_BUT_CONSTANTS {
            @Override
            LoggedPrediction row(int row, String id, Instant time) {
                return logged(id, time, OptionalDouble.of(0.5), OptionalDouble.of(0), features(1e308, -0.0, "b"));
            }
        },
        NO_LABEL {
            @Override
            LoggedPrediction row(int row, String id, Instant time) {
                return logged(
                        id, time, OptionalDouble.of((row % 100) / 100.0), OptionalDouble.empty(), features(0, 0, "a"));
            }
        },
        NEITHER_SCORE_NOR_LABEL_NOR_FEATURE {
            @Override
            LoggedPrediction row(int row, String id, Instant time) {
                return logged(
                        id, time, OptionalDouble.empty(), OptionalDouble.empty(), features(Double.NaN, Double.NaN, ""));
            }
        },
        SCORES_AND_LABELS_THAT_ARE_NONE {
            @Override
            LoggedPrediction row(int row, String id, Instant time) {
                double label = row % 3 == 0 ? 0.5 : HOSTILE[row % 8];
                return logged(
                        id,
                        time,
                        OptionalDouble.of(HOSTILE[row / 8 % 8]),
                        OptionalDouble.of(label),
                        features(row, -row, "a"));
            }
        };

        abstract LoggedPrediction row(int row, String id, Instant time);

        Instant start() {
            return World.servingFrom()
                    .plus(Duration.ofDays(7L * List.of(values()).indexOf(this)));
        }

        List<LoggedPrediction> rows() {
            return IntStream.range(0, ROWS)
                    .mapToObj(row -> row(
                            row,
                            name() + "-" + row,
                            start().plus(Duration.ofDays(row % 7)).plusSeconds(row)))
                    .toList();
        }
    }

    @Test
    void everyWindowHasAReportWithoutANumberThatIsNone() throws IOException {
        try (World world = new World(directory)) {
            world.bootstrap(new SyntheticStream(7, 300));
            world.append(
                    "monitor",
                    TimelineKind.MONITORING_STARTED,
                    new RegistryChange.MonitoringStarted(World.servingFrom()));
            for (Week week : Week.values()) {
                world.gateway.write(week.rows());
            }
            for (Week week : Week.values()) {
                TimeWindow window = TimeWindow.startingAt(week.start(), Duration.ofDays(7));
                Digest report = world.activities
                        .monitor()
                        .evaluate(
                                World.MODEL, window, world.activities.monitor().fitChallenger(World.MODEL, window))
                        .report();
                JsonNode document =
                        new ObjectMapper().readTree(world.registry.blob(report).orElseThrow());
                assertThat(document.at("/context/rows/predictions").asLong())
                        .as(week.name())
                        .isEqualTo(ROWS);
                requireFinite(week.name(), document);
            }
        }
    }

    /* A category may be called anything; a name of no number anywhere else is a number that was written as text. */
    private static void requireFinite(String path, JsonNode node) {
        assertThat(node.isNumber() && !Double.isFinite(node.doubleValue()))
                .as(path)
                .isFalse();
        assertThat(node.isTextual() && NO_NUMBERS.contains(node.textValue()))
                .as(path)
                .isFalse();
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            requireFinite(path + "[" + i + "]", node.get(i));
        }
        node.properties().forEach(field -> requireFinite(path + "." + field.getKey(), field.getValue()));
    }

    private static Map<String, Object> features(double height, double weight, String kind) {
        return Map.of("height", height, "weight", weight, "kind", kind);
    }

    private static LoggedPrediction logged(
            String id, Instant time, OptionalDouble score, OptionalDouble label, Map<String, Object> features) {
        return new LoggedPrediction(
                id,
                time,
                1,
                "champion",
                score.stream().boxed().findFirst(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                label.stream().boxed().findFirst(),
                Duration.ofHours(2),
                features);
    }
}
