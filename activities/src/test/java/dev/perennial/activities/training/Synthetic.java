package dev.perennial.activities.training;

import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Rows drawn from a known logistic law: {@code -0.4 + 0.03 (wind - 20) + 1.5 [site = north] + 1 [gust missing]}. */
final class Synthetic {

    static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            new NumberFeature("wind", Presence.REQUIRED, Optional.empty()),
            new NumberFeature("gust", Presence.OPTIONAL, Optional.empty()),
            new CategoryFeature("site", Presence.REQUIRED, 10)));

    static final long MILLIS_BETWEEN_ROWS = 60_000;

    private static final String[] SITES = {"north", "south", "west"};

    private Synthetic() {}

    static LabelledTable rows(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] wind = new double[rows];
        double[] gust = new double[rows];
        String[] site = new String[rows];
        boolean[] labels = new boolean[rows];
        long[] times = new long[rows];
        for (int row = 0; row < rows; row++) {
            // Whole numbers, zero among them: a zero is a value, not an absence.
            wind[row] = random.nextInt(41);
            gust[row] = random.nextInt(4) == 0 ? Double.NaN : 20 * random.nextDouble();
            site[row] = SITES[random.nextInt(SITES.length)];
            double logOdds = -0.4
                    + 0.03 * (wind[row] - 20)
                    + (site[row].equals("north") ? 1.5 : 0)
                    + (Double.isNaN(gust[row]) ? 1 : 0);
            labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-logOdds));
            times[row] = row * MILLIS_BETWEEN_ROWS;
        }
        return new LabelledTable(FeatureTable.of(SCHEMA, new Object[] {wind, gust, site}), labels, times);
    }

    static CandidateRecipe linear() {
        return new CandidateRecipe("linear", new TreeMap<>());
    }

    static CandidateRecipe boosting(int trees) {
        return new CandidateRecipe("gradient-boosting", new TreeMap<>(Map.of("trees", (double) trees)));
    }
}
