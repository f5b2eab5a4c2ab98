package dev.perennial.monitoring;

import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.integrity.DeclaredColumn;
import dev.perennial.monitoring.integrity.IntegrityAssessment;
import dev.perennial.monitoring.integrity.IntegrityFrame;
import dev.perennial.monitoring.integrity.IntegrityPolicy;
import dev.perennial.monitoring.integrity.IntegrityProfile;
import dev.perennial.monitoring.integrity.IntegrityState;
import dev.perennial.monitoring.integrity.WindowFacts;
import dev.perennial.monitoring.profile.CategoryBins;
import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.List;
import java.util.stream.IntStream;

/** A window as integrity and drift see it. */
record Looked(IntegrityAssessment integrity, DriftAssessment drift) {

    /** The frozen side. */
    record Reference(IntegrityFrame frame, IntegrityProfile known, TableBins bins, TableProfile profile) {

        static Reference of(ColumnTable table, long[] times) {
            IntegrityFrame frame = IntegrityFrame.of(
                    List.of(
                            DeclaredColumn.number("x"),
                            DeclaredColumn.number("y"),
                            DeclaredColumn.number("fixed"),
                            DeclaredColumn.number("sent_at"),
                            DeclaredColumn.category("c")),
                    table);
            TableBins bins = TableBins.builder()
                    .numeric("x", numbers(table, "x"))
                    .numeric("y", numbers(table, "y"))
                    .numeric("fixed", numbers(table, "fixed"))
                    .category("c", words(table, "c"))
                    .build();
            return new Reference(frame, IntegrityProfile.of(frame, table, times), bins, Looked.profile(bins, table));
        }

        Looked at(ColumnTable window, long[] times) {
            return at(IntegrityProfile.of(frame, window, times), Looked.profile(bins, window), WindowFacts.none());
        }

        Looked at(ColumnTable window, long[] times, WindowFacts facts) {
            return at(IntegrityProfile.of(frame, window, times), Looked.profile(bins, window), facts);
        }

        Looked at(IntegrityProfile window, TableProfile counts, WindowFacts facts) {
            return new Looked(
                    IntegrityAssessment.assess(frame, known, window, facts, IntegrityPolicy.standard()),
                    DriftAssessment.assess(profile, counts, DriftPolicy.standard()));
        }
    }

    /** The worst of both. */
    IntegrityState state() {
        IntegrityState rows = integrity.state();
        if (rows == IntegrityState.QUARANTINED || !drift.drifted().isEmpty()) {
            return rows == IntegrityState.QUARANTINED ? rows : IntegrityState.DRIFT;
        }
        return rows;
    }

    static TableProfile profile(TableBins bins, ColumnTable table) {
        TableProfile.Builder builder = TableProfile.builder(bins);
        bins.columns().forEach((name, column) -> {
            if (column instanceof NumericBins && table.column(name).orElse(null) instanceof NumberColumn) {
                builder.numeric(name, numbers(table, name));
            }
            if (column instanceof CategoryBins && table.column(name).orElse(null) instanceof CategoryColumn) {
                builder.category(name, words(table, name));
            }
        });
        return builder.build();
    }

    static double[] numbers(ColumnTable table, String name) {
        return ((NumberColumn) table.column(name).orElseThrow()).values();
    }

    @SuppressWarnings("NullAway")
    private static String[] words(ColumnTable table, String name) {
        CategoryColumn column = (CategoryColumn) table.column(name).orElseThrow();
        return IntStream.range(0, column.rows()).mapToObj(column::value).toArray(String[]::new);
    }
}
