package dev.perennial.monitoring.bias;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * The groups of one sensitive column.
 *
 * @param column the column
 * @param groups its groups, the largest first
 * @param gaps every group beside the one it is compared with, by measure
 * @param answer of several classes, the one whose rates these are against all others; absent for all answers
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record BiasColumn(String column, List<BiasGroup> groups, List<BiasGap> gaps, Optional<String> answer) {

    /** Copies the lists. */
    public BiasColumn {
        groups = List.copyOf(groups);
        gaps = List.copyOf(gaps);
    }

    /** The gaps beyond what is tolerated. */
    public List<BiasGap> unequal() {
        return gaps.stream().filter(BiasGap::unequal).toList();
    }
}
