package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.BlockedDifferences.BlockSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * The mean loss of every model on every window that came after its training, from which any policy of replacement can be
 * replayed without training anything. Model m was trained on all rows before window m. Immutable.
 */
public final class LossTriangle {
    private final double[][] losses;
    private final long[] rows;

    private LossTriangle(double[][] losses, long[] rows) {
        this.losses = losses;
        this.rows = rows;
    }

    /**
     * A triangle.
     *
     * @param losses row m holds the losses of model m on windows m, m + 1, … to the last
     * @param rows the number of rows of each window
     */
    public static LossTriangle of(double[][] losses, long[] rows) {
        Require.sameLength(rows.length, losses.length, "models");
        double[][] copy = new double[losses.length][];
        for (int model = 0; model < losses.length; model++) {
            Require.sameLength(rows.length - model, losses[model].length, "windows of model " + model);
            for (double loss : losses[model]) {
                Require.finite(loss, "loss");
            }
            Require.positive(rows[model], "rows of window " + model);
            copy[model] = losses[model].clone();
        }
        return new LossTriangle(copy, rows.clone());
    }

    /** The number of windows, which is that of models. */
    public int windows() {
        return rows.length;
    }

    /** The loss of a model on a window that is not before its training. */
    public double loss(int model, int window) {
        return losses[model][window - model];
    }

    /**
     * What a policy would have done and earned. The first model serves until it is replaced; decisions fall at the start of a
     * window, on the windows before it. What is promoted is the newest challenger that was already scored on rows later than
     * its training, and only if it lost less than the champion there: evidence gathered by its predecessors alone does not
     * carry a model that was trained in a storm into office.
     *
     * @param policy the policy, with windows as blocks
     * @param firstServed the first window that counts
     */
    public Replay replay(StalenessPolicy policy, int firstServed) {
        int champion = 0;
        StalenessEvidence evidence = StalenessEvidence.empty();
        List<Integer> replacements = new ArrayList<>();
        double sum = 0;
        long served = 0;
        for (int window = 1; window < windows(); window++) {
            int candidate = window - 1;
            if (window >= firstServed
                    && evidence.verdict(policy) instanceof StalenessVerdict.ChallengerBetter
                    && loss(candidate, candidate) < loss(champion, candidate)) {
                champion = candidate;
                evidence = StalenessEvidence.empty();
                replacements.add(window);
            }
            evidence = evidence.plus(difference(champion, window));
            if (window >= firstServed) {
                sum += rows[window] * loss(champion, window);
                served += rows[window];
            }
        }
        return new Replay(sum / served, replacements);
    }

    /** What replacing at fixed windows by models trained on everything before would have earned. */
    public Replay calendar(int everyWindows, int firstServed) {
        int champion = 0;
        List<Integer> replacements = new ArrayList<>();
        double sum = 0;
        long served = 0;
        for (int window = firstServed; window < windows(); window++) {
            if ((window - firstServed) % everyWindows == 0) {
                champion = window;
                replacements.add(window);
            }
            sum += rows[window] * loss(champion, window);
            served += rows[window];
        }
        return new Replay(sum / served, replacements);
    }

    private BlockedDifferences difference(int champion, int window) {
        double difference = loss(champion, window) - loss(window, window);
        TreeMap<String, BlockSum> block = new TreeMap<>();
        block.put(
                String.format(Locale.ROOT, "window %06d", window),
                new BlockSum(rows[window], Math.round(difference * rows[window] / BlockedDifferences.QUANTUM)));
        return new BlockedDifferences(block);
    }

    /**
     * What a policy earned.
     *
     * @param meanLoss the mean loss over all served rows
     * @param replacements the windows at whose start the champion was replaced
     */
    public record Replay(double meanLoss, List<Integer> replacements) {

        /** Copies the list. */
        public Replay {
            Require.finite(meanLoss, "mean loss");
            replacements = List.copyOf(replacements);
        }
    }
}
