package dev.perennial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.cli.RecordedShell.Ended;
import dev.perennial.registry.Digest;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Monitoring, review, history and rollback from a shell, against real servers, a worker and a gateway. */
@Timeout(600)
class FourJobsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
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
              time: request
              objectives:
                - {metric: predictions, below: 1000, severity: ticket, respondWithin: P1D}
              monitor: {every: P1D, window: P1D, poll: PT1H, lateness: PT1H}
              retrain:
                on: [challenger]
                mode: review
                data: {window: P60D, holdOut: P10D}
                candidates: [linear]
                budget: {perWeek: 10, coolDown: PT1S}
              rollout: {steps: [shadow: P1D, 100 %]}
            """;

    @TempDir
    private Path folder;

    @Test
    void workFromAShell() throws Exception {
        try (Everything everything = new Everything(folder)) {
            RecordedShell ada = everything.shell().as("ada");
            RecordedShell bert = everything.shell().as("bert");
            declare(ada);
            firstChampion(ada);
            sign(ada, everything.keyId());
            predictAndTell(ada);
            askTheLog(ada);
            keepUp(ada);
            bringWhatWasMadeElsewhere(ada);
            watch(ada);
            respond(ada, bert);
            review(ada, bert);
            rollBack(bert);
            askWhy(bert);
            everything.stopConsole();
            breakTheGlass(bert);
        }
    }

    private void declare(RecordedShell ada) throws IOException {
        Path file = Files.writeString(folder.resolve("risk.yaml"), FILE);
        Path broken = Files.writeString(
                folder.resolve("broken.yaml"),
                FILE.replace("type: number", "type: nmber").replace("P60D", "sixty"));

        Ended refused = ada.run("model", "apply", "-f", broken.toString());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .contains("broken.yaml: Invalid model file: 2 problems")
                .contains("  line 7, column 23: Invalid spec.features[0].type: 'nmber', expected number or category")
                .contains("  line 17, column 20: Invalid spec.retrain.data.window: 'sixty', expected an ISO 8601");
        assertThat(ada.run("model", "list").out()).isEqualTo("No model is declared.\n");

        assertThat(ada.run("model", "apply", "-f", file.toString()).out())
                .isEqualTo("risk revision 1 applied\n  declared with 2 features\n");
        assertThat(ada.run("model", "apply", "-f", file.toString()).out()).isEqualTo("risk revision 1: unchanged\n");
        assertThat(ada.run("model", "show", "rsik").err()).contains("No model 'rsik'; there are risk");
    }

    private void firstChampion(RecordedShell ada) throws IOException {
        Path weak = rows("weak.csv", 0.2, 1);
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "event_time,x,late\n2026-01-01T00:00:00Z,1,1\n");

        Ended incomplete = ada.run("data", "import", "risk", "--labelled", wrong.toString());
        assertThat(incomplete.status()).isEqualTo(2);
        assertThat(incomplete.err()).contains("Invalid table for risk: the feature 'city' has no column");

        assertThat(ada.run("data", "import", "risk", "--labelled", weak.toString())
                        .masked())
                .isEqualTo(lines(
                        "model  risk",
                        "rows   4000",
                        "first  2026-01-01 00:00",
                        "last   2026-02-11 15:45",
                        "table  <short>"));
        assertThat(ada.run("retrain", "status", "risk").status()).isEqualTo(3);

        Ended trained = ada.run("retrain", "start", "risk", "--reason", "bootstrap");
        assertThat(trained.status()).as(trained.err()).isEqualTo(0);
        assertThat(trained.out())
                .contains("risk@1 is the first champion")
                .contains("status        champion-by-bootstrap");
        assertThat(ada.run("version", "list", "risk").masked())
                .isEqualTo(lines(
                        "VERSION  STANDING  REGISTERED        RUN      MANIFEST",
                        "risk@1   champion  2026-02-11 15:46  risk-r1  <short>"));
        assertThat(ada.run("rollback", "risk").err()).contains("Cannot roll back risk: no earlier champion is known");
    }

    private void sign(RecordedShell ada, String workers) {
        assertThat(ada.run("version", "show", "risk@1").out()).contains("signed with  " + workers + "\n");
        String file = folder.resolve("next.pem").toString();
        String next = ada.run("key", "new", file).out().lines().findFirst().orElseThrow();
        String id = next.substring("key ".length());

        assertThat(ada.run("version", "sign", "risk", "--key", file).out())
                .isEqualTo("risk@1 is signed with " + next + "\n");
        assertThat(ada.run("version", "sign", "risk@1", "--key", file).status()).isEqualTo(0);
        assertThat(ada.run("version", "sign", "risk@2", "--key", file).err())
                .contains("No version risk@2; there are 1 to 1");
        assertThat(ada.run("version", "show", "risk@1").out())
                .contains("signed with  " + Stream.of(workers, id).sorted().collect(Collectors.joining(", ")) + "\n");
        assertThat(ada.run("history", "risk", "--kind", "version-signed").out())
                .contains("risk@1 is signed with " + next + "  [user:ada]");
    }

    private void predictAndTell(RecordedShell ada) throws IOException {
        Path rows = Files.writeString(
                folder.resolve("rows.csv"),
                "x,city,event_time\n1.5,\"oslo\",2026-02-12T09:00:00Z\n-2,rome,2026-02-12T09:05:00Z\n");
        Path wrong = Files.writeString(folder.resolve("wrong-rows.csv"), "x,town\n1,oslo\n");
        JsonNode predicted = Eventually.valueWithin(Duration.ofSeconds(60), "the gateway serves the champion", () -> {
            Ended ended = ada.run("predict", "risk", "-f", rows.toString(), "-o", "json");
            return ended.status() == 0 ? new ObjectMapper().readTree(ended.out()) : null;
        });
        assertThat(predicted.at("/predictions/0/arm").asText()).isEqualTo("champion");
        assertThat(predicted.at("/predictions/0/probability").asDouble())
                .isGreaterThan(predicted.at("/predictions/1/probability").asDouble());

        Ended unknown = ada.run("predict", "risk", "-f", wrong.toString());
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("row 1 has 'town', which is no feature of risk; the features are [x, city]");

        Path labels = Files.writeString(
                folder.resolve("labels.jsonl"),
                "{\"prediction_id\":\""
                        + predicted.at("/predictions/0/prediction_id").asText()
                        + "\",\"label\":1}\n{\"prediction_id\":\"01900000-0000-7000-8000-000000000000\",\"label\":1}\n");
        Ended told = ada.run("feedback", "risk", "-f", labels.toString());
        assertThat(told.status()).isEqualTo(1);
        assertThat(told.out()).startsWith("accepted 1, rejected 1\n  row 2, 01900000-0000-7000-8000-000000000000: ");
    }

    private void bringWhatWasMadeElsewhere(RecordedShell ada) throws Exception {
        Path served = Files.writeString(folder.resolve("served.csv"), """
                call,when,p,x,city
                c1,2013-01-01T00:00:00Z,0.75,1,bern
                c2,2013-01-01T01:00:00Z,0.25,-1,bern
                c3,2013-01-01T01:00:00Z,7,1,bern
                """);
        Path landed = Files.writeString(
                folder.resolve("landed.jsonl"), "{\"call\":\"c1\",\"when\":\"2013-01-01T00:00:00Z\",\"y\":1}\n");
        String[] command = {
            "data",
            "import",
            "risk",
            "--predictions",
            served.toString(),
            "--labels",
            landed.toString(),
            "--id",
            "call",
            "--time",
            "when",
            "--score",
            "p",
            "--label",
            "y"
        };
        Ended first = ada.run(command);
        assertThat(first.out()).as(first.err()).isEqualTo("""
                        labels: 1 rows, added 1, known 0, repeated 0, rejected 0
                          from 2013-01-01T00:00:00Z to 2013-01-01T00:00:00Z
                        predictions: 3 rows, added 2, known 0, repeated 0, rejected 1
                          from 2013-01-01T00:00:00Z to 2013-01-01T01:00:00Z
                          row 3: p is no probability from 0 to 1
                        """);
        assertThat(first.status()).isEqualTo(1);
        assertThat(ada.run(command).out()).startsWith("""
                        labels: 1 rows, added 0, known 1, repeated 0, rejected 0
                        predictions: 3 rows, added 0, known 2, repeated 0, rejected 1
                        """);
        assertThat(ada.run(
                                "data",
                                "sql",
                                "risk",
                                "SELECT _own_id, _score, _label FROM joined WHERE _arm = 'external' ORDER BY _own_id",
                                "-o",
                                "csv")
                        .out())
                .isEqualTo("_own_id,_score,_label\nc1,0.75,1.0\nc2,0.25,\n");
        assertThat(ada.run("data", "import", "nobody", "--labels", landed.toString())
                        .status())
                .isEqualTo(3);
        assertThat(ada.run("data", "import", "risk").status()).isEqualTo(2);
        assertThat(ada.run("data", "import", "risk", "--labels", landed.toString())
                        .err())
                .contains("columns [id, event_time")
                .contains("are missing, it has [call, when, y]");
    }

    private static void askTheLog(RecordedShell ada) {
        String question = "SELECT city, count(*) AS n, sum(_label) AS positive FROM joined GROUP BY city ORDER BY city";
        Eventually.within(
                Duration.ofSeconds(60),
                "the log has the predictions and the label",
                () -> ada.run("data", "sql", "risk", question, "-o", "csv")
                        .out()
                        .equals("city,n,positive\noslo,1,1.0\nrome,1,\n"));
        assertThat(ada.run("data", "sql", "risk", question).out())
                .isEqualTo("city  n  positive\noslo  1  1.0\nrome  1\n");
        assertThat(ada.run("data", "sql", "risk", "SELECT 1 AS one, NULL AS nothing", "-o", "json")
                        .out())
                .isEqualTo("[ {\"one\":1,\"nothing\":null}\n]\n");
        assertThat(ada.run("data", "labels", "risk").out())
                .startsWith(
                        "1 of 2 predictions have a label\nAGE    LABELLED  FROM  TO      OLDER\nPT1M   0         0     0.8419  2\n");
        Ended wrong = ada.run("data", "sql", "risk", "SELECT town FROM joined");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("column \"town\" not found").contains("LINE 1: SELECT town FROM joined");
        assertThat(ada.run("data", "sql", "risk", "SELECT 1", "--to", "2013-03-01")
                        .status())
                .isEqualTo(3);
    }

    private static void keepUp(RecordedShell ada) throws IOException {
        JsonNode erased = new ObjectMapper()
                .readTree(ada.run("data", "erase", "risk", "--entity", "nobody", "--reason", "asked to", "-o", "json")
                        .out());
        assertThat(erased.path("done").asBoolean()).isTrue();
        assertThat(erased.at("/totals/rows").asInt(-1)).isZero();
        String history = ada.run("history", "risk", "--kind", "rows-erased", "-o", "json")
                .out();
        assertThat(history)
                .contains("Erased 0 predictions of one entity: asked to")
                .contains(
                        Digest.of(erased.path("receipt").asText() + "\nnobody").hex())
                .doesNotContain("nobody");
        Ended compacted = ada.run("data", "compact", "risk");
        assertThat(compacted.status()).as(compacted.err()).isEqualTo(0);
        assertThat(compacted.out()).containsPattern("done +true").containsPattern("files replaced +0");
        assertThat(ada.run("data", "expire", "risk", "--no-wait").out()).containsPattern("done +false");
    }

    private static void watch(RecordedShell ada) {
        assertThat(ada.run("monitor", "run", "risk").status()).isEqualTo(4);
        Ended started = ada.run("monitor", "start", "risk");
        assertThat(started.status()).as(started.err()).isEqualTo(0);
        assertThat(started.out()).contains("monitoring     on\n").contains("windows after  2026-02-12 00:00\n");

        // The rows are in the gateway's log already; whether they are in the store too is a matter of seconds.
        Ended looked = ada.run("monitor", "run", "risk", "--window", "2026-02-12T00:00Z/P1D");
        assertThat(looked.status()).as(looked.err()).isEqualTo(0);
        assertThat(looked.out()).contains("2026-02-12T00:00:00Z/P1D").containsPattern("not-evaluable|silence");
        assertThat(ada.run("monitor", "report", "risk").err()).contains("No window of risk has been evaluated yet");
        assertThat(ada.run("monitor", "pause", "risk").out())
                .isEqualTo("model       risk\nmonitoring  off\nlooks       1\n");
    }

    private void respond(RecordedShell ada, RecordedShell bert) throws IOException {
        Path later = Files.writeString(folder.resolve("later.csv"), "x,city,event_time\n1,oslo,2026-02-15T09:00:00Z\n");
        assertThat(ada.run("predict", "risk", "-f", later.toString()).status()).isEqualTo(0);
        assertThat(ada.run("monitor", "resume", "risk").status()).isEqualTo(0);
        String alert = "risk/predictions-2026-02-13";
        Eventually.within(Duration.ofSeconds(90), "the quiet day is an alert", () -> {
            ada.run("monitor", "run", "risk");
            return ada.run("alert", "list", "risk", "--open").out().contains(alert + " ");
        });
        assertThat(ada.run("alert", "show", alert).out())
                .containsPattern("severity +ticket\nstatus +open\ncause +predictions\n")
                .containsPattern("what +Alert \\(ticket\\): predictions 2 \\[2, 2\\] breaks its limit, at least 1000");
        assertThat(ada.run("monitor", "status", "risk").out())
                .contains("OPEN ALERT")
                .contains(alert);

        assertThat(ada.run("alert", "ack", alert, "--comment", "a holiday?").out())
                .isEqualTo("user:ada has taken up alert " + alert + "\n");
        Ended taken = bert.run("alert", "ack", alert);
        assertThat(taken.status()).isEqualTo(4);
        assertThat(taken.err()).contains("Cannot acknowledge alert " + alert + ": user:ada has taken it up");
        assertThat(bert.run("alert", "resolve", alert, "--reason", "it was a holiday")
                        .out())
                .isEqualTo("user:bert resolved alert " + alert + ": it was a holiday\n");
        Eventually.within(
                Duration.ofSeconds(30),
                "the alert is over",
                () -> !ada.run("alert", "list", "--open").out().contains(alert + " "));
        Ended over = ada.run("alert", "ack", alert);
        assertThat(over.status()).isEqualTo(4);
        assertThat(over.err()).contains("Cannot change alert " + alert + ": it was resolved by user:bert at ");
        assertThat(ada.run("alert", "show", "risk/predictions-2026-02-30").status())
                .isEqualTo(3);
        assertThat(ada.run("alert", "show", "predictions").status()).isEqualTo(2);
        JsonNode resolved = new ObjectMapper()
                .readTree(ada.run("history", "risk", "--kind", "alert-resolved", "-o", "json")
                        .out())
                .at("/entries/0");
        assertThat(resolved.path("sentence").asText()).endsWith(": it was a holiday");
        assertThat(ada.run("monitor", "pause", "risk").status()).isEqualTo(0);
    }

    private void review(RecordedShell ada, RecordedShell bert) throws IOException {
        Path strong = rows("strong.csv", 2.0, 2);
        Ended trained = ada.run("retrain", "start", "risk", "--reason", "better", "--table", strong.toString());
        assertThat(trained.status()).as(trained.err()).isEqualTo(0);
        assertThat(trained.out()).contains("status        candidate-ready");

        Eventually.within(
                Duration.ofSeconds(60),
                "the review is open",
                () -> ada.run("review", "list").out().contains("risk-r2-review"));
        assertThat(ada.run("retrain", "start", "risk", "--reason", "more").status())
                .isEqualTo(4);
        Ended shown = bert.run("review", "show", "risk-r2-review");
        assertThat(shown.out())
                .contains("gate           passed\n")
                .contains("METRIC")
                .contains("log-loss");
        assertThat(shown.err()).contains("next: perennial review approve risk-r2-review");

        assertThat(bert.run("review", "approve", "risk-r2-review", "--evidence", "abc")
                        .status())
                .isEqualTo(4);
        Ended ownRequest = ada.run("review", "approve", "risk-r2-review");
        assertThat(ownRequest.status()).isEqualTo(4);
        assertThat(ownRequest.err()).contains("user:ada asked for this version, and somebody else must approve it");
        assertThat(bert.run("review", "approve", "risk-r2-review", "--comment", "fine")
                        .out())
                .isEqualTo("user:bert approved risk@2: fine\n");
        Ended twice = bert.run("review", "approve", "risk-r2-review");
        assertThat(twice.status()).isEqualTo(4);
        assertThat(twice.err()).contains("Cannot decide review risk-r2-review: it was approved by user:bert at ");

        Eventually.within(
                Duration.ofSeconds(60),
                "the rollout is under way",
                () -> bert.run("rollout", "status", "risk").out().contains("challenger          risk@2"));
        assertThat(bert.run("rollout", "promote", "risk", "--reason", "seen enough")
                        .status())
                .isEqualTo(0);
        Eventually.within(
                Duration.ofSeconds(60),
                "the challenger is champion",
                () -> bert.run("version", "champion", "risk").out().contains("champion  risk@2"));
    }

    private static void rollBack(RecordedShell bert) {
        Ended back = bert.run("rollback", "risk", "--reason", "complaints");
        assertThat(back.status()).as(back.out() + back.err()).isEqualTo(0);
        assertThat(back.masked().replaceAll(" {2,}", " | "))
                .isEqualTo(lines(
                        "Rolled back from risk@2 to risk@1: complaints; a hold stands until it is released",
                        "GATEWAY | URL | FOLLOWS | ANSWERS WITH | PROBLEM",
                        "<short> | http://<address> | yes | 1 | -"));
        assertThat(bert.run("version", "champion", "risk").out()).contains("champion  risk@1");
        assertThat(bert.run("retrain", "start", "risk", "--reason", "again").err())
                .contains("release the hold first");
        assertThat(bert.run("hold", "show", "risk").out()).contains("held by  user:bert");
        assertThat(bert.run("hold", "release", "risk", "--reason", "repaired").out())
                .isEqualTo("The hold was released: repaired\n");
        assertThat(bert.run("hold", "release", "risk", "--reason", "repaired").status())
                .isEqualTo(4);
    }

    private static void askWhy(RecordedShell bert) throws IOException {
        Ended listed = bert.run("history", "risk", "--kind", "rolled-back", "-o", "json");
        JsonNode entry = new ObjectMapper().readTree(listed.out()).at("/entries/0");
        assertThat(entry.path("actor").asText()).isEqualTo("user:bert");

        Ended why = bert.run("history", "show", "risk", entry.path("seq").asText());
        assertThat(why.out()).contains("kind        rolled-back").contains("change\n  kind  rolled-back\n  to    1\n");
        assertThat(bert.run("history", "risk", "--kind", "rollback").status()).isEqualTo(2);
        assertThat(bert.run("registry", "verify", "risk").out()).endsWith("entries fit\n");
        assertThat(bert.run("storage", "verify").status()).isEqualTo(0);
        assertThat(bert.run("doctor").status()).isEqualTo(0);
    }

    private static void breakTheGlass(RecordedShell bert) {
        assertThat(bert.run("rollback", "risk", "--to", "2").status()).isEqualTo(5);

        Ended broken = bert.run("rollback", "risk", "--to", "2", "--reason", "all is down", "--break-glass");

        assertThat(broken.status()).as(broken.out() + broken.err()).isEqualTo(0);
        assertThat(broken.out())
                .startsWith("Rolled back from risk@1 to risk@2 by breaking the glass: all is down; written straight")
                .contains("yes      2");
        Ended again = bert.run("rollback", "risk", "--to", "2", "--break-glass");
        assertThat(again.status()).isEqualTo(4);
        assertThat(again.err()).contains("Cannot roll back risk to risk@2: it is the champion already");
    }

    /** Rows whose label depends on x with this strength, one every quarter of an hour and a little. */
    private Path rows(String name, double strength, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> cities = List.of("oslo", "rome", "bonn");
        List<String> rows = new ArrayList<>(List.of("event_time,x,city,late"));
        for (int i = 0; i < 4000; i++) {
            double x = random.nextDouble(-2, 2);
            int late = random.nextDouble() < 1 / (1 + Math.exp(-strength * x)) ? 1 : 0;
            rows.add(String.format(
                    Locale.ROOT, "%s,%.4f,%s,%d", BEGIN.plusSeconds(900L * i), x, cities.get(random.nextInt(3)), late));
        }
        return Files.write(folder.resolve(name), rows);
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }
}
