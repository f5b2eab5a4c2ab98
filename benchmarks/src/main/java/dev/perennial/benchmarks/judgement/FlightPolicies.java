package dev.perennial.benchmarks.judgement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.monitoring.decision.LossTriangle;
import dev.perennial.monitoring.decision.StalenessPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** What policies of replacement earn over a year of recorded losses, and how much their constants matter. */
final class FlightPolicies {
    private static final int FIRST_SERVED = 2;
    /* The two weeks before the first served one have no row count in the record; they carry no weight of their own. */
    private static final long ROWS_BEFORE = 6_600;

    private final PrintStream out;
    private final LossTriangle year;

    private FlightPolicies(PrintStream out, LossTriangle year) {
        this.out = out;
        this.year = year;
    }

    static void run(PrintStream out, Path shared, Verdicts verdicts) throws IOException {
        JsonNode file = new ObjectMapper()
                .readTree(shared.resolve("oracles")
                        .resolve("flights_policies.json")
                        .toFile());
        JsonNode matrix = file.required("logloss_matrix").required("rows");
        double[][] losses = new double[matrix.size()][];
        long[] rows = new long[matrix.size()];
        for (int model = 0; model < losses.length; model++) {
            losses[model] = new double[matrix.get(model).size()];
            for (int window = 0; window < losses[model].length; window++) {
                losses[model][window] = matrix.get(model).get(window).asDouble();
            }
            rows[model] = model < FIRST_SERVED
                    ? ROWS_BEFORE
                    : file.required("weeks")
                            .get(model - FIRST_SERVED)
                            .required("n")
                            .asLong();
        }
        new FlightPolicies(out, LossTriangle.of(losses, rows)).run(verdicts);
    }

    private void run(Verdicts verdicts) {
        StalenessPolicy standard = StalenessPolicy.weekly((year.loss(0, 0) + year.loss(0, 1)) / 2);
        out.println();
        out.println("Flights 2013: policies of replacement over the recorded losses");
        out.printf("%-44s %9s %13s%n", "policy", "log loss", "replacements");
        LossTriangle.Replay ours = print("ours", standard);
        print("ours, level halved", with(standard, 0.5, 1, 1, 1));
        print("ours, level doubled", with(standard, 2, 1, 1, 1));
        print("ours, price halved", with(standard, 1, 0.5, 1, 1));
        print("ours, price doubled", with(standard, 1, 2, 1, 1));
        print("ours, plausible advantage halved", with(standard, 1, 1, 0.5, 1));
        print("ours, plausible advantage doubled", with(standard, 1, 1, 2, 1));
        print("ours, half-life halved", with(standard, 1, 1, 1, 0.5));
        print("ours, half-life doubled", with(standard, 1, 1, 1, 2));
        for (int weeks : new int[] {8, 4, 2, 1}) {
            print("every " + weeks + " weeks", year.calendar(weeks, FIRST_SERVED));
        }
        verdicts.atMost("Flights: mean log loss at most .5110", ours.meanLoss(), 0.5110, "%.4f");
        verdicts.atMost("Flights: at most 8 replacements", ours.replacements().size(), 8, "%.0f");
    }

    private LossTriangle.Replay print(String name, StalenessPolicy policy) {
        return print(name, year.replay(policy, FIRST_SERVED));
    }

    private LossTriangle.Replay print(String name, LossTriangle.Replay replay) {
        out.printf(
                Locale.ROOT,
                "%-44s %9.4f %13d%n",
                name,
                replay.meanLoss(),
                replay.replacements().size());
        return replay;
    }

    private static StalenessPolicy with(
            StalenessPolicy policy, double level, double price, double advantage, double halfLife) {
        return new StalenessPolicy(
                policy.alpha() * level,
                policy.replacementCost() * price,
                policy.plausibleAdvantage() * advantage,
                policy.halfLifeBlocks() * halfLife,
                policy.reviewBlocks(),
                policy.minimumBlocks(),
                policy.dependentBlocks());
    }
}
