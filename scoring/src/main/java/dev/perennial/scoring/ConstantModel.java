package dev.perennial.scoring;

import java.util.Optional;

/** The model that gives every row the same score, as a floor for comparisons and a last resort for fallbacks. */
public record ConstantModel(FeatureSchema schema, double probability) implements CompiledModel {

    public static final String ALGORITHM = "constant";

    public ConstantModel {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("Invalid probability: " + probability + " (0 to 1 is expected)");
        }
    }

    @Override
    public String algorithm() {
        return ALGORITHM;
    }

    @Override
    public Outputs outputs() {
        return Outputs.probability();
    }

    @Override
    public int sizeInBytes() {
        return 32;
    }

    @Override
    public double scoreTolerance() {
        return 0;
    }

    @Override
    public double score(FeatureRow row) {
        schema.requireSame(row.schema());
        return probability;
    }

    /** All of the answer is the base. */
    @Override
    public Optional<Contributions> contributions(FeatureRow row, int output) {
        schema.requireSame(row.schema());
        return Optional.of(new Contributions(Contributions.Unit.PROBABILITY, probability, new double[schema.size()]));
    }
}
