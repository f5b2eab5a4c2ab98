package dev.perennial.monitoring.bias;

import java.util.List;

/**
 * The groups of one sensitive column.
 *
 * @param column the column
 * @param groups its groups, the largest first
 * @param gaps every group beside the one it is compared with, by measure
 */
public record BiasColumn(String column, List<BiasGroup> groups, List<BiasGap> gaps) {

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
