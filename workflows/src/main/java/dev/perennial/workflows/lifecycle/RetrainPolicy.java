package dev.perennial.workflows.lifecycle;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.model.ModelSituation;
import dev.perennial.workflows.model.RetrainCommand;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether a wish for a new version is granted. Time is event time: a replay of a year is judged as the year would have
 * been.
 *
 * <p>A hold stops everybody. A person is exempt from the list of triggers and from the cool-down, but not from the
 * budget, which no seven days ever exceed. A model's first version is no retraining: without a champion neither
 * cool-down nor budget apply.
 */
final class RetrainPolicy {
    private RetrainPolicy() {}

    /** Decides; {@code underWay} names the episode that is under way, if one is. */
    static Decision decide(
            ModelName model, ModelSituation situation, RetrainCommand command, Optional<String> underWay) {
        if (!situation.declared() || situation.spec().isEmpty()) {
            return new NotDeclared("Cannot retrain " + model + ": no such model is declared");
        }
        Optional<Instant> asOf = command.asOf().or(situation::watermark);
        return refusal(situation, situation.spec().get(), command, underWay, asOf)
                .<Decision>map(reason -> new Refused("Cannot retrain " + model + ": " + reason))
                .orElseGet(() -> new Allowed(situation.spec().get(), asOf.orElseThrow()));
    }

    private static Optional<String> refusal(
            ModelSituation situation,
            ModelSpec spec,
            RetrainCommand command,
            Optional<String> underWay,
            Optional<Instant> asOf) {
        if (spec.external().isPresent()) {
            return Optional.of("another server answers for it (spec.external of its file), and what is trained there is"
                    + " retrained there");
        }
        if (situation.hold().isPresent()) {
            return Optional.of("it is held (" + situation.hold().get() + "); release the hold first");
        }
        if (underWay.isPresent()) {
            return Optional.of(underWay.get() + " is under way");
        }
        if (command.trigger() != RetrainSpec.Trigger.MANUAL
                && !spec.retrain().on().contains(command.trigger())) {
            return Optional.of("its declaration does not let " + word(command.trigger()) + " ask for a retraining");
        }
        if (asOf.isEmpty()) {
            return Optional.of("nothing is logged yet, so the command must name the event time up to which data count");
        }
        if (situation.champion().isEmpty()) {
            return Optional.empty();
        }
        return coolDown(situation, spec.retrain(), command, asOf.get())
                .or(() -> budget(situation, spec.retrain(), asOf.get()));
    }

    private static Optional<String> coolDown(
            ModelSituation situation, RetrainSpec spec, RetrainCommand command, Instant asOf) {
        if (command.trigger() == RetrainSpec.Trigger.MANUAL) {
            return Optional.empty();
        }
        return situation.retrainings().stream()
                .max(Instant::compareTo)
                .map(newest -> newest.plus(spec.coolDown()))
                .filter(asOf::isBefore)
                .map(end -> "it is in cool-down until " + PlainTime.of(end));
    }

    private static Optional<String> budget(ModelSituation situation, RetrainSpec spec, Instant asOf) {
        return mostInOneSpan(situation.retrainings(), asOf) > spec.budgetPerWeek()
                ? Optional.of("its budget of " + spec.budgetPerWeek() + " retrainings in 7 days is spent")
                : Optional.empty();
    }

    /* The fullest half-open span with one more run at asOf begins at a run, so only those beginnings are looked at. */
    private static long mostInOneSpan(List<Instant> runs, Instant asOf) {
        List<Instant> withThis = Stream.concat(runs.stream(), Stream.of(asOf)).toList();
        return withThis.stream()
                .filter(from -> inSpan(from, asOf))
                .mapToLong(from ->
                        withThis.stream().filter(run -> inSpan(from, run)).count())
                .max()
                .orElse(0);
    }

    private static boolean inSpan(Instant from, Instant run) {
        return !run.isBefore(from) && run.isBefore(from.plus(ModelOptions.BUDGET_SPAN));
    }

    private static String word(RetrainSpec.Trigger trigger) {
        return trigger.name().toLowerCase(Locale.ROOT);
    }

    /** The answer to a wish. */
    sealed interface Decision {
        /** Asks the function for the case that this is. */
        <T> T match(Function<Allowed, T> allowed, Function<Refused, T> refused, Function<NotDeclared, T> notDeclared);
    }

    /** Granted, under this declaration, with data up to this event time. */
    record Allowed(ModelSpec spec, Instant asOf) implements Decision {
        @Override
        public <T> T match(
                Function<Allowed, T> allowed, Function<Refused, T> refused, Function<NotDeclared, T> notDeclared) {
            return allowed.apply(this);
        }
    }

    /** Not now. */
    record Refused(String reason) implements Decision {
        @Override
        public <T> T match(
                Function<Allowed, T> allowed, Function<Refused, T> refused, Function<NotDeclared, T> notDeclared) {
            return refused.apply(this);
        }
    }

    /** There is no such model. */
    record NotDeclared(String reason) implements Decision {
        @Override
        public <T> T match(
                Function<Allowed, T> allowed, Function<Refused, T> refused, Function<NotDeclared, T> notDeclared) {
            return notDeclared.apply(this);
        }
    }
}
