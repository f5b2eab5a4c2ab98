package dev.perennial.activities.reference;

import dev.perennial.activities.data.EpochMicros;
import java.time.LocalDate;

/** The block of each row for paired tests: its UTC day in event time, because rows of one day share their circumstances. */
public final class DayBlocks {
    private DayBlocks() {}

    /** The ISO date of each event time, given in microseconds since the epoch. */
    public static String[] of(long[] eventTimes) {
        String[] blocks = new String[eventTimes.length];
        long day = Long.MIN_VALUE;
        String name = "";
        for (int row = 0; row < blocks.length; row++) {
            long next = Math.floorDiv(eventTimes[row], EpochMicros.PER_DAY);
            if (next != day) {
                day = next;
                name = LocalDate.ofEpochDay(day).toString();
            }
            blocks[row] = name;
        }
        return blocks;
    }
}
