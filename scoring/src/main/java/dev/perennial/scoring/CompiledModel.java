package dev.perennial.scoring;

/**
 * A model in flat arrays that answers with the probability of the positive class. Implementations are immutable, safe
 * for concurrent use and allocate nothing while scoring. Sealed, because a model is one that
 * {@link CompiledModelFormat} can write; {@link ConstantModel} is the simplest of them and serves wherever any will do.
 */
public sealed interface CompiledModel permits LinearModel, BoostedTreesModel, ConstantModel {

    FeatureSchema schema();

    /** The word that names this kind of model in specifications, files and reports. */
    String algorithm();

    /** About how much memory the model holds. */
    int sizeInBytes();

    /**
     * The largest difference from the score of the library that trained the model that its arithmetic alone explains:
     * models in double precision are held to a smaller one than models in single precision.
     */
    double scoreTolerance();

    /**
     * The probability of the positive class, from 0 to 1. The row's schema must equal the model's. A missing value is
     * scored as one whether or not its feature is required: refusing it is the business of whoever accepts rows.
     */
    double score(FeatureRow row);

    /** The scores of all rows of the table, in its order. */
    default double[] scoreAll(FeatureTable table) {
        double[] scores = new double[table.rows()];
        FeatureRow row = new FeatureRow(table.schema());
        for (int index = 0; index < scores.length; index++) {
            table.read(index, row);
            scores[index] = score(row);
        }
        return scores;
    }
}
