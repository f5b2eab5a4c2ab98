package dev.perennial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.cli.RecordedShell.Ended;
import dev.perennial.registry.TimeWindow;
import dev.perennial.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A team whose model is served elsewhere: a file, an import, and monitoring; no version, no training, no gateway. */
@Timeout(600)
class ExternalModelTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final TimeWindow REFERENCE = TimeWindow.parse("2026-01-01T00:00Z/P28D");
    private static final TimeWindow ALIKE = TimeWindow.parse("2026-01-29T00:00Z/P7D");
    private static final TimeWindow WRONG = TimeWindow.parse("2026-02-05T00:00Z/P7D");
    private static final TimeWindow TIMID = TimeWindow.parse("2026-02-12T00:00Z/P7D");
    private static final String FILE = """
            apiVersion: perennial.dev/v1
            kind: Model
            metadata: {name: risk, owner: ops@example.org}
            spec:
              task: binary-classification
              features:
                - {name: x, type: number, required: true}
                - {name: city, type: category, maxCategories: 8, required: true}
              label: {name: late, positive: "1", arrives: {typical: PT1H, matureAfter: P1D}}
              objectives:
                - {metric: log-loss, worseThanReferenceBy: 10 %, severity: ticket}
              monitor: {every: P7D, window: P7D, poll: PT1H, lateness: PT1H}
              external: {reference: 2026-01-01T00:00Z/P28D}
            """;

    @TempDir
    private Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private final List<Answered> all = new ArrayList<>();

    @Test
    void isWatchedByWhatItsOwnServerAnswered() throws Exception {
        try (Everything everything = new Everything(folder)) {
            RecordedShell ada = everything.shell().as("ada");
            Path file = Files.writeString(folder.resolve("risk.yaml"), FILE);
            assertThat(ada.run("model", "apply", "-f", file.toString()).status())
                    .isEqualTo(0);
            Ended started = ada.run("monitor", "start", "risk");
            assertThat(started.out()).as(started.err()).contains("windows after  2026-01-29 00:00");
            Ended early = ada.run("monitor", "run", "risk");
            assertThat(early.out()).as(early.err()).contains("nothing is logged for risk");

            bring(ada);
            JsonNode looked = json.readTree(
                    ada.run("monitor", "run", "risk", "-o", "json").out());
            assertThat(looked.findValuesAsText("verdict"))
                    .as(looked.toString())
                    .containsExactly("healthy", "harm", "harm");

            JsonNode alike = report(ada, ALIKE);
            assertThat(alike.at("/numbers/log-loss").asDouble()).isCloseTo(logLoss(ALIKE), within(1e-9));
            assertThat(alike.at("/numbers/reference-log-loss").asDouble()).isCloseTo(logLoss(REFERENCE), within(1e-9));
            assertThat(report(ada, WRONG).at("/numbers/log-loss").asDouble()).isCloseTo(logLoss(WRONG), within(1e-9));
            String page = ada.run("monitor", "report", "risk", TIMID.toString()).out();
            assertThat(page).contains("risk@1").containsPattern("score +drifted");

            nothingElseIsDone(ada);
            anotherReferenceIsAnotherVersion(ada, file);
        }
    }

    private static void nothingElseIsDone(RecordedShell ada) throws IOException {
        assertThat(ada.run("version", "list", "risk").out()).contains("risk@1   champion");
        assertThat(ada.run("history", "risk", "--kind", "version-registered").out())
                .contains("risk@1 stands for what another server answered in 2026-01-01/P28D: 2,800 rows, 2,800 of them"
                        + " labelled, log loss 0.");
        Ended retrained = ada.run("retrain", "start", "risk", "--reason", "harm");
        assertThat(retrained.status()).isEqualTo(4);
        assertThat(retrained.err())
                .contains("Cannot retrain risk: another server answers for it (spec.external of its file), and what is"
                        + " trained there is retrained there");
        assertThat(ada.run("rollback", "risk", "--reason", "harm").status()).isEqualTo(4);
    }

    /* The other server got a new model: what it answers since is what is to be compared with. */
    private static void anotherReferenceIsAnotherVersion(RecordedShell ada, Path file) throws IOException {
        Files.writeString(file, FILE.replace("2026-01-01T00:00Z/P28D", "2026-02-12T00:00Z/P7D"));
        assertThat(ada.run("model", "apply", "-f", file.toString()).out()).contains("spec.external.reference");
        Eventually.within(SOON, "the new reference stands", () -> {
            ada.run("monitor", "run", "risk");
            return ada.run("version", "champion", "risk").out().contains("champion  risk@2");
        });
    }

    private JsonNode report(RecordedShell ada, TimeWindow window) throws IOException {
        Ended ended = ada.run("monitor", "report", "risk", window.toString(), "-o", "json");
        return json.readTree(ended.out());
    }

    /* A hundred rows a day. The server is right, then has x upside down, then halves what it should say. */
    private void bring(RecordedShell ada) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<String> served = new ArrayList<>(List.of("id,event_time,score,x,city"));
        List<String> labels = new ArrayList<>(List.of("id,event_time,late"));
        for (int row = 0; row < 100 * 52; row++) {
            Instant time = REFERENCE.from().plusSeconds(864L * row);
            double x = random.nextDouble(-2, 2);
            double truth = 1 / (1 + Math.exp(-2 * x));
            double score = WRONG.contains(time) ? 1 - truth : TIMID.contains(time) ? truth / 2 : truth;
            boolean late = random.nextDouble() < truth;
            String city = List.of("oslo", "rome", "bonn").get(random.nextInt(3));
            all.add(new Answered(time, Double.parseDouble(String.format(Locale.ROOT, "%.6f", score)), late));
            served.add(String.format(Locale.ROOT, "c%d,%s,%.6f,%.4f,%s", row, time, score, x, city));
            labels.add("c" + row + "," + time + "," + (late ? 1 : 0));
        }
        Ended imported = ada.run(
                "data",
                "import",
                "risk",
                "--predictions",
                Files.write(folder.resolve("served.csv"), served).toString(),
                "--labels",
                Files.write(folder.resolve("labels.csv"), labels).toString());
        assertThat(imported.status()).as(imported.out() + imported.err()).isEqualTo(0);
    }

    private double logLoss(TimeWindow window) {
        return all.stream()
                .filter(row -> window.contains(row.time))
                .mapToDouble(row -> -Math.log(row.late ? row.score : 1 - row.score))
                .average()
                .orElseThrow();
    }

    private record Answered(Instant time, double score, boolean late) {}
}
