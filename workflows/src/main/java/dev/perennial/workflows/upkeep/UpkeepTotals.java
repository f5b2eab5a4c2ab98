package dev.perennial.workflows.upkeep;

/**
 * What became of files and rows.
 *
 * @param files how many files no longer stand
 * @param rows how many rows were taken into new files, or how many predictions are gone
 * @param removed how many replaced objects were deleted
 * @param extracts how many stored tables of training rows are gone, because they held erased ones
 */
public record UpkeepTotals(long files, long rows, long removed, long extracts) {
    /** Nothing. */
    public static UpkeepTotals none() {
        return new UpkeepTotals(0, 0, 0, 0);
    }

    /** Both together. */
    public UpkeepTotals plus(UpkeepTotals other) {
        return new UpkeepTotals(
                files + other.files, rows + other.rows, removed + other.removed, extracts + other.extracts);
    }
}
