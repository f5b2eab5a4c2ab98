package dev.perennial.monitoring.drift;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.distance.Distance;
import dev.perennial.monitoring.distance.KolmogorovSmirnov;
import dev.perennial.monitoring.distance.PopulationStabilityIndex;
import dev.perennial.monitoring.distance.ShareTest;
import dev.perennial.monitoring.distance.TwoSampleChiSquare;
import dev.perennial.monitoring.drift.ColumnDrift.Drifted;
import dev.perennial.monitoring.drift.ColumnDrift.NotEvaluable;
import dev.perennial.monitoring.drift.ColumnDrift.Stable;
import dev.perennial.monitoring.paired.MultipleTesting;
import dev.perennial.monitoring.profile.ColumnProfile;
import dev.perennial.monitoring.profile.NumericProfile;
import dev.perennial.monitoring.profile.TableProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The change of every column of a window against the reference, worst first.
 *
 * <p>A column differs when Pearson's statistic over all its bins, those for missing and unexpected values included, says so
 * after correction for all columns of the table: one test a column, with moments that hold its level in bins of less than
 * one row. It drifts when, besides, one of its measures is above its floor and above its own sampling noise at these numbers
 * of rows. Without drift and with floors of zero a table of one column is said to drift at the declared rate, within chance
 * (simulated with windows of 50 to 2000 rows of numbers and of 2, 20 and 100 categories); floors make it rarer. Rows are
 * taken as independent; a table whose rows come in bursts drifts more often than stated.
 *
 * @param columns drifted columns first, then stable ones, then those that could not be compared
 * @param referenceRows rows of the reference
 * @param currentRows rows of the window
 * @param tests the number of columns that were corrected for
 */
public record DriftAssessment(List<ColumnDrift> columns, long referenceRows, long currentRows, int tests) {

    /** Copies the list. */
    public DriftAssessment {
        columns = List.copyOf(columns);
        Require.notNegative(referenceRows, "reference rows");
        Require.notNegative(currentRows, "current rows");
        Require.notNegative(tests, "number of tests");
    }

    /** Compares a window with the reference; columns of either side appear. */
    public static DriftAssessment assess(TableProfile reference, TableProfile current, DriftPolicy policy) {
        TreeSet<String> names = new TreeSet<>(reference.columns().keySet());
        names.addAll(current.columns().keySet());
        List<ColumnDrift> columns = new ArrayList<>();
        TreeMap<String, List<Raw>> measured = new TreeMap<>();
        for (String name : names) {
            ColumnProfile before = reference.columns().get(name);
            ColumnProfile after = current.columns().get(name);
            if (before == null || after == null) {
                columns.add(new NotEvaluable(
                        name, before == null ? "it is absent from the reference" : "it is absent from the window"));
                continue;
            }
            long fewest = Math.min(before.rows(), after.rows());
            if (fewest < policy.minimumRows()) {
                columns.add(new NotEvaluable(name, fewest + " rows, at least " + policy.minimumRows() + " are needed"));
            } else if (before.missing() == before.rows()) {
                columns.add(new NotEvaluable(name, "every value of the reference is missing"));
            } else {
                measured.put(name, measure(name, before, after, policy));
            }
        }
        double[] adjusted = MultipleTesting.benjaminiHochberg(measured.values().stream()
                .mapToDouble(raws -> raws.get(0).pValue())
                .toArray());
        int next = 0;
        for (var column : measured.entrySet()) {
            double ofColumn = adjusted[next++];
            List<DriftMeasurement> measurements = column.getValue().stream()
                    .map(raw -> raw.within(ofColumn, policy))
                    .toList();
            columns.add(
                    measurements.stream().anyMatch(DriftMeasurement::drifted)
                            ? new Drifted(column.getKey(), measurements)
                            : new Stable(column.getKey(), measurements));
        }
        columns.sort(Comparator.comparingInt(DriftAssessment::rank)
                .thenComparing(DriftAssessment::severity, Comparator.reverseOrder())
                .thenComparing(ColumnDrift::column));
        return new DriftAssessment(columns, reference.rows(), current.rows(), measured.size());
    }

    /** The columns that drifted, worst first. */
    public List<Drifted> drifted() {
        return columns.stream()
                .filter(Drifted.class::isInstance)
                .map(Drifted.class::cast)
                .toList();
    }

    /** How many columns drifted, such as {@code 8 of 16 columns drifted, 1 not evaluable}. */
    public String count() {
        int drifted = drifted().size();
        long notEvaluable =
                columns.stream().filter(NotEvaluable.class::isInstance).count();
        return (drifted == 0 ? "no column of " + columns.size() : drifted + " of " + columns.size() + " columns")
                + " drifted"
                + (notEvaluable == 0 ? "" : ", " + notEvaluable + " not evaluable");
    }

    /** One sentence. */
    public String because() {
        List<Drifted> drifted = drifted();
        return drifted.isEmpty() ? count() : count() + "; " + drifted.get(0).because();
    }

    /* The first measure's p value is that of the whole column. */
    private static List<Raw> measure(String name, ColumnProfile before, ColumnProfile after, DriftPolicy policy) {
        List<Raw> raws = new ArrayList<>();
        DeclaredDistances declared = policy.distances();
        Distance distance = before instanceof NumericProfile ? declared.numbers() : declared.categories();
        OptionalDouble floor = declared.floor(name);
        raws.add(first(distance, floor.orElse(policy.stabilityFloor()), before, after, policy));
        if (distance == Distance.POPULATION_STABILITY_INDEX
                && floor.isEmpty()
                && before instanceof NumericProfile numeric
                && after instanceof NumericProfile numericAfter
                && !numeric.bins().pointMasses()
                && numericAfter.finite() >= policy.minimumRows()
                && numeric.finite() >= policy.minimumRows()) {
            var supremum = KolmogorovSmirnov.of(numeric, numericAfter);
            raws.add(new Raw(
                    DriftMeasure.KOLMOGOROV_SMIRNOV,
                    supremum.distance(),
                    policy.distanceFloor(),
                    supremum.noiseQuantile(1 - policy.falseAlarmRate()),
                    supremum.pValue()));
        }
        if (before.missing() + after.missing() > 0) {
            raws.add(
                    share(DriftMeasure.MISSING_SHARE, ShareTest.missing(before, after), policy.missingFloor(), policy));
        }
        if (before.unexpected() + after.unexpected() > 0) {
            raws.add(share(
                    DriftMeasure.UNEXPECTED_SHARE,
                    ShareTest.unexpected(before, after),
                    policy.unexpectedFloor(),
                    policy));
        }
        return raws;
    }

    /* A distance of values has none where nearly all are missing; the bins always tell. */
    private static Raw first(
            Distance distance, double floor, ColumnProfile before, ColumnProfile after, DriftPolicy policy) {
        double homogeneity = TwoSampleChiSquare.of(before, after).pValue();
        double confidence = 1 - policy.falseAlarmRate();
        return distance.between(before, after)
                .measured()
                .map(measured -> new Raw(
                        DriftMeasure.of(distance),
                        measured.value(),
                        floor,
                        measured.noiseQuantile(confidence),
                        homogeneity))
                .orElseGet(() -> {
                    var index = PopulationStabilityIndex.of(before, after);
                    return new Raw(
                            DriftMeasure.POPULATION_STABILITY_INDEX,
                            index.value(),
                            policy.stabilityFloor(),
                            index.noiseQuantile(confidence),
                            homogeneity);
                });
    }

    private static Raw share(DriftMeasure measure, ShareTest test, double floor, DriftPolicy policy) {
        return new Raw(measure, test.effect(), floor, test.noiseQuantile(1 - policy.falseAlarmRate()), test.pValue());
    }

    private static int rank(ColumnDrift column) {
        if (column instanceof Drifted) {
            return 0;
        }
        return column instanceof Stable ? 1 : 2;
    }

    private static double severity(ColumnDrift column) {
        return column.measurements().isEmpty()
                ? 0
                : column.measurements().get(0).severity();
    }

    private record Raw(DriftMeasure measure, double effect, double floor, double noise, double pValue) {
        DriftMeasurement within(double adjustedOfColumn, DriftPolicy policy) {
            double beside =
                    pValue <= policy.falseAlarmRate() ? Math.min(noise, effect) : Math.max(noise, Math.nextUp(effect));
            return new DriftMeasurement(
                    measure,
                    effect,
                    floor,
                    beside,
                    pValue,
                    Math.max(adjustedOfColumn, pValue),
                    policy.falseAlarmRate());
        }
    }
}
