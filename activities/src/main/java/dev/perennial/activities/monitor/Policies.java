package dev.perennial.activities.monitor;

import dev.perennial.monitoring.decision.AlarmLevels;
import dev.perennial.monitoring.decision.DecisionPolicy;
import dev.perennial.monitoring.decision.Objective;
import dev.perennial.monitoring.distance.Distance;
import dev.perennial.monitoring.drift.DeclaredDistances;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.registry.spec.AlarmRate;
import dev.perennial.registry.spec.DriftSpec;
import dev.perennial.registry.spec.FalseAlarmBudget;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ObjectiveMetric;
import dev.perennial.registry.spec.ObjectiveSpec;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A declaration's words as the policies of the statistics. */
final class Policies {
    private Policies() {}

    static DriftPolicy drift(ModelSpec spec) {
        DriftPolicy standard = DriftPolicy.standard();
        return new DriftPolicy(
                        spec.monitor().effectFloor(),
                        spec.monitor().effectFloor(),
                        standard.missingFloor(),
                        standard.unexpectedFloor(),
                        spec.monitor().falseAlarmRate(),
                        standard.minimumRows())
                .by(distances(spec.monitor().drift()));
    }

    private static DeclaredDistances distances(DriftSpec drift) {
        SortedMap<String, Double> floors = new TreeMap<>();
        drift.floors()
                .forEach((column, floor) ->
                        floors.put(column.equals(DriftSpec.PREDICTION) ? TableProfile.SCORE : column, floor));
        return new DeclaredDistances(distance(drift.measure()), distance(drift.numbers()), floors);
    }

    private static Distance distance(DriftSpec.Measure measure) {
        return Distance.byName(measure.word())
                .orElseThrow(() -> new IllegalStateException("No distance is called " + measure.word()));
    }

    /** What must hold against the reference, and when a window is judged. */
    static DecisionPolicy decision(ModelSpec spec) {
        DecisionPolicy standard = DecisionPolicy.standard();
        List<Objective> objectives = spec.objectives().stream()
                .filter(Policies::isOutcome)
                .flatMap(declared -> declared.bound() instanceof ObjectiveSpec.WorseThanReference relative
                        ? Stream.of(new Objective(Metric.named(declared.metric()), relative.share()))
                        : Stream.empty())
                .distinct()
                .toList();
        return new DecisionPolicy(objectives, standard.minimumMaturity(), standard.minimumRows(), levels(spec));
    }

    /** The declared budget of false alarms, spread over the windows of a year. */
    static AlarmLevels levels(ModelSpec spec) {
        Duration year = AlarmRate.Per.YEAR.length();
        FalseAlarmBudget budget = spec.monitor().falseAlarms();
        return AlarmLevels.of(
                budget.pages().in(year),
                budget.tickets().in(year),
                (double) year.toMillis() / spec.monitor().every().toMillis());
    }

    private static boolean isOutcome(ObjectiveSpec declared) {
        return ObjectiveMetric.named(declared.metric())
                .filter(metric -> metric.source() == ObjectiveMetric.Source.LABELS)
                .isPresent();
    }
}
