package dev.perennial.monitoring.slices;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;

/** Parts of the traffic that a declaration names. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SliceDefinition.ByColumn.class, name = "by-column"),
    @JsonSubTypes.Type(value = SliceDefinition.Where.class, name = "where")
})
public sealed interface SliceDefinition {

    /** What it is called in reports. */
    String name();

    /**
     * One slice for each category of a column, and one for the rows without.
     *
     * @param name the column
     */
    record ByColumn(String name) implements SliceDefinition {

        /** Refuses a blank name. */
        public ByColumn {
            Require.text(name, "column of slices");
        }
    }

    /**
     * One slice.
     *
     * @param name what it is called
     * @param where which rows belong to it
     */
    record Where(String name, Condition where) implements SliceDefinition {

        /** Refuses a blank name. */
        public Where {
            Require.text(name, "name of a slice");
        }
    }
}
