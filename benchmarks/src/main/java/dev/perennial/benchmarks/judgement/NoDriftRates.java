package dev.perennial.benchmarks.judgement;

import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import java.io.PrintStream;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * How often a window without drift is said to differ, by columns of every kind and windows of every size: once with the
 * floors at zero, which is the declared rate of the tests alone, and once with the default floors.
 */
final class NoDriftRates {
    private static final int REFERENCE = 5000;
    private static final int REPETITIONS = 2000;
    private static final int WINDOWS_A_REFERENCE = 20;
    private static final double RATE = 0.05;
    private static final double BAND = 0.999;
    private static final int[] SIZES = {50, 100, 200, 500, 1000, 2000};
    private static final int[] LEVELS = {0, 2, 20, 100};

    private NoDriftRates() {}

    static void run(PrintStream out, Verdicts verdicts) {
        BinomialDistribution chance = BinomialDistribution.of(REPETITIONS, RATE);
        double low = chance.inverseCumulativeProbability((1 - BAND) / 2) / (double) REPETITIONS;
        double high = chance.inverseCumulativeProbability((1 + BAND) / 2) / (double) REPETITIONS;
        out.println();
        out.printf(
                Locale.ROOT,
                "No drift: share of %d windows said to differ at a declared rate of %.2f, reference of %d rows%n",
                REPETITIONS,
                RATE,
                REFERENCE);
        out.printf(
                "%-18s %18s %18s %18s %18s%n", "rows of the window", "numeric", "2 levels", "20 levels", "100 levels");
        int inside = 0;
        int above = 0;
        int cells = 0;
        for (int rows : SIZES) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-18d", rows));
            for (int levels : LEVELS) {
                double[] rates = rates(rows, levels);
                cells++;
                inside += rates[0] >= low && rates[0] <= high ? 1 : 0;
                above += rates[0] > high ? 1 : 0;
                line.append(String.format(Locale.ROOT, " %9.4f (%6.4f)", rates[0], rates[1]));
            }
            out.println(line);
        }
        out.println("in brackets: with the default floors");
        verdicts.atLeast(
                String.format(Locale.ROOT, "No drift: declared rate inside its binomial band [%.4f, %.4f]", low, high),
                inside,
                cells,
                "%.0f of " + cells + " cells, " + above + " above");
    }

    private static double[] rates(int rows, int levels) {
        SplittableRandom random = new SplittableRandom(1_000L * rows + levels);
        DriftPolicy standard = DriftPolicy.standard();
        DriftPolicy bare = new DriftPolicy(0, 0, 0, 0, RATE, standard.minimumRows());
        int[] alarms = new int[2];
        for (int reference = 0; reference < REPETITIONS / WINDOWS_A_REFERENCE; reference++) {
            Column before = Column.draw(random, REFERENCE, levels);
            TableBins bins = before.bins();
            TableProfile profile = before.profile(bins);
            for (int window = 0; window < WINDOWS_A_REFERENCE; window++) {
                TableProfile current = Column.draw(random, rows, levels).profile(bins);
                alarms[0] += drifted(profile, current, bare);
                alarms[1] += drifted(profile, current, standard);
            }
        }
        return new double[] {alarms[0] / (double) REPETITIONS, alarms[1] / (double) REPETITIONS};
    }

    private static int drifted(TableProfile reference, TableProfile current, DriftPolicy policy) {
        return DriftAssessment.assess(reference, current, policy).drifted().isEmpty() ? 0 : 1;
    }

    /** One column of numbers, or of categories of falling frequency; one of the two arrays is empty. */
    private static final class Column {
        private final double[] numbers;
        private final String[] categories;

        private Column(double[] numbers, String[] categories) {
            this.numbers = numbers;
            this.categories = categories;
        }

        static Column draw(SplittableRandom random, int rows, int levels) {
            if (levels == 0) {
                return new Column(random.doubles(rows).map(u -> -Math.log1p(-u)).toArray(), new String[0]);
            }
            double total = 0;
            for (int level = 1; level <= levels; level++) {
                total += 1.0 / level;
            }
            String[] values = new String[rows];
            for (int row = 0; row < rows; row++) {
                double left = random.nextDouble() * total;
                int level = 1;
                while (level < levels && left > 1.0 / level) {
                    left -= 1.0 / level;
                    level++;
                }
                values[row] = "level " + level;
            }
            return new Column(new double[0], values);
        }

        TableBins bins() {
            return categories.length == 0
                    ? TableBins.builder().numeric("x", numbers).build()
                    : TableBins.builder().category("x", categories).build();
        }

        TableProfile profile(TableBins bins) {
            return categories.length == 0
                    ? TableProfile.builder(bins).numeric("x", numbers).build()
                    : TableProfile.builder(bins).category("x", categories).build();
        }
    }
}
