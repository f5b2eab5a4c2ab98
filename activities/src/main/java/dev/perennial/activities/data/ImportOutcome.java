package dev.perennial.activities.data;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of the rows of a file.
 *
 * @param rows how many the file has
 * @param added how many the log did not have and has now
 * @param known how many the log had already
 * @param repeated how many say again what an earlier row of the file says of the same id and time
 * @param unfit how many do not fit the declaration and were left out
 * @param reasons the first of these, with the reason
 * @param unmatched of the labels that were added, how many are of no prediction in the log; empty where it was not looked at
 * @param files how many objects the log grew by
 * @param first the first event time that was added
 * @param last the last event time that was added
 */
public record ImportOutcome(
        long rows,
        long added,
        long known,
        long repeated,
        long unfit,
        List<UnfitRow> reasons,
        Optional<Long> unmatched,
        int files,
        Optional<Instant> first,
        Optional<Instant> last) {
    /** Copies the list. */
    public ImportOutcome {
        reasons = List.copyOf(reasons);
    }

    /** A row, counted from 1 without a heading, and why it was left out. */
    public record UnfitRow(long row, String reason) {}
}
