package dev.perennial.monitoring.integrity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perennial.monitoring.profile.CategoryBins;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What integrity is judged against, frozen with the reference: the declared columns in order, and the categories that the
 * reference held.
 *
 * @param columns the declared columns, in declared order
 * @param categories the known categories by column of categories
 */
public record IntegrityFrame(List<DeclaredColumn> columns, SortedMap<String, CategoryBins> categories) {

    /** The largest number of categories of a column known by name; the rarer ones count as unseen on both sides. */
    public static final int MOST_CATEGORIES = 1000;

    /** Checks that names are distinct and every column of categories has its categories. */
    public IntegrityFrame {
        columns = List.copyOf(columns);
        categories = Collections.unmodifiableSortedMap(new TreeMap<>(categories));
        Set<String> names = new HashSet<>();
        for (DeclaredColumn column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("Invalid columns: " + column.name() + " is declared twice");
            }
            if (column.kind() == ColumnKind.CATEGORY != categories.containsKey(column.name())) {
                throw new IllegalArgumentException("Invalid categories: those of " + column.name() + " are "
                        + (column.kind() == ColumnKind.CATEGORY ? "not given" : "given, but it is a number"));
            }
        }
    }

    /**
     * Freezes the categories of a reference.
     *
     * @throws IllegalArgumentException if the reference lacks a declared column, holds it as another kind, or has no value
     *     in it: a baseline that cannot serve is refused when it is made, not at each window
     */
    public static IntegrityFrame of(List<DeclaredColumn> columns, ColumnTable reference) {
        TreeMap<String, CategoryBins> categories = new TreeMap<>();
        for (DeclaredColumn declared : columns) {
            Column column =
                    reference.column(declared.name()).orElseThrow(() -> refused(declared, "the column is absent"));
            boolean category = column instanceof CategoryColumn;
            if (category != (declared.kind() == ColumnKind.CATEGORY)) {
                throw refused(
                        declared, category ? "its values are text, declared is a number" : "its values are numbers");
            }
            if (ColumnFacts.allMissing(column)) {
                throw refused(declared, "every value is missing");
            }
            if (column instanceof CategoryColumn words) {
                categories.put(declared.name(), known(words));
            }
        }
        return new IntegrityFrame(columns, categories);
    }

    private static IllegalArgumentException refused(DeclaredColumn column, String reason) {
        return new IllegalArgumentException("Invalid reference: " + column.name() + ": " + reason);
    }

    private static CategoryBins known(CategoryColumn column) {
        String[] values = new String[column.rows()];
        for (int row = 0; row < values.length; row++) {
            String value = column.value(row);
            values[row] = value == null ? null : value;
        }
        return CategoryBins.of(values, MOST_CATEGORIES);
    }

    /** The declaration of a column, if it is declared. */
    public Optional<DeclaredColumn> declared(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** The known categories of a column, none for a column that is not declared. */
    List<String> known(String column) {
        CategoryBins bins = categories.get(column);
        return bins == null ? List.of() : bins.categories();
    }

    /** Known categories by their spelling in normal form; of several with one form, the first. */
    @JsonIgnore
    Map<String, String> spellings(String column) {
        Map<String, String> spellings = new LinkedHashMap<>();
        known(column).forEach(category -> spellings.putIfAbsent(Spelling.normal(category), category));
        return spellings;
    }

    /** The names in declared order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.name()));
        return Collections.unmodifiableList(names);
    }
}
