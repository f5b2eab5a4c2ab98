package dev.perennial.monitoring.bias;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;

/** A column whose groups are compared, and with which group. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SensitiveColumn.AgainstBest.class, name = "against-best"),
    @JsonSubTypes.Type(value = SensitiveColumn.AgainstGroup.class, name = "against-group")
})
public sealed interface SensitiveColumn {

    /** The column. */
    String column();

    /**
     * Every group against the one served best. Because that group is chosen from the same rows, every pair of groups
     * enters the correction.
     *
     * @param column the column
     */
    record AgainstBest(String column) implements SensitiveColumn {

        /** Refuses a blank name. */
        public AgainstBest {
            Require.text(column, "sensitive column");
        }
    }

    /**
     * Every group against a declared one.
     *
     * @param column the column
     * @param group the group, one of the column's categories
     */
    record AgainstGroup(String column, String group) implements SensitiveColumn {

        /** Refuses blank names. */
        public AgainstGroup {
            Require.text(column, "sensitive column");
            Require.text(group, "reference group");
        }
    }
}
