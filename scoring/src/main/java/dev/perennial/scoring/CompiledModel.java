package dev.perennial.scoring;

import java.util.Optional;

/**
 * A model in flat arrays. Most answer with the probability of the positive class; {@link #outputs()} says what this one
 * answers with. Implementations are immutable, safe for concurrent use and allocate nothing while scoring. Sealed,
 * because a model is one that {@link CompiledModelFormat} can write; {@link ConstantModel} is the simplest of them and
 * serves wherever any will do.
 */
public sealed interface CompiledModel
        permits LinearModel, FactorizationMachineModel, BoostedTreesModel, RandomForestModel, ConstantModel {

    FeatureSchema schema();

    /** The word that names this kind of model in specifications, files and reports. */
    String algorithm();

    /** What the model answers with. */
    Outputs outputs();

    /** About how much memory the model holds. */
    int sizeInBytes();

    /**
     * The largest difference from the score of the library that trained the model that its arithmetic alone explains:
     * models in double precision are held to a smaller one than models in single precision. Of a value beyond 1 it is a
     * share.
     */
    double scoreTolerance();

    /**
     * The one number of a model that has one: the probability of the positive class, or the value. The row's schema
     * must equal the model's. A missing value is scored as one whether or not its feature is required: refusing it is
     * the business of whoever accepts rows.
     *
     * @throws IllegalStateException if the model answers with several numbers
     */
    double score(FeatureRow row);

    /** Puts the answer's numbers, as many as {@link #outputs()} counts, at the front of the array. */
    default void score(FeatureRow row, double[] scores) {
        scores[0] = score(row);
    }

    /** The answers for all rows of the table, in its order, each row's numbers side by side. */
    default double[] scoreAll(FeatureTable table) {
        int width = outputs().count();
        double[] all = new double[Math.multiplyExact(table.rows(), width)];
        double[] one = new double[width];
        FeatureRow row = new FeatureRow(table.schema());
        for (int index = 0; index < table.rows(); index++) {
            table.read(index, row);
            score(row, one);
            System.arraycopy(one, 0, all, index * width, width);
        }
        return all;
    }

    /** What each feature added to the one number of a model that has one. */
    default Optional<Contributions> contributions(FeatureRow row) {
        if (outputs().count() > 1) {
            throw new IllegalStateException(severalOutputs());
        }
        return contributions(row, 0);
    }

    /**
     * What each feature added to the margin behind one of the answer's numbers; empty for trees from a file of format
     * version 1, which does not hold how many rows reached each leaf, and where numbers would not stay finite.
     */
    Optional<Contributions> contributions(FeatureRow row, int output);

    private String severalOutputs() {
        return "Cannot give one score: the " + algorithm() + " model answers with "
                + outputs().count();
    }

    /** Refuses to give the one score of a model of several classes. */
    default void requireOneOutput() {
        if (outputs().count() > 1) {
            throw new IllegalStateException(severalOutputs());
        }
    }
}
