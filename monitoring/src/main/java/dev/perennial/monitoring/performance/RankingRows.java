package dev.perennial.monitoring.performance;

import dev.perennial.monitoring.Require;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Scored items by query, with how relevant each turned out; higher scores stand nearer the top. A query with an unusable
 * score (not a finite number), a negative or infinite relevance, or a missing label is left out whole and counted.
 */
public final class RankingRows implements LabelledRows {
    private final String[] queries;
    private final double[] scores;
    private final double[] relevance;
    private final Blocks blocks;
    private final @Nullable LabelMaturity declared;

    private RankingRows(
            String[] queries, double[] scores, double[] relevance, Blocks blocks, @Nullable LabelMaturity declared) {
        Require.sameLength(queries.length, scores.length, "scores");
        Require.sameLength(queries.length, relevance.length, "relevances");
        Require.sameLength(queries.length, blocks.rows(), "block keys");
        this.queries = queries;
        this.scores = scores;
        this.relevance = relevance;
        this.blocks = blocks;
        this.declared = declared;
    }

    /** Rows of independent queries; relevance is not negative, NaN when the label has not arrived. */
    public static RankingRows of(String[] queries, double[] scores, double[] relevance) {
        return new RankingRows(queries, scores, relevance, Blocks.independent(queries.length), null);
    }

    /** The same rows, whose queries share their circumstances by key; a query's block is that of its first row. */
    public RankingRows inBlocks(String[] keys) {
        return new RankingRows(queries, scores, relevance, Blocks.of(keys), declared);
    }

    /** The same rows with a maturity known from elsewhere: unlabelled predictions are not among them. */
    public RankingRows withMaturity(LabelMaturity maturity) {
        return new RankingRows(queries, scores, relevance, blocks, maturity);
    }

    /** The query of a row. */
    public String query(int row) {
        return queries[row];
    }

    /** The score of a row. */
    public double score(int row) {
        return scores[row];
    }

    /** The relevance of a row; NaN when it has not arrived. */
    public double relevance(int row) {
        return relevance[row];
    }

    @Override
    public Task task() {
        return Task.RANKING;
    }

    @Override
    public int rows() {
        return queries.length;
    }

    @Override
    public boolean labelled(int row) {
        return !Double.isNaN(relevance[row]);
    }

    @Override
    public Blocks blocks() {
        return blocks;
    }

    @Override
    public LabelMaturity maturity() {
        return declared == null ? LabelledRows.counted(this) : declared;
    }

    @Override
    public RankingRows select(int[] rows) {
        return new RankingRows(
                Arrays.stream(rows).mapToObj(row -> queries[row]).toArray(String[]::new),
                Arrays.stream(rows).mapToDouble(row -> scores[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> relevance[row]).toArray(),
                blocks.select(rows),
                null);
    }
}
