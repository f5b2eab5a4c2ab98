package dev.perennial.cli;

import dev.perennial.cli.demo.DemoCommand;
import dev.perennial.cli.dev.DevCommand;
import dev.perennial.cli.process.ConsoleCommand;
import dev.perennial.cli.process.ServeCommand;
import dev.perennial.cli.process.WorkerCommand;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Failures;
import dev.perennial.cli.shell.Shell;
import dev.perennial.cli.verbs.Verbs;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code perennial} command. */
@Command(
        name = "perennial",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        description = "Watches models in production, and retrains, proves, rolls out and rolls back.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    static final String VERSION = "perennial 0.1.0";

    private static final List<Class<?>> PROCESSES =
            List.of(DemoCommand.class, DevCommand.class, ConsoleCommand.class, ServeCommand.class, WorkerCommand.class);

    private final Shell shell;

    Main(Shell shell) {
        this.shell = shell;
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(realShell(), arguments));
    }

    private static Shell realShell() {
        Properties system = System.getProperties();
        TreeMap<String, String> properties = new TreeMap<>();
        system.stringPropertyNames().forEach(name -> properties.put(name, system.getProperty(name)));
        return new Shell(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                properties,
                Clock.systemUTC(),
                Boolean.getBoolean("perennial.terminal") ? Shell.Attachment.TERMINAL : Shell.Attachment.PIPE);
    }

    /** Runs a command in a shell. */
    static int run(Shell shell, String... arguments) {
        if (arguments.length == 1 && "--version".equals(arguments[0])) {
            shell.out().println(VERSION);
            return ExitCode.DONE.status();
        }
        return commandLine(shell, arguments).execute(arguments);
    }

    /** Reads a command without running it; fails as the command would. */
    static void parse(Shell shell, String... arguments) {
        commandLine(shell, arguments).parseArgs(arguments);
    }

    /* Only the command that is named is made: a verb of a moment need not load what runs a whole environment. */
    private static CommandLine commandLine(Shell shell, String... arguments) {
        InShell factory = new InShell(shell);
        CommandLine line = new CommandLine(new Main(shell), factory);
        Optional<Class<?>> process = arguments.length == 0
                ? Optional.empty()
                : PROCESSES.stream()
                        .filter(type -> type.getAnnotation(Command.class).name().equals(arguments[0]))
                        .findFirst();
        if (process.isPresent()) {
            line.addSubcommand(new CommandLine(process.get(), factory));
        } else if (!Verbs.addNamed(line, shell, arguments)) {
            PROCESSES.forEach(type -> line.addSubcommand(new CommandLine(type, factory)));
            Verbs.addAll(line, shell);
        }
        line.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> Failures.tell(failure, shell.err()));
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(commandLine(shell), "expected a command");
    }

    /** Makes commands that want to know where they run. */
    private record InShell(Shell shell) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Shell.class) {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(shell));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
