package dev.perennial.monitoring.performance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Every metric of a ranking on one set of queries; computed when asked for. Not thread-safe. */
final class RankingEvaluator implements Evaluator {
    private final OutcomeOptions options;
    private final RankingRows all;
    private final List<RankedQuery> queries = new ArrayList<>();
    private final Blocks blocks;
    private long rows;
    private long unusable;
    private long waiting;

    RankingEvaluator(RankingRows all, OutcomeOptions options) {
        this.options = options;
        this.all = all;
        Map<String, List<Integer>> byQuery = new TreeMap<>();
        for (int row = 0; row < all.rows(); row++) {
            byQuery.computeIfAbsent(all.query(row), query -> new ArrayList<>()).add(row);
        }
        List<Integer> firstRows = new ArrayList<>();
        for (List<Integer> members : byQuery.values()) {
            long labelled = members.stream().filter(all::labelled).count();
            if (members.stream().anyMatch(this::broken)) {
                unusable += labelled;
            } else if (labelled < members.size()) {
                waiting++;
            } else {
                rows += members.size();
                queries.add(query(members));
                firstRows.add(members.get(0));
            }
        }
        this.blocks = all.blocks()
                .select(firstRows.stream().mapToInt(Integer::intValue).toArray());
    }

    private boolean broken(int row) {
        return !Double.isFinite(all.score(row))
                || all.relevance(row) < 0
                || all.relevance(row) == Double.POSITIVE_INFINITY;
    }

    private RankedQuery query(List<Integer> members) {
        return new RankedQuery(
                members.stream().mapToDouble(all::score).toArray(),
                members.stream().mapToDouble(all::relevance).toArray());
    }

    @Override
    public List<MetricName> names() {
        List<MetricName> names = new ArrayList<>();
        options.depths().forEach(depth -> names.add(MetricName.at(Metric.NDCG, depth)));
        names.add(MetricName.of(Metric.MRR));
        options.depths().forEach(depth -> names.add(MetricName.at(Metric.HIT_RATE, depth)));
        return names;
    }

    @Override
    public Evaluation evaluate(MetricName name) {
        return switch (name.metric()) {
            case NDCG -> gain(name.depth());
            case MRR -> mean(RankedQuery::reciprocalRank);
            case HIT_RATE -> mean(query -> query.hit(name.depth()));
            default -> Evaluator.notMeasured(name, Task.RANKING, queries.size());
        };
    }

    @Override
    public RankingOutcomes report() {
        return new RankingOutcomes(
                rows,
                unusable,
                queries.size(),
                all.maturity(),
                names().stream()
                        .map(name -> evaluate(name).as(name, options.level()))
                        .toList());
    }

    /* A query without a relevant item has no ideal order: it is left out and counted. */
    private Evaluation gain(int depth) {
        int[] kept = IntStream.range(0, queries.size())
                .filter(i -> queries.get(i).relevant() > 0)
                .toArray();
        double[] values = Arrays.stream(kept)
                .mapToDouble(i -> queries.get(i).normalisedGain(depth))
                .toArray();
        Evaluation mean = unit(values, blocks.select(kept));
        int without = queries.size() - kept.length;
        return waiting(
                without == 0 ? mean : mean.noting(without + " queries are left out: nothing in them is relevant"));
    }

    private Evaluation mean(ToDoubleFunction<RankedQuery> value) {
        return waiting(unit(queries.stream().mapToDouble(value).toArray(), blocks));
    }

    private Evaluation waiting(Evaluation evaluation) {
        return waiting == 0 ? evaluation : evaluation.noting(waiting + " queries wait for labels");
    }

    private static Evaluation unit(double[] values, Blocks blocks) {
        int groups = blocks.count();
        if (groups < 2) {
            String what = blocks.independent() || groups == 0 ? " queries" : " blocks";
            return Evaluation.unknown(groups + what + ", at least 2 are needed", values.length);
        }
        double mean = Math.min(1, Math.max(0, ExactSum.mean(values)));
        double[] influence = Arrays.stream(values).map(value -> value - mean).toArray();
        Influence of = Influence.of(influence, blocks);
        double units = mean <= 0 || mean >= 1 ? groups : Double.MAX_VALUE;
        return Evaluation.known(
                mean, Spreads.unit(mean, of.standardError(), of.degreesOfFreedom(), units), values.length);
    }
}
