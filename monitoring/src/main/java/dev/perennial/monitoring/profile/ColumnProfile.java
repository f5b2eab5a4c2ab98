package dev.perennial.monitoring.profile;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * The counts of one column over bins frozen with the reference. Merging is addition of integers: exact, associative and
 * commutative, so any number of workers may profile parts of a window in any order.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NumericProfile.class, name = "numeric"),
    @JsonSubTypes.Type(value = CategoryProfile.class, name = "category")
})
public sealed interface ColumnProfile permits NumericProfile, CategoryProfile {

    /** The number of rows, missing ones included. */
    long rows();

    /** The number of rows without a value. */
    long missing();

    /** The number of rows whose value has no bin of its own: categories not counted by name, or infinities. */
    long unexpected();

    /** The counts of the value bins, in the order of the bins, without missing and unexpected rows. */
    List<Long> counts();

    /** The sum of this profile and another over the same bins. */
    ColumnProfile merge(ColumnProfile other);
}
