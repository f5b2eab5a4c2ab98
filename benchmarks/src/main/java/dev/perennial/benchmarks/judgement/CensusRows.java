package dev.perennial.benchmarks.judgement;

import dev.perennial.monitoring.estimation.ScoredRows;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rows of the US Census of Massachusetts with the recorded scores of a model of employment. */
final class CensusRows {
    private static final String AGE = "AGEP";
    private static final int MOST_CATEGORIES = 128;
    private static final List<String> CATEGORIES = List.of(
            "SCHL",
            "MAR",
            "RELP",
            "DIS",
            "ESP",
            "CIT",
            "MIG",
            "MIL",
            "ANC",
            "NATIVITY",
            "DEAR",
            "DEYE",
            "DREM",
            "SEX",
            "RAC1P");

    private final GzippedTable table;
    private final boolean[] employed;

    private CensusRows(GzippedTable table, boolean[] employed) {
        this.table = table;
        this.employed = employed;
    }

    /** The rows before. */
    static CensusRows reference(Path data) throws IOException {
        GzippedTable table = GzippedTable.read(data.resolve("employment_MA_reference.csv.gz"));
        return new CensusRows(table, table.ones("employed"));
    }

    /** The rows after, with the labels that came later. */
    static CensusRows analysis(Path data) throws IOException {
        return new CensusRows(
                GzippedTable.read(data.resolve("employment_MA_analysis.csv.gz")),
                GzippedTable.read(data.resolve("employment_MA_analysis_target.csv.gz"))
                        .ones("employed"));
    }

    int rows() {
        return table.rows();
    }

    /** With the recorded scores and decisions. */
    LabelFreeTrial.Labelled recorded() {
        return new LabelFreeTrial.Labelled(
                ScoredRows.decided(
                        columns(List.of()), table.numbers("predicted_probability"), table.ones("prediction")),
                employed);
    }

    /** Where a column holds a text of some kind. */
    boolean[] where(String column, Predicate<String> kind) {
        String[] texts = table.texts(column);
        boolean[] found = new boolean[texts.length];
        for (int row = 0; row < found.length; row++) {
            found[row] = kind.test(texts[row]);
        }
        return found;
    }

    /** All columns but some, for a monitor. */
    ColumnTable columns(List<String> without) {
        ColumnTable.Builder builder = ColumnTable.builder(table.rows()).numbers(AGE, table.numbers(AGE));
        categories(without).forEach(name -> builder.categories(name, table.texts(name)));
        return builder.build();
    }

    /** All columns but some, for a model. */
    FeatureTable features(List<String> without) {
        List<Feature> schema = new ArrayList<>();
        List<Object> columns = new ArrayList<>();
        schema.add(new NumberFeature(AGE, Presence.OPTIONAL, Optional.empty()));
        columns.add(table.numbers(AGE));
        for (String name : categories(without)) {
            schema.add(new CategoryFeature(name, Presence.OPTIONAL, MOST_CATEGORIES));
            columns.add(
                    Arrays.stream(table.texts(name)).map(CensusRows::present).toArray(String[]::new));
        }
        return FeatureTable.of(new FeatureSchema(schema), columns.toArray());
    }

    private static @Nullable String present(String text) {
        return text.isEmpty() ? null : text;
    }

    private static List<String> categories(List<String> without) {
        return CATEGORIES.stream().filter(name -> !without.contains(name)).toList();
    }
}
