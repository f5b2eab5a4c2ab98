package dev.perennial.monitoring.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * Predictions of every row by trees that have not seen it, and how many trees serve best: all folds are boosted side by
 * side, and the number of rounds with the least held-out loss is kept, which may be none. Immutable.
 */
public final class CrossFit {
    private final LearningTask task;
    private final Folds folds;
    private final List<BoostedTrees> models;
    private final int rounds;

    private CrossFit(LearningTask task, Folds folds, List<BoostedTrees> models, int rounds) {
        this.task = task;
        this.folds = folds;
        this.models = models;
        this.rounds = rounds;
    }

    /** Boosts all folds until the held-out loss has not become better for the options' patience. */
    public static CrossFit of(LearningTask task, Folds folds, BoostingOptions options) {
        List<Boosting> running = running(task, folds, options);
        int[][] heldOut = new int[folds.count()][];
        for (int fold = 0; fold < heldOut.length; fold++) {
            heldOut[fold] = folds.inside(fold);
        }
        double best = loss(task, running, heldOut);
        int bestRounds = 0;
        for (int round = 1; round <= options.rounds() && round - bestRounds <= options.patience(); round++) {
            running.forEach(Boosting::round);
            double loss = loss(task, running, heldOut);
            if (loss < best) {
                best = loss;
                bestRounds = round;
            }
        }
        int kept = bestRounds;
        return new CrossFit(task, folds, models(task, running, kept), kept);
    }

    /** Boosts all folds for exactly the options' number of rounds. */
    public static CrossFit ofFixedRounds(LearningTask task, Folds folds, BoostingOptions options) {
        List<Boosting> running = running(task, folds, options);
        for (int round = 0; round < options.rounds(); round++) {
            running.forEach(Boosting::round);
        }
        return new CrossFit(task, folds, models(task, running, options.rounds()), options.rounds());
    }

    private static List<Boosting> running(LearningTask task, Folds folds, BoostingOptions options) {
        List<Boosting> running = new ArrayList<>();
        for (int fold = 0; fold < folds.count(); fold++) {
            running.add(new Boosting(task, folds.outside(fold), options));
        }
        return running;
    }

    private static List<BoostedTrees> models(LearningTask task, List<Boosting> running, int rounds) {
        return running.stream()
                .map(boosting -> new BoostedTrees(boosting.trees(), task.loss()).first(rounds))
                .toList();
    }

    private static double loss(LearningTask task, List<Boosting> running, int[][] heldOut) {
        double sum = 0;
        for (int fold = 0; fold < heldOut.length; fold++) {
            Boosting boosting = running.get(fold);
            for (int row : heldOut[fold]) {
                sum += task.weights()[row] * task.loss().value(boosting.margin(row), task.targets()[row]);
            }
        }
        return sum;
    }

    /** How many trees each model has. */
    public int rounds() {
        return rounds;
    }

    /** The outcome of every row by the model that has not seen it. */
    public double[] outOfFold() {
        double[] outcomes = new double[task.rows().rows()];
        for (int row = 0; row < outcomes.length; row++) {
            double margin = task.offsets()[row] + models.get(folds.of(row)).step(task.rows(), row);
            outcomes[row] = task.loss().outcome(margin);
        }
        return outcomes;
    }

    /** The outcomes of new rows: the mean margin of all folds' models, started from the given offsets. */
    public double[] predict(BinnedRows rows, double[] offsets) {
        double[] outcomes = new double[rows.rows()];
        for (int row = 0; row < outcomes.length; row++) {
            double sum = 0;
            for (BoostedTrees model : models) {
                sum += model.step(rows, row);
            }
            outcomes[row] = task.loss().outcome(offsets[row] + sum / models.size());
        }
        return outcomes;
    }
}
