package dev.perennial.activities.monitor;

import dev.perennial.monitoring.bias.BiasAnalysis;
import dev.perennial.monitoring.bias.BiasPolicy;
import dev.perennial.monitoring.bias.Favourable;
import dev.perennial.monitoring.bias.SensitiveColumn;
import dev.perennial.monitoring.performance.LabelledRows;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.MetricName;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.Task;
import dev.perennial.monitoring.report.BiasSection;
import dev.perennial.monitoring.report.SliceSection;
import dev.perennial.monitoring.slices.Condition;
import dev.perennial.monitoring.slices.SliceAnalysis;
import dev.perennial.monitoring.slices.SliceDefinition;
import dev.perennial.monitoring.slices.SlicePolicy;
import dev.perennial.monitoring.slices.SliceRows;
import dev.perennial.monitoring.slices.WeakSliceFinder;
import dev.perennial.monitoring.slices.WeakSlicePolicy;
import dev.perennial.monitoring.slices.WeakSlices;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.SliceCondition;
import dev.perennial.registry.spec.SliceSpec;
import java.util.List;
import java.util.Optional;

/** The parts of a window's traffic: declared slices, weak ones that are found, and the groups of sensitive columns. */
final class TrafficParts {
    private final ModelSpec spec;
    private final ColumnTable table;
    private final LabelledRows outcomes;

    /** The rows of a window that the champion has not seen, those without a label included. */
    TrafficParts(ModelSpec spec, ColumnTable table, LabelledRows outcomes) {
        this.spec = spec;
        this.table = table;
        this.outcomes = outcomes;
    }

    /** Absent where nothing is declared, or the window has no row. */
    Optional<SliceSection> slices(ColumnTable reference, LabelledRows proven) {
        List<SliceDefinition> definitions = spec.slices().stream()
                .filter(this::isThere)
                .map(TrafficParts::definition)
                .toList();
        if (definitions.isEmpty() || table.rows() == 0) {
            return Optional.empty();
        }
        return Optional.of(SliceSection.of(SliceAnalysis.analyse(
                new SliceRows(table, outcomes),
                new SliceRows(reference, proven),
                definitions,
                judgedBy(),
                shown(),
                OutcomeOptions.defaults(),
                SlicePolicy.defaults())));
    }

    /** Slices that nobody declared. */
    WeakSlices weak() {
        return WeakSliceFinder.find(
                new SliceRows(table, outcomes),
                outcomes.task() == Task.REGRESSION ? Metric.MAE : Metric.LOG_LOSS,
                OutcomeOptions.defaults(),
                WeakSlicePolicy.defaults());
    }

    /** Absent where nothing is declared, or the window has no row. */
    Optional<BiasSection> bias() {
        return bias(BiasPolicy.defaults(Favourable.POSITIVE));
    }

    /** The same of quantities, whose gaps are measured in standard deviations of the labels. */
    Optional<BiasSection> bias(double deviation) {
        return bias(BiasPolicy.defaults(Favourable.POSITIVE).inUnitsOf(deviation));
    }

    private Optional<BiasSection> bias(BiasPolicy policy) {
        List<SensitiveColumn> columns = spec.sensitive().stream()
                .filter(name -> table.column(name).isPresent())
                .<SensitiveColumn>map(SensitiveColumn.AgainstBest::new)
                .toList();
        return columns.isEmpty() || table.rows() == 0
                ? Optional.empty()
                : Optional.of(BiasSection.of(
                        BiasAnalysis.analyse(table, outcomes, columns, OutcomeOptions.defaults(), policy)));
    }

    /* A declaration newer than the champion may name features that the champion does not read. */
    private boolean isThere(SliceSpec slice) {
        if (slice instanceof SliceSpec.Where where) {
            return where.condition().terms().stream()
                    .map(SliceCondition.Term::feature)
                    .allMatch(feature -> table.column(feature).isPresent());
        }
        return table.column(((SliceSpec.ByFeature) slice).feature()).isPresent();
    }

    private static SliceDefinition definition(SliceSpec slice) {
        return slice instanceof SliceSpec.Where where
                ? new SliceDefinition.Where(
                        where.name(), Condition.parse(where.condition().toString()))
                : new SliceDefinition.ByColumn(((SliceSpec.ByFeature) slice).feature());
    }

    private List<MetricName> judgedBy() {
        List<MetricName> declared =
                DeclaredMetrics.of(spec).stream().map(MetricName::of).toList();
        return declared.isEmpty()
                ? List.of(MetricName.of(outcomes.task() == Task.REGRESSION ? Metric.RMSE : Metric.LOG_LOSS))
                : declared;
    }

    /* What tells more of an error than the metrics that judge it. */
    private List<MetricName> shown() {
        List<Metric> metrics = switch (outcomes.task()) {
            case REGRESSION -> List.of(Metric.RMSE, Metric.MAE, Metric.BIAS);
            case MULTICLASS_CLASSIFICATION -> List.of(Metric.LOG_LOSS, Metric.ACCURACY);
            case BINARY_CLASSIFICATION, RANKING -> List.of();
        };
        return metrics.stream().map(MetricName::of).toList();
    }
}
