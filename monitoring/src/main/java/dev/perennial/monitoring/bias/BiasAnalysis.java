package dev.perennial.monitoring.bias;

import dev.perennial.monitoring.paired.MultipleTesting;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.Evaluation;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricName;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Compares decisions and errors between the groups of sensitive columns.
 *
 * <p>Of a yes-or-no question these are rates; of several classes accuracy, and selection and true-positive rates of each class
 * against all others; of a regression mean errors and mean answers, whose tolerated gap is a multiple of the policy's unit.
 * Rates have Wilson's interval, robust to dependence within blocks where the rows have them. All comparisons of all
 * columns and measures share one correction by Benjamini and Hochberg. Groups with fewer rows than the least number are
 * shown and not compared. A gap says that groups are treated differently, not why, nor whether that is wrong.
 */
public final class BiasAnalysis {

    private static final String MISSING = "(missing)";

    private final ColumnTable table;
    private final List<Answers> answers;
    private final OutcomeOptions options;
    private final BiasPolicy policy;
    private final List<GroupPair> tested = new ArrayList<>();

    private BiasAnalysis(ColumnTable table, LabelledRows rows, OutcomeOptions options, BiasPolicy policy) {
        this.table = table;
        answers = Answers.of(rows);
        this.options = options.atLevel(policy.level());
        this.policy = policy;
    }

    /**
     * Compares groups.
     *
     * @param table the columns of the rows
     * @param rows their predictions and labels, unlabelled ones included
     * @param columns the sensitive columns
     * @param options how decisions are made from scores
     * @param policy when groups count as treated unequally
     * @throws IllegalArgumentException if a column is absent or no category, or a declared group is none of its categories
     */
    public static BiasReport analyse(
            ColumnTable table,
            LabelledRows rows,
            List<SensitiveColumn> columns,
            OutcomeOptions options,
            BiasPolicy policy) {
        if (table.rows() != rows.rows()) {
            throw new IllegalArgumentException("Invalid outcomes: " + rows.rows() + " rows, expected " + table.rows());
        }
        return new BiasAnalysis(table, rows, options, policy).analyse(columns);
    }

    private BiasReport analyse(List<SensitiveColumn> columns) {
        List<Compared> all = new ArrayList<>();
        for (SensitiveColumn column : columns) {
            List<Members> members = members(column.column());
            for (Answers of : answers) {
                List<Group> groups = members.stream()
                        .map(group -> new Group(
                                group.name(),
                                of,
                                group.rows().stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray()))
                        .sorted(Comparator.comparingInt((Group group) -> -group.members.rows())
                                .thenComparing(group -> group.name))
                        .toList();
                all.add(new Compared(column.column(), of, groups, gaps(column, of, groups)));
            }
        }
        double[] adjusted = MultipleTesting.benjaminiHochberg(
                tested.stream().mapToDouble(GroupPair::pValue).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            tested.get(i).adjust(adjusted[i]);
        }
        return new BiasReport(all.stream().map(Compared::result).toList(), tested.size());
    }

    private record Compared(String column, Answers of, List<Group> groups, List<Gap> gaps) {
        BiasColumn result() {
            return new BiasColumn(
                    column,
                    groups.stream().map(Group::result).toList(),
                    gaps.stream().map(Gap::result).toList(),
                    of.word());
        }
    }

    /* The rows of one group of a column. */
    private record Members(String name, List<Integer> rows) {}

    private List<Members> members(String name) {
        Column column = table.column(name)
                .orElseThrow(() -> new IllegalArgumentException("Invalid sensitive column: there is no column '" + name
                        + "', expected one of " + String.join(", ", table.names())));
        if (!(column instanceof CategoryColumn categories)) {
            throw new IllegalArgumentException(
                    "Invalid sensitive column: " + name + " is a number, expected a category");
        }
        int missing = categories.dictionary().size();
        List<List<Integer>> members = new ArrayList<>();
        for (int code = 0; code <= missing; code++) {
            members.add(new ArrayList<>());
        }
        for (int row = 0; row < categories.rows(); row++) {
            members.get(categories.missing(row) ? missing : categories.codes()[row])
                    .add(row);
        }
        return IntStream.rangeClosed(0, missing)
                .filter(code -> !members.get(code).isEmpty())
                .mapToObj(code -> new Members(
                        code == missing ? MISSING : categories.dictionary().get(code), members.get(code)))
                .toList();
    }

    private List<Gap> gaps(SensitiveColumn column, Answers of, List<Group> groups) {
        List<Gap> gaps = new ArrayList<>();
        for (BiasMeasure measure : of.measures()) {
            List<Group> comparable = groups.stream()
                    .filter(group -> group.reason(measure).isEmpty())
                    .toList();
            if (column instanceof SensitiveColumn.AgainstGroup declared) {
                Group other = groups.stream()
                        .filter(group -> group.name.equals(declared.group()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("Invalid reference group: '" + declared.group()
                                + "' is no group of " + column.column() + ", expected one of "
                                + String.join(
                                        ", ",
                                        groups.stream().map(group -> group.name).toList())));
                against(gaps, measure, groups, other);
            } else if (!comparable.isEmpty()) {
                Group best = best(measure, comparable);
                against(gaps, measure, groups, best);
                otherPairs(measure, comparable, best);
            }
        }
        return gaps;
    }

    private Group best(BiasMeasure measure, List<Group> groups) {
        ToDoubleFunction<Group> value = group -> group.known(measure).value();
        return groups.stream()
                .max(Comparator.comparingDouble(
                        switch (measure) {
                            case SELECTION_RATE, DISPARATE_IMPACT, MEAN_ANSWER ->
                                policy.favourable() == Favourable.POSITIVE
                                        ? value
                                        : group -> -value.applyAsDouble(group);
                            case TRUE_POSITIVE_RATE, ACCURACY -> value;
                            case FALSE_POSITIVE_RATE -> group -> -value.applyAsDouble(group);
                            case MEAN_ERROR -> group -> -Math.abs(value.applyAsDouble(group));
                        }))
                .orElseThrow();
    }

    private void against(List<Gap> gaps, BiasMeasure measure, List<Group> groups, Group other) {
        for (Group group : groups) {
            if (group == other) {
                continue;
            }
            String reason = group.reason(measure);
            if (reason.isEmpty() && !other.reason(measure).isEmpty()) {
                reason = "in group " + other.name + ": " + other.reason(measure);
            }
            if (reason.isEmpty() && zeroRatio(measure, other)) {
                reason = "nobody in group " + other.name + " has the favourable answer";
            }
            if (reason.isEmpty()) {
                GroupPair pair = pair(measure, group, other);
                tested.add(pair);
                gaps.add(new Gap(measure, group.name, other.name, pair));
            } else {
                gaps.add(new Gap(measure, group.name, other.name, reason));
            }
        }
    }

    /* The best group was chosen by its own rate: had any other pair been as far apart, it would have been shown instead. */
    private void otherPairs(BiasMeasure measure, List<Group> groups, Group best) {
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                Group first = groups.get(i);
                Group second = groups.get(j);
                if (first != best && second != best && !zeroRatio(measure, second)) {
                    tested.add(pair(measure, first, second));
                }
            }
        }
    }

    private boolean zeroRatio(BiasMeasure measure, Group other) {
        return measure == BiasMeasure.DISPARATE_IMPACT
                && GroupPair.favourable(other.known(measure).value(), policy) <= 0;
    }

    private GroupPair pair(BiasMeasure measure, Group first, Group second) {
        return measure == BiasMeasure.DISPARATE_IMPACT
                ? GroupPair.ratio(first.known(measure), second.known(measure), policy)
                : GroupPair.difference(first.known(measure), second.known(measure), policy);
    }

    /** One group with its rates. */
    private final class Group {
        private final String name;
        private final LabelledRows members;
        private final Map<Metric, Evaluation> rates = new EnumMap<>(Metric.class);

        Group(String name, Answers of, int[] rows) {
            this.name = name;
            members = of.select(rows);
            for (BiasMeasure measure : of.measures()) {
                rates.computeIfAbsent(measure.rate(), rate -> of.rate(measure, rows, options));
            }
        }

        private Evaluation rate(BiasMeasure measure) {
            Evaluation rate = rates.get(measure.rate());
            if (rate == null) {
                throw new IllegalStateException("Cannot find the rate of " + measure.label());
            }
            return rate;
        }

        /* Why it is not compared; empty when it is. */
        String reason(BiasMeasure measure) {
            Evaluation rate = rate(measure);
            if (rate.rows() < policy.minimumRows()) {
                String what = switch (measure) {
                    case SELECTION_RATE, DISPARATE_IMPACT, MEAN_ANSWER -> " rows";
                    case ACCURACY, MEAN_ERROR -> " labelled rows";
                    case TRUE_POSITIVE_RATE -> " positive labels";
                    case FALSE_POSITIVE_RATE -> " negative labels";
                };
                return rate.rows() + what + ", at least " + policy.minimumRows() + " are needed";
            }
            return rate.match(known -> "", Evaluation.Unknown::reason);
        }

        Evaluation.Known known(BiasMeasure measure) {
            return (Evaluation.Known) rate(measure);
        }

        BiasGroup result() {
            return new BiasGroup(
                    name,
                    members.rows(),
                    members.maturity(),
                    rates.entrySet().stream()
                            .map(rate -> rate.getValue().as(MetricName.of(rate.getKey()), policy.level()))
                            .toList());
        }
    }

    /** A comparison that waits for its adjusted p value, or the reason why there is none. */
    private final class Gap {
        private final BiasMeasure measure;
        private final String group;
        private final String against;
        private final List<GroupPair> pair;
        private final String reason;

        Gap(BiasMeasure measure, String group, String against, GroupPair pair) {
            this(measure, group, against, List.of(pair), "");
        }

        Gap(BiasMeasure measure, String group, String against, String reason) {
            this(measure, group, against, List.of(), reason);
        }

        private Gap(BiasMeasure measure, String group, String against, List<GroupPair> pair, String reason) {
            this.measure = measure;
            this.group = group;
            this.against = against;
            this.pair = pair;
            this.reason = reason;
        }

        BiasGap result() {
            return pair.isEmpty()
                    ? new BiasGap(
                            measure,
                            group,
                            against,
                            new Estimate.NotEvaluable(reason),
                            new BiasFinding.NotEvaluable(reason))
                    : new BiasGap(
                            measure,
                            group,
                            against,
                            pair.get(0).estimate(policy.level()),
                            pair.get(0).finding(policy));
        }
    }
}
