package dev.perennial.scoring;

import dev.perennial.scoring.FactorTerm.CategoryFactors;
import dev.perennial.scoring.FactorTerm.NumberFactors;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sums of weighted inputs and of the products of all pairs of inputs, each pair weighted by the product of the two
 * inputs' factors: one sum a label joined by a softmax, of which a probability has two, or one as it is.
 */
public final class FactorizationMachineModel implements CompiledModel {

    /*
     * S. Rendle (2010), Factorization machines, ICDM, lemma 3.1: over all pairs the sum of v_i v_j x_i x_j is half of
     * the square of the sum of v x less the sum of the squares, for each factor.
     */

    public static final String ALGORITHM = "factorization-machine";

    static final int MOST_FACTORS = 256;

    private final FeatureSchema schema;
    private final Outputs outputs;
    private final int factors;
    private final double[] biases;
    private final List<FactorTerm> terms;
    private final double[] means;
    private final double[] scales;
    private final double[][] present;
    private final double[][] missing;
    private final @Nullable Map<String, double[]>[] levels;
    private final ThreadLocal<Scratch> scratches;

    /* The margins and, side by side for each margin, the sums of the factors and of their squares. Not thread-safe. */
    private static final class Scratch {

        private final double[] margins;
        private final double[] sums;
        private final double[] squares;

        Scratch(int margins, int factors) {
            this.margins = new double[margins];
            sums = new double[margins * factors];
            squares = new double[sums.length];
        }
    }

    /**
     * A model with a bias for each label, or one for a value, and a term for each feature of the schema, of the
     * feature's kind; every input has a weight and {@code factors} factors for each bias.
     */
    public FactorizationMachineModel(
            FeatureSchema schema, Outputs outputs, int factors, List<Double> biases, List<FactorTerm> terms) {
        int margins = Margins.ofLabels(outputs);
        if (biases.size() != margins || terms.size() != schema.size() || factors < 1 || factors > MOST_FACTORS) {
            throw new IllegalArgumentException("Invalid factorisation machine: " + biases.size() + " biases, "
                    + terms.size() + " terms and " + factors + " factors (" + margins + ", " + schema.size()
                    + " and 1 to " + MOST_FACTORS + " are expected)");
        }
        this.schema = schema;
        this.outputs = outputs;
        this.factors = factors;
        this.biases = new FactorWeights(
                        biases.stream().mapToDouble(Double::doubleValue).toArray())
                .shared();
        this.terms = List.copyOf(terms);
        means = new double[schema.size()];
        scales = new double[schema.size()];
        present = new double[schema.size()][];
        missing = new double[schema.size()][];
        levels = newLevels(schema.size());
        for (int column = 0; column < means.length; column++) {
            place(column, this.terms.get(column));
        }
        scratches = ThreadLocal.withInitial(() -> new Scratch(margins, factors));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Map<String, double[]>[] newLevels(int size) {
        return new Map[size];
    }

    private void place(int column, FactorTerm term) {
        if (schema.holdsNumbers(column) != (term instanceof NumberFactors)) {
            throw new IllegalArgumentException("Invalid factorisation machine: the term of feature "
                    + schema.feature(column).name() + " is a " + term.getClass().getSimpleName());
        }
        missing[column] = checked(column, term.missing());
        present[column] = missing[column];
        if (term instanceof NumberFactors number) {
            means[column] = number.mean();
            scales[column] = number.scale();
            present[column] = checked(column, number.present());
        } else {
            Map<String, double[]> ofLevels = new HashMap<>();
            ((CategoryFactors) term)
                    .levels()
                    .forEach((level, weights) -> ofLevels.put(level, checked(column, weights)));
            levels[column] = Map.copyOf(ofLevels);
        }
    }

    private double[] checked(int column, FactorWeights weights) {
        int needed = biases.length * (1 + factors);
        if (weights.size() != needed) {
            throw new IllegalArgumentException("Invalid factorisation machine: an input of feature "
                    + schema.feature(column).name() + " has " + weights.size() + " weights and factors, " + needed
                    + " are expected");
        }
        return weights.shared();
    }

    @Override
    public FeatureSchema schema() {
        return schema;
    }

    @Override
    public String algorithm() {
        return ALGORITHM;
    }

    @Override
    public Outputs outputs() {
        return outputs;
    }

    /** How many factors an input has for each margin. */
    public int factors() {
        return factors;
    }

    /** Where the sum of each label begins. */
    public List<Double> biases() {
        return Arrays.stream(biases).boxed().toList();
    }

    public List<FactorTerm> terms() {
        return terms;
    }

    @Override
    public int sizeInBytes() {
        int input = 8 * biases.length * (1 + factors);
        int size = (16 + 2 * input) * schema.size();
        for (Map<String, double[]> ofLevels : levels) {
            size += ofLevels == null ? 0 : (96 + input) * ofLevels.size();
        }
        return size;
    }

    /** The library adds the same products in the order of its own feature numbers: the last bits differ. */
    @Override
    public double scoreTolerance() {
        return 1e-9;
    }

    @Override
    public double score(FeatureRow row) {
        requireOneOutput();
        double[] margins = margins(row);
        if (margins.length == 1) {
            return margins[0];
        }
        Softmax.inPlace(margins, margins.length);
        return margins[1];
    }

    @Override
    public void score(FeatureRow row, double[] scores) {
        if (outputs.count() == 1) {
            scores[0] = score(row);
            return;
        }
        double[] margins = margins(row);
        Softmax.inPlace(margins, margins.length);
        System.arraycopy(margins, 0, scores, 0, margins.length);
    }

    private double[] margins(FeatureRow row) {
        schema.requireSame(row.schema());
        Scratch scratch = scratches.get();
        System.arraycopy(biases, 0, scratch.margins, 0, biases.length);
        Arrays.fill(scratch.sums, 0);
        Arrays.fill(scratch.squares, 0);
        for (int column = 0; column < means.length; column++) {
            double[] weights = weights(column, row);
            if (weights != null) {
                add(weights, value(column, row), scratch);
            }
        }
        int next = 0;
        for (int margin = 0; margin < biases.length; margin++) {
            double pairs = 0;
            for (int factor = 0; factor < factors; factor++, next++) {
                pairs += scratch.sums[next] * scratch.sums[next] - scratch.squares[next];
            }
            scratch.margins[margin] += pairs / 2;
        }
        return scratch.margins;
    }

    private static void add(double[] weights, double value, Scratch scratch) {
        double[] margins = scratch.margins;
        for (int margin = 0; margin < margins.length; margin++) {
            margins[margin] += weights[margin] * value;
        }
        double[] sums = scratch.sums;
        double[] squares = scratch.squares;
        int first = margins.length;
        for (int factor = 0; factor < sums.length; factor++) {
            double product = weights[first + factor] * value;
            sums[factor] += product;
            squares[factor] += product * product;
        }
    }

    /* Those of the one input that the row sets; null where it sets none. */
    private double @Nullable [] weights(int column, FeatureRow row) {
        Map<String, double[]> ofLevels = levels[column];
        if (ofLevels == null) {
            return Double.isNaN(row.number(column)) ? missing[column] : present[column];
        }
        String category = row.category(column);
        return category == null ? missing[column] : ofLevels.get(category);
    }

    private double value(int column, FeatureRow row) {
        double number = row.number(column);
        return levels[column] != null || Double.isNaN(number)
                ? 1
                : NumberTerm.standardise(number, means[column], scales[column]);
    }

    /**
     * Exact Shapley values against a row with every number at its mean and every category unseen, whose inputs are all
     * zero: each feature has its own weighted input and half of every product that it is part of. Of a probability those
     * of the positive sum less the negative one.
     */
    @Override
    public Optional<Contributions> contributions(FeatureRow row, int output) {
        double[] values = new double[schema.size()];
        boolean odds = outputs instanceof Outputs.Probability;
        double base = addContributions(row, odds ? 1 : output, 1, values);
        if (odds) {
            base += addContributions(row, 0, -1, values);
        }
        return Optional.of(new Contributions(Margins.unit(outputs), base, values));
    }

    private double addContributions(FeatureRow row, int margin, int sign, double[] into) {
        margins(row);
        Scratch scratch = scratches.get();
        for (int column = 0; column < into.length; column++) {
            double[] weights = weights(column, row);
            if (weights != null) {
                double value = value(column, row);
                int first = biases.length + margin * factors;
                double contribution = weights[margin] * value;
                for (int factor = 0; factor < factors; factor++) {
                    double product = weights[first + factor] * value;
                    contribution += product * (scratch.sums[margin * factors + factor] - product) / 2;
                }
                into[column] += sign * contribution;
            }
        }
        return sign * biases[margin];
    }
}
