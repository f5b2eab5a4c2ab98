package dev.perennial.activities.monitor;

import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.activities.reference.ScoredOutcomes;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.registry.TimeWindow;
import java.util.stream.IntStream;

/**
 * The rows of a window with the answers of a champion that says a value or a class. Those that it has seen in training or
 * validation are not fresh. Arrays are not copied: whoever reads them leaves them as they are.
 */
final class AnsweredWindow {
    private final TimeWindow window;
    private final LoggedRows rows;
    private final ScoredOutcomes answered;
    private final int[] fresh;

    AnsweredWindow(TimeWindow window, LoggedRows rows, ScoredOutcomes answered, int[] fresh) {
        this.window = window;
        this.rows = rows;
        this.answered = answered;
        this.fresh = fresh;
    }

    TimeWindow window() {
        return window;
    }

    /** Event times of all rows in microseconds since the epoch. */
    long[] eventTimes() {
        return rows.eventTimes();
    }

    /** The features of all rows by column. */
    ColumnTable table() {
        return ReferenceRows.table(rows.features());
    }

    /** The features of the fresh rows by column. */
    ColumnTable freshTable() {
        return ReferenceRows.table(rows.features().select(fresh));
    }

    /** Answers and labels of the fresh rows, those without a label included. */
    ScoredOutcomes traffic() {
        return answered.select(fresh);
    }

    /** Answers and labels of the fresh rows that have a label. */
    ScoredOutcomes labelled() {
        return answered.select(IntStream.of(fresh).filter(rows::labelled).toArray());
    }
}
