package dev.perennial.cli.demo;

import dev.perennial.activities.training.CandidateTrainer;
import dev.perennial.activities.training.LabelledTable;
import dev.perennial.activities.training.Progress;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the loop's policy earned beside two others on the same rows: never replacing the first champion, and refitting the
 * first champion's recipe every four weeks on all that is known by then, without asking whether it helps.
 */
final class PolicyComparison {
    private static final Duration FOUR_WEEKS = Duration.ofDays(28);
    private static final long SEED = 1;

    private final FlightYear year;
    private final CompiledModel first;
    private final CandidateRecipe recipe;
    private final Duration trainingWindow;

    PolicyComparison(FlightYear year, CompiledModel first, CandidateRecipe recipe, Duration trainingWindow) {
        this.year = year;
        this.first = first;
        this.recipe = recipe;
        this.trainingWindow = trainingWindow;
    }

    /** One policy's yield: mean log loss and area under the curve over all answered flights. */
    record Yield(String policy, double logLoss, double auc, int replacements) {}

    /** The loop's own yield, then the two others'. */
    List<Yield> over(Scoreboard answered, int promotions) {
        List<Flight> flights = answered.flights();
        return List.of(
                earned("this policy", flights, answered.probabilities(), promotions),
                earned("never", flights, scores(first, flights), 0),
                everyFourWeeks(flights));
    }

    private Yield everyFourWeeks(List<Flight> flights) {
        double[] scores = new double[flights.size()];
        Instant start = flights.get(0).departure();
        Instant end = flights.get(flights.size() - 1).departure();
        CompiledModel current = first;
        int replacements = 0;
        int done = 0;
        for (Instant from = start; !from.isAfter(end); from = from.plus(FOUR_WEEKS)) {
            if (from.isAfter(start)) {
                current = refitted(from);
                replacements++;
            }
            Instant to = from.plus(FOUR_WEEKS);
            int next = done;
            while (next < flights.size() && flights.get(next).departure().isBefore(to)) {
                next++;
            }
            double[] part = scores(current, flights.subList(done, next));
            System.arraycopy(part, 0, scores, done, part.length);
            done = next;
        }
        return earned("every four weeks", flights, scores, replacements);
    }

    private CompiledModel refitted(Instant asOf) {
        List<Flight> known = new ArrayList<>();
        for (Flight flight : year.between(asOf.minus(trainingWindow), asOf)) {
            if (flight.known().isBefore(asOf)) {
                known.add(flight);
            }
        }
        long[] times = known.stream()
                .mapToLong(flight -> flight.departure().toEpochMilli())
                .toArray();
        LabelledTable rows = new LabelledTable(table(known), labels(known), times);
        return new CandidateTrainer()
                .train(recipe, rows, SEED, Progress.ignored())
                .compiled();
    }

    private double[] scores(CompiledModel model, List<Flight> flights) {
        return model.scoreAll(table(flights));
    }

    private FeatureTable table(List<Flight> flights) {
        FeatureSchema schema = first.schema();
        Object[] columns = new Object[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            Feature feature = schema.feature(i);
            columns[i] = feature instanceof CategoryFeature
                    ? flights.stream()
                            .map(flight -> category(flight, feature.name()))
                            .toArray(String[]::new)
                    : flights.stream().mapToDouble(number(feature.name())).toArray();
        }
        return FeatureTable.of(schema, columns);
    }

    private static String category(Flight flight, String name) {
        return switch (name) {
            case "carrier" -> flight.carrier();
            case "origin" -> flight.origin();
            case "dest" -> flight.destination();
            default ->
                throw new IllegalArgumentException("Invalid category: '" + name + "', flights have none of this name");
        };
    }

    private static ToDoubleFunction<Flight> number(String name) {
        int index = FlightYear.NUMBERS.indexOf(name);
        return flight -> flight.number(index);
    }

    private static boolean[] labels(List<Flight> flights) {
        boolean[] labels = new boolean[flights.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = flights.get(i).late();
        }
        return labels;
    }

    private static Yield earned(String policy, List<Flight> flights, double[] scores, int replacements) {
        BinaryPerformance performance = BinaryPerformance.measure(scores, labels(flights));
        return new Yield(
                policy,
                performance.logLoss().point().orElseThrow(),
                performance.auc().point().orElseThrow(),
                replacements);
    }
}
