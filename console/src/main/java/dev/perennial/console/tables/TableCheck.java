package dev.perennial.console.tables;

import dev.perennial.registry.spec.FeatureSpec;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.SpecProblem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.Type;

/** Compares a table's columns with a declaration. More columns than declared do no harm. */
final class TableCheck {
    private static final Set<Type> NUMBERS = EnumSet.of(Type.INT32, Type.INT64, Type.FLOAT, Type.DOUBLE);

    private TableCheck() {}

    /** Every column that is missing or of another type; problems in a table have no line. */
    static List<SpecProblem> problems(ModelSpec spec, ParquetTable table) {
        Map<String, Type> columns = table.columns();
        List<String> problems = new ArrayList<>();
        if (table.rows() == 0) {
            problems.add("the table has no rows");
        }
        for (FeatureSpec feature : spec.features()) {
            Type type = columns.get(feature.name());
            if (type == null) {
                problems.add("the feature '" + feature.name() + "' has no column");
            } else if (feature.type() == FeatureSpec.Type.NUMBER && !NUMBERS.contains(type)) {
                problems.add("the column '" + feature.name() + "' is " + type + ", expected a number");
            } else if (feature.type() == FeatureSpec.Type.CATEGORY && type != Type.BYTE_ARRAY) {
                problems.add("the column '" + feature.name() + "' is " + type + ", expected text");
            }
        }
        if (!columns.containsKey(spec.label().name())) {
            problems.add("the label '" + spec.label().name() + "' has no column");
        }
        if (!columns.containsKey(TableResource.EVENT_TIME)) {
            problems.add("there is no column '" + TableResource.EVENT_TIME + "'");
        } else if (table.timeUnit(TableResource.EVENT_TIME).isEmpty()) {
            problems.add("the column '" + TableResource.EVENT_TIME + "' is " + columns.get(TableResource.EVENT_TIME)
                    + ", expected a timestamp");
        }
        return problems.stream().map(message -> new SpecProblem(0, 0, message)).toList();
    }
}
