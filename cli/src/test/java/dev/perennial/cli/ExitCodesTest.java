package dev.perennial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.cli.RecordedShell.Ended;
import dev.perennial.testing.servers.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExitCodesTest {
    @TempDir
    private Path home;

    private RecordedShell shell() {
        return new RecordedShell(Map.of("PERENNIAL_HOME", home.toString()));
    }

    @Test
    void withoutAnyControlApiTheNextCommandIsNamed() {
        Ended ended = shell().run("model", "list");

        assertThat(ended.status()).isEqualTo(5);
        assertThat(ended.err())
                .isEqualTo(
                        "perennial: No control API is known: neither --url nor PERENNIAL_URL is given, and there is no "
                                + home.resolve("dev.json")
                                + "; start everything on this machine with: perennial dev\n");
    }

    @Test
    void theControlApiOfDevIsFoundByItselfAndNamedWhenItIsGone() throws Exception {
        String gone = "http://127.0.0.1:" + FreePorts.take(1)[0];
        Files.writeString(home.resolve("dev.json"), "{\"console\": \"" + gone + "\"}");

        Ended ended = shell().run("review", "list");

        assertThat(ended.status()).isEqualTo(5);
        assertThat(ended.err())
                .isEqualTo("perennial: The control API at " + gone
                        + " cannot be reached (Connection refused); try: perennial dev\n");
    }

    @Test
    void aVariableBeatsTheFileAndAnOptionBeatsBoth() throws Exception {
        Files.writeString(home.resolve("dev.json"), "{\"console\": \"http://127.0.0.1:1\"}");
        RecordedShell shell = shell().with("PERENNIAL_URL", "http://127.0.0.1:2");

        assertThat(shell.run("model", "list").err()).contains("http://127.0.0.1:2");
        assertThat(shell.run("model", "list", "--url", "http://127.0.0.1:3/").err())
                .contains("The control API at http://127.0.0.1:3 ");
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(shell().run("model").status()).isEqualTo(2);
        assertThat(shell().run("model", "aply").err()).contains("model apply");
        assertThat(shell().run("rolback", "risk").err()).contains("Did you mean: perennial rollback");
        assertThat(shell().run("retrain", "start", "risk").err())
                .contains("Missing required option: '--reason=<reason>'");
        assertThat(shell().run("model", "list", "-o", "xml").status()).isEqualTo(2);
        assertThat(shell().run("version", "show", "risk").err())
                .contains("Invalid version: 'risk', expected the form flight-delay@3");
    }

    @Test
    void everyVerbHasHelpWithAnExample() {
        String[][] verbs = {
            {"model"},
            {"model", "apply"},
            {"model", "list"},
            {"model", "show"},
            {"model", "delete"},
            {"monitor", "start"},
            {"monitor", "pause"},
            {"monitor", "resume"},
            {"monitor", "status"},
            {"monitor", "run"},
            {"monitor", "report"},
            {"retrain", "start"},
            {"retrain", "list"},
            {"retrain", "status"},
            {"retrain", "show"},
            {"review", "list"},
            {"review", "show"},
            {"review", "approve"},
            {"review", "reject"},
            {"rollout", "status"},
            {"rollout", "pause"},
            {"rollout", "resume"},
            {"rollout", "promote"},
            {"rollout", "abort"},
            {"rollback"},
            {"hold", "show"},
            {"hold", "release"},
            {"history"},
            {"history", "show"},
            {"version", "list"},
            {"version", "show"},
            {"version", "champion"},
            {"predict"},
            {"feedback"},
            {"data", "import"},
            {"registry", "verify"},
            {"storage", "verify"},
            {"doctor"}
        };
        for (String[] verb : verbs) {
            String[] arguments = java.util.Arrays.copyOf(verb, verb.length + 1);
            arguments[verb.length] = "--help";
            Ended help = shell().run(arguments);
            assertThat(help.status()).as(String.join(" ", verb)).isEqualTo(0);
            assertThat(help.out()).as(String.join(" ", verb)).contains("Example: perennial " + verb[0]);
        }
    }
}
