package dev.perennial.scoring;

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
    private final int[] roots;
    private final int[] codes;
    private final float[] values;
    // the left child, its neighbour being the right one; of a leaf 0, which is always a root
    private final int[] children;
    private final ThreadLocal<float[]> inputs;

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
        int trees = negative.size() + positive.size();
        if (trees > MOST_TREES || !(Math.abs(base) <= LARGEST_VALUE)) {
            throw new IllegalArgumentException("Invalid boosted trees: " + trees + " trees over a base of " + base);
        }
        int nodes = 0;
        for (int tree = 0; tree < trees; tree++) {
            nodes = Math.addExact(nodes, tree(tree).nodes());
        }
        roots = new int[trees];
        codes = new int[nodes];
        values = new float[nodes];
        children = new int[nodes];
        int next = 0;
        for (int tree = 0; tree < trees; tree++) {
            roots[tree] = next;
            next = place(tree(tree), next);
        }
        int columns = schema.size();
        inputs = ThreadLocal.withInitial(() -> new float[columns]);
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

    private DecisionTree tree(int index) {
        return index < negative.size() ? negative.get(index) : positive.get(index - negative.size());
    }

    private int place(DecisionTree tree, int root) {
        if (tree.features() > schema.size()) {
            throw new IllegalArgumentException("Invalid boosted trees: a split looks at feature "
                    + (tree.features() - 1) + " of a schema of " + schema.size());
        }
        int child = root + 1;
        for (int node = 0; node < tree.nodes(); node++) {
            codes[root + node] = tree.code(node);
            values[root + node] = tree.value(node);
            if (tree.code(node) == DecisionTree.LEAF) {
                if (Math.abs(tree.value(node)) > LARGEST_VALUE) {
                    throw new IllegalArgumentException("Invalid boosted trees: a leaf of " + tree.value(node));
                }
            } else {
                children[root + node] = child;
                child += 2;
            }
        }
        return root + tree.nodes();
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
        int size = 20 * codes.length;
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
        float[] input = inputs.get();
        for (int column = 0; column < input.length; column++) {
            input[column] = input(column, row);
        }
        float against = sum(input, 0, negative.size());
        float inFavour = sum(input, negative.size(), roots.length);
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

    private float sum(float[] input, int from, int to) {
        float sum = base;
        for (int tree = from; tree < to; tree++) {
            int node = roots[tree];
            int child;
            while ((child = children[node]) != 0) {
                int code = codes[node];
                float value = input[code >> 1];
                // A missing value is NaN, for which every comparison is false.
                boolean left = (code & 1) == 0 ? value < values[node] : !(value >= values[node]);
                node = left ? child : child + 1;
            }
            sum += values[node];
        }
        return sum;
    }
}
