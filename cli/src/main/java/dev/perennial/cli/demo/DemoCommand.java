package dev.perennial.cli.demo;

import dev.perennial.activities.data.TableFiles;
import dev.perennial.cli.dev.DevCommand;
import dev.perennial.cli.dev.DevSettings;
import dev.perennial.cli.dev.Supervisor;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perennial demo}: the whole loop on a year of real flights. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Plays the whole loop on New York's departures of 2013, then stays up for looking around.",
        footer = {"", "Example: perennial demo --fast --exit"})
public final class DemoCommand implements Callable<Integer> {
    private static final String MODEL = "flight-delay";
    private static final Instant MIDSUMMER = Instant.parse("2013-07-29T00:00:00Z");
    private static final Instant END_OF_YEAR = Instant.parse("2014-01-01T00:00:00Z");

    private final Shell shell;

    @Option(names = "--fast", description = "Play to mid-summer only.")
    private boolean fast;

    @Option(names = "--interactive", description = "Wait for you to decide the reviews.")
    private boolean interactive;

    @Option(names = "--exit", description = "Stop at the end; status 0 only if every step of the story was observed.")
    private boolean exit;

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Narrator narrator = shell.attachment() == Shell.Attachment.TERMINAL
                ? Narrator.onTerminal(shell.out(), shell.clock())
                : Narrator.plain(shell.out(), shell.clock());
        Path data = shell.home().resolve("demo");
        DevCommand.deleteTree(data);
        narrator.chapter("Servers and data");
        Path flights = installFlights();
        DevSettings settings = new DevSettings(
                shell.root().resolve("infra"),
                shell.home(),
                shell.home(),
                data,
                shell.java("1500m"),
                Duration.ofMillis(400),
                shell.variables());
        try (Supervisor supervisor = Supervisor.start(settings, narrator::line)) {
            Thread stop = new Thread(supervisor::close, "stop-all");
            Runtime.getRuntime().addShutdownHook(stop);
            int status = play(narrator, supervisor, FlightYear.read(flights), data);
            if (!exit) {
                DevCommand.tell(shell, supervisor.endpoints());
                new CountDownLatch(1).await();
            }
            Runtime.getRuntime().removeShutdownHook(stop);
            return status;
        }
    }

    private int play(Narrator narrator, Supervisor supervisor, FlightYear year, Path data)
            throws IOException, InterruptedException {
        Loop loop = new Loop(() -> supervisor.endpoints().console(), MODEL);
        Timeline timeline = new Timeline(loop, narrator);
        Scoreboard scoreboard = new Scoreboard();
        Reviewer reviewer = interactive ? Reviewer.waiting(loop, narrator) : Reviewer.approving(loop, narrator);
        try (PendingTraining training = PendingTraining.connect(supervisor.endpoints())) {
            DemoStory story = new DemoStory(
                    supervisor,
                    loop,
                    timeline,
                    narrator,
                    year,
                    scoreboard,
                    (name, flights, units) -> table(data, name, flights, units),
                    reviewer,
                    training,
                    MODEL);
            story.bootstrap(declaration());
            story.play(fast ? MIDSUMMER : END_OF_YEAR);
        }
        new Finale(shell, supervisor, timeline, narrator).tell(year, scoreboard);
        return told(narrator, timeline);
    }

    private static int told(Narrator narrator, Timeline timeline) {
        narrator.chapter("What was to be seen");
        int missing = 0;
        for (Milestone milestone : Milestone.values()) {
            boolean seen = timeline.has(milestone);
            missing += seen ? 0 : 1;
            narrator.line((seen ? "  seen     " : "  MISSING  ") + milestone.sentence());
        }
        return missing == 0 ? ExitCode.DONE.status() : ExitCode.FAILED.status();
    }

    private static Path table(Path data, String name, List<Flight> flights, UnaryOperator<double[]> units)
            throws IOException {
        Path csv = data.resolve(name + ".csv");
        Path parquet = data.resolve(name + ".parquet");
        FlightYear.write(flights, units, csv);
        TableFiles.toParquet(csv, parquet);
        Files.delete(csv);
        return parquet;
    }

    private static String declaration() throws IOException {
        try (InputStream file = DemoCommand.class.getResourceAsStream("flight-delay.yaml")) {
            if (file == null) {
                throw new IOException("Cannot find the demo's model file on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path installFlights() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(shell.root().resolve("infra").resolve("install-flights").toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PERENNIAL_HOME", shell.home().toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new CommandFailure(ExitCode.FAILED, "Cannot install the demo's data: " + said.strip());
        }
        try (var folders = Files.list(shell.home().resolve("data-sets"))) {
            return folders.filter(folder -> folder.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .startsWith("nycflights13"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("Cannot find the demo's data below " + shell.home()));
        }
    }
}
