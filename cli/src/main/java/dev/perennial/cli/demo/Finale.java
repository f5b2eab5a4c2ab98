package dev.perennial.cli.demo;

import dev.perennial.cli.dev.Endpoints;
import dev.perennial.cli.dev.Supervisor;
import dev.perennial.cli.shell.Shell;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.CompiledModelFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The end of the demo: a rollback by hand, what the policy earned, and where to look. */
final class Finale {
    private static final String MODEL = "flight-delay";

    private final Shell shell;
    private final Supervisor supervisor;
    private final Timeline timeline;
    private final Narrator narrator;

    Finale(Shell shell, Supervisor supervisor, Timeline timeline, Narrator narrator) {
        this.shell = shell;
        this.supervisor = supervisor;
        this.timeline = timeline;
        this.narrator = narrator;
    }

    void tell(FlightYear year, Scoreboard scoreboard) throws IOException, InterruptedException {
        rollBack();
        compare(year, scoreboard);
        whereToLook();
    }

    private void rollBack() throws IOException, InterruptedException {
        narrator.chapter("A person rolls back by the command line");
        List<String> command = new ArrayList<>(shell.java("256m"));
        command.addAll(List.of("rollback", MODEL, "--reason", "the demo shows it"));
        narrator.line("$ ./perennial rollback flight-delay --reason 'the demo shows it'");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(supervisor.endpoints().environment());
        builder.environment().put("PERENNIAL_URL", supervisor.endpoints().console());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        said.lines().forEach(narrator::line);
        if (status != 0) {
            narrator.line("(status " + status + ")");
        }
        timeline.follow();
    }

    private void compare(FlightYear year, Scoreboard scoreboard) {
        narrator.chapter(
                "What the policy earned, on the same " + scoreboard.flights().size() + " flights");
        narrator.progress("refitting every four weeks, for comparison");
        List<PolicyComparison.Yield> yields;
        try (S3ObjectStore store = S3ObjectStore.of(
                S3Settings.fromEnvironment(supervisor.endpoints().environment()))) {
            Registry registry = new ObjectStoreRegistry(store, shell.clock());
            VersionManifest manifest = registry.manifest(new ModelVersion(new ModelName(MODEL), 1));
            CompiledModel first = CompiledModelFormat.read(
                    registry.blob(manifest.compiledModel()).orElseThrow());
            yields = new PolicyComparison(year, first, manifest.recipe(), DemoStory.trainingWindow())
                    .over(scoreboard, timeline.replacements());
        }
        narrator.settled();
        narrator.line(
                String.format(Locale.ROOT, "%-18s %12s %8s %14s", "policy", "mean log loss", "AUC", "replacements"));
        for (PolicyComparison.Yield earned : yields) {
            narrator.line(String.format(
                    Locale.ROOT,
                    "%-18s %13.4f %8.4f %14d",
                    earned.policy(),
                    earned.logLoss(),
                    earned.auc(),
                    earned.replacements()));
        }
    }

    private void whereToLook() {
        Endpoints endpoints = supervisor.endpoints();
        narrator.chapter("Where to look");
        narrator.line("  ./perennial history flight-delay            the timeline");
        narrator.line("  ./perennial monitor report flight-delay     what the newest window said");
        narrator.line("  ./perennial version list flight-delay       every version and how it stands");
        narrator.line("  ./perennial hold release flight-delay --reason '…'   end the hold that the rollback left");
        if (!endpoints.temporalUi().isEmpty()) {
            narrator.line("  " + endpoints.temporalUi() + "                      Temporal's own pages");
        }
    }
}
