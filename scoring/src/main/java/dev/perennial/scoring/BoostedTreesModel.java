package dev.perennial.scoring;

import dev.perennial.scoring.TreeEvaluation.Scratch;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Two sums of regression trees, one a class, joined by a softmax, in the single-precision arithmetic and order of
 * additions of XGBoost, so that both score alike. A category is read as its {@link CategoryRates}; a missing value goes
 * where each split sends it.
 */
public final class BoostedTreesModel implements CompiledModel {

    public static final String ALGORITHM = "gradient-boosting";

    static final int MOST_TREES = 100_000;
    private static final float LARGEST_VALUE = 1e30f;

    private final FeatureSchema schema;
    private final float base;
    private final SortedMap<String, CategoryRates> rates;
    private final List<DecisionTree> negative;
    private final List<DecisionTree> positive;

    private final @Nullable Map<String, Float>[] levels;
    private final float[] priors;
    private final TreeEvaluation trees;
    private final ThreadLocal<Scratch> scratches;

    /**
     * A model whose class sums begin at {@code base} and add the trees in their order; {@code rates} has an entry for
     * every category feature of the schema and no other.
     */
    public BoostedTreesModel(
            FeatureSchema schema,
            float base,
            Map<String, CategoryRates> rates,
            List<DecisionTree> negative,
            List<DecisionTree> positive) {
        this.schema = schema;
        this.base = base;
        this.rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
        this.negative = List.copyOf(negative);
        this.positive = List.copyOf(positive);
        priors = new float[schema.size()];
        levels = newLevels(schema.size());
        placeRates();
        int count = negative.size() + positive.size();
        if (count > MOST_TREES || !(Math.abs(base) <= LARGEST_VALUE)) {
            throw new IllegalArgumentException("Invalid boosted trees: " + count + " trees over a base of " + base);
        }
        this.negative.forEach(this::check);
        this.positive.forEach(this::check);
        trees = TreeEvaluation.of(this.negative, this.positive, schema.size());
        int columns = schema.size();
        scratches = ThreadLocal.withInitial(() -> new Scratch(columns, count));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Map<String, Float>[] newLevels(int size) {
        return new Map[size];
    }

    private void placeRates() {
        Map<String, CategoryRates> unused = new HashMap<>(rates);
        for (int column = 0; column < priors.length; column++) {
            if (!schema.holdsNumbers(column)) {
                String name = schema.feature(column).name();
                CategoryRates ofFeature = unused.remove(name);
                if (ofFeature == null) {
                    throw new IllegalArgumentException("Invalid boosted trees: no rates for category feature " + name);
                }
                priors[column] = ofFeature.prior();
                levels[column] = Map.copyOf(ofFeature.rates());
            }
        }
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException(
                    "Invalid boosted trees: rates for " + unused.keySet() + ", not category features of the schema");
        }
    }

    private void check(DecisionTree tree) {
        if (tree.features() > schema.size()) {
            throw new IllegalArgumentException("Invalid boosted trees: a split looks at feature "
                    + (tree.features() - 1) + " of a schema of " + schema.size());
        }
        for (int node = 0; node < tree.nodes(); node++) {
            if (tree.code(node) == DecisionTree.LEAF && Math.abs(tree.value(node)) > LARGEST_VALUE) {
                throw new IllegalArgumentException("Invalid boosted trees: a leaf of " + tree.value(node));
            }
        }
    }

    @Override
    public FeatureSchema schema() {
        return schema;
    }

    @Override
    public String algorithm() {
        return ALGORITHM;
    }

    /** Where both class sums begin. */
    public float base() {
        return base;
    }

    /** By name of the category feature. */
    public SortedMap<String, CategoryRates> rates() {
        return rates;
    }

    public List<DecisionTree> negative() {
        return negative;
    }

    public List<DecisionTree> positive() {
        return positive;
    }

    @Override
    public int sizeInBytes() {
        int size = trees.sizeInBytes();
        for (CategoryRates ofFeature : rates.values()) {
            size += 96 * ofFeature.rates().size();
        }
        return size;
    }

    @Override
    public double scoreTolerance() {
        return 1e-6;
    }

    @Override
    public double score(FeatureRow row) {
        schema.requireSame(row.schema());
        Scratch scratch = scratches.get();
        for (int column = 0; column < levels.length; column++) {
            scratch.inputs[column] = input(column, row);
        }
        trees.evaluate(base, scratch);
        float against = scratch.negative;
        float inFavour = scratch.positive;
        float largest = Math.max(against, inFavour);
        float negativeShare = (float) Math.exp(against - largest);
        float positiveShare = (float) Math.exp(inFavour - largest);
        return positiveShare / (float) ((double) negativeShare + positiveShare);
    }

    private float input(int column, FeatureRow row) {
        Map<String, Float> ratesOfLevels = levels[column];
        if (ratesOfLevels == null) {
            return (float) row.number(column);
        }
        String category = row.category(column);
        if (category == null) {
            return Float.NaN;
        }
        Float rate = ratesOfLevels.get(category);
        return rate == null ? priors[column] : rate;
    }
}
