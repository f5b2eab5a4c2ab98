package dev.perennial.cli.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.shell.Shell;
import dev.perennial.testing.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reports as a terminal shows them. */
class ReportViewTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void theWorstIsReadFirst() throws IOException {
        List<String> lines = printed(stored("window")).lines().toList();

        assertThat(lines.get(0))
                .startsWith("CHALLENGER-BETTER: the challenger is better: advantage 0.1152 log loss (floor 0.0050)");
        assertThat(lines.get(1)).isEqualTo("action: alert-and-request-retraining");
        assertThat(lines)
                .containsSubsequence(
                        "window       2013-03-12T00:00:00Z/P7D",
                        "rows         2,100 predictions, 100.0 % of their labels have arrived",
                        "report       0123456789ab",
                        "  - log-loss 0.8606 breaks its objective (reference 0.5438, tolerated 10 % worse, lower bound of"
                                + " the excess +0.2058)",
                        "OBJECTIVE  STATE   WINDOW  FROM    TO      REFERENCE  MAY BE WORSE BY  REASON",
                        "log-loss   broken  0.8606  0.8201  0.9011  0.5438     0.1000           -",
                        "No column drifted.");
    }

    @Test
    void ofAQuantityShowsTheFaultTheSlicesAndTheGroups() throws IOException {
        List<String> lines = printed(stored("quantity-fault")).lines().toList();

        assertThat(lines.get(0)).startsWith("HARM: rmse 1726 breaks its objective");
        assertThat(lines.get(1)).startsWith("cause: pipeline-fault, size is the reference's, scale ×100");
        assertThat(lines.get(2)).startsWith("action: alert");
        assertThat(lines).anyMatch(line -> line.matches("kind = a +52\\.7 % +.* rmse .* worse .*"));
        assertThat(lines).noneMatch(line -> line.contains(" mae ") && line.contains("worse"));
        assertThat(lines).anyMatch(line -> line.startsWith("size") && line.contains("convert it back at the source"));
        assertThat(lines)
                .contains("groups: no gap between groups is shown to be beyond what is tolerated, in 2 comparisons");
    }

    @Test
    void ofSeveralClassesShowsTheSliceThatIsHarmed() throws IOException {
        List<String> lines = printed(stored("classes-slice")).lines().toList();

        assertThat(lines.get(0)).startsWith("HARM: accuracy of small is worse by 0.9500 more than tolerated");
        assertThat(lines.get(1)).startsWith("cause: concept-shift, labels at given answers changed");
        assertThat(lines).anyMatch(line -> line.matches("small +.* accuracy .* worse .*"));
        assertThat(lines).anyMatch(line -> line.startsWith("integrity: "));
    }

    @Test
    void ofAQuantityTheEstimatesThatHaveALimitAreListed() throws IOException {
        List<String> lines = printed(stored("quantity-sections")).lines().toList();

        assertThat(lines.get(0)).startsWith("HARM: rmse 1.506 breaks its objective (reference 1.064, tolerated 20 %");
        assertThat(lines)
                .containsSubsequence(
                        "ESTIMATED                TRUST      VALUE  FROM   TO     REALISED  AGAINST ITS LIMIT  REASON",
                        "root-mean-squared-error  estimated  1.468  1.240  1.697  1.506     harmed             -")
                .noneMatch(line -> line.startsWith("mean-squared-error"));
    }

    @Test
    void namesDoNotMoveTheCursor() throws IOException {
        JsonNode report = stored("window");
        ((ObjectNode) report.at("/verdict/objectives/0/objective")).put("metric", "\u001b[2Jmetric\u202e");

        assertThat(printed(report)).contains("?[2Jmetric?").doesNotContain("\u001b", "\u202e");
    }

    private JsonNode stored(String name) throws IOException {
        return json.readTree(Checkout.root()
                .resolve("console/src/test/resources/reports/" + name + ".json")
                .toFile());
    }

    private String printed(JsonNode report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ObjectNode answer = json.createObjectNode();
        answer.set("report", report);
        answer.putObject("evaluated").put("report", DIGEST);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        new ReportView()
                .print(
                        answer,
                        new Printer(new Shell(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                nowhere,
                                Map.of(),
                                Map.of(),
                                InstantSource.system(),
                                Shell.Attachment.PIPE)));
        return out.toString(StandardCharsets.UTF_8);
    }
}
