package dev.perennial.activities.monitor;

import dev.perennial.activities.data.EpochMicros;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.monitoring.integrity.DeclaredColumn;
import dev.perennial.monitoring.integrity.IntegrityAssessment;
import dev.perennial.monitoring.integrity.IntegrityFrame;
import dev.perennial.monitoring.integrity.IntegrityPolicy;
import dev.perennial.monitoring.integrity.IntegrityProfile;
import dev.perennial.monitoring.integrity.WindowFacts;
import dev.perennial.monitoring.report.IntegritySection;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.FeatureSpec;
import dev.perennial.registry.spec.ModelSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** A window's rows against what is declared of them and against the rows that the champion was proven on. */
final class RowIntegrity {
    private final IntegrityFrame frame;
    private final IntegrityProfile reference;

    private RowIntegrity(IntegrityFrame frame, IntegrityProfile reference) {
        this.frame = frame;
        this.reference = reference;
    }

    /** Of the rows that a yes-or-no model was proven on. */
    static RowIntegrity of(ModelSpec spec, ReferenceRows rows) {
        return of(spec, rows.table(), rows.eventTimes());
    }

    /** Columns without any value in the reference promise nothing and are left to drift. */
    static RowIntegrity of(ModelSpec spec, ColumnTable rows, long[] eventTimes) {
        List<DeclaredColumn> columns = spec.features().stream()
                .filter(feature -> rows.column(feature.name())
                        .filter(RowIntegrity::hasAValue)
                        .isPresent())
                .map(RowIntegrity::declared)
                .toList();
        IntegrityFrame frame = IntegrityFrame.of(columns, rows);
        return new RowIntegrity(frame, IntegrityProfile.of(frame, rows, millis(eventTimes)));
    }

    /** Of the rows of a yes-or-no model. */
    Optional<IntegritySection> assess(TimeWindow window, JudgedRows rows, List<Long> volumes) {
        return assess(window, rows.table(), rows.logged().eventTimes(), volumes);
    }

    /** Empty where the window is the reference itself, which differs from it in nothing. */
    Optional<IntegritySection> assess(TimeWindow window, ColumnTable rows, long[] eventTimes, List<Long> volumes) {
        IntegrityProfile current = IntegrityProfile.of(frame, rows, millis(eventTimes));
        if (reference.rows() == 0 || reference.equals(current)) {
            return Optional.empty();
        }
        WindowFacts facts = WindowFacts.none()
                .withVolumes(volumes)
                .between(window.from().toEpochMilli(), window.to().toEpochMilli());
        return Optional.of(IntegritySection.of(
                IntegrityAssessment.assess(frame, reference, current, facts, IntegrityPolicy.standard())));
    }

    private static DeclaredColumn declared(FeatureSpec feature) {
        DeclaredColumn column = feature.type() == FeatureSpec.Type.NUMBER
                ? DeclaredColumn.number(feature.name())
                : DeclaredColumn.category(feature.name());
        return new DeclaredColumn(
                column.name(),
                column.kind(),
                feature.range().map(range -> new DeclaredColumn.Bounds(range.low(), range.high())),
                feature.staleAfter(),
                OptionalDouble.empty());
    }

    private static boolean hasAValue(Column column) {
        return IntStream.range(0, column.rows()).anyMatch(row -> !column.missing(row));
    }

    private static long[] millis(long[] micros) {
        return Arrays.stream(micros)
                .map(time -> EpochMicros.instant(time).toEpochMilli())
                .toArray();
    }
}
