package dev.perennial.cli.verbs;

import dev.perennial.cli.shell.Shell;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/** All verbs by name, each made only when it is asked for: a command loads the classes of its own verb alone. */
public final class Verbs {
    private static final List<Verb> ALL = List.of(
            new Verb("model", ModelVerbs::new),
            new Verb("monitor", MonitorVerbs::new),
            new Verb("alert", AlertVerbs::new),
            new Verb("retrain", RetrainVerbs::new),
            new Verb("review", ReviewVerbs::new),
            new Verb("rollout", RolloutVerbs::new),
            new Verb("rollback", RollbackVerb::new),
            new Verb("hold", HoldVerbs::new),
            new Verb("history", HistoryVerbs::new),
            new Verb("version", VersionVerbs::new),
            new Verb("key", KeyVerbs::new),
            new Verb("predict", PredictVerb::new),
            new Verb("feedback", FeedbackVerb::new),
            new Verb("data", DataVerbs::new),
            new Verb("registry", RegistryVerbs::new),
            new Verb("storage", StorageVerbs::new),
            new Verb("doctor", DoctorVerb::new));

    private Verbs() {}

    /** Adds the verb that the first argument names; false if it names none. */
    public static boolean addNamed(CommandLine line, Shell shell, String... arguments) {
        List<Verb> named = arguments.length == 0
                ? List.of()
                : ALL.stream().filter(verb -> verb.name().equals(arguments[0])).toList();
        named.forEach(verb -> verb.addTo(line, shell));
        return !named.isEmpty();
    }

    /** Adds all verbs, for help and for finding what a misspelt one meant. */
    public static void addAll(CommandLine line, Shell shell) {
        ALL.forEach(verb -> verb.addTo(line, shell));
    }

    private record Verb(String name, Function<Shell, Object> maker) {
        void addTo(CommandLine line, Shell shell) {
            line.addSubcommand(name, maker.apply(shell));
        }
    }
}
