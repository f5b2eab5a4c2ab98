package dev.perennial.monitoring.integrity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.Optional;

/** What integrity needs to know of one column of some rows. Merging is exact and order-free. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NumberFacts.class, name = "number"),
    @JsonSubTypes.Type(value = CategoryFacts.class, name = "category"),
    @JsonSubTypes.Type(value = MistypedFacts.class, name = "mistyped")
})
public sealed interface ColumnFacts permits NumberFacts, CategoryFacts, MistypedFacts {

    /** Rows that had the column, missing values included. */
    long rows();

    /** Rows without a value. */
    long missing();

    /** The one value that all rows with a value have, as text; empty when there are several, or none. */
    Optional<String> constant();

    /** The facts of all rows of both; parts that arrived as different kinds become {@link MistypedFacts}. */
    ColumnFacts merge(ColumnFacts other);

    /** Looks at a column; {@code declared} is empty for a column that nobody declared. */
    static ColumnFacts of(IntegrityFrame frame, String name, Column column) {
        Optional<DeclaredColumn> declared = frame.declared(name);
        if (column instanceof NumberColumn numbers) {
            return NumberFacts.of(numbers, declared.flatMap(DeclaredColumn::range));
        }
        CategoryColumn words = (CategoryColumn) column;
        boolean number =
                declared.filter(promise -> promise.kind() == ColumnKind.NUMBER).isPresent();
        return number ? MistypedFacts.of(words) : CategoryFacts.of(words, frame.known(name), frame.spellings(name));
    }

    static boolean allMissing(Column column) {
        for (int row = 0; row < column.rows(); row++) {
            if (!column.missing(row)) {
                return false;
            }
        }
        return true;
    }
}
