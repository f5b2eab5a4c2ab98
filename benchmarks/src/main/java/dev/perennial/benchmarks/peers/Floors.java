package dev.perennial.benchmarks.peers;

import java.io.PrintStream;
import java.util.Locale;

/** What has to hold, what was hoped for, and how many of the floors do; one that was never measured does not. */
final class Floors {
    private final PrintStream out;
    private final int all;
    private int held;

    Floors(PrintStream out, int all) {
        this.out = out;
        this.all = all;
    }

    void atLeast(String what, double measured, double floor, double aim) {
        held += measured >= floor ? 1 : 0;
        out.printf(
                Locale.ROOT,
                "floor: %-42s at least %2.0f (aim %2.0f): %6.2f %s%n",
                what,
                floor,
                aim,
                measured,
                measured < floor ? "BROKEN" : measured < aim ? "holds" : "aim reached");
    }

    /** Prints the last line; whether every floor holds. */
    boolean report() {
        out.printf("floors: %d of %d hold%n", held, all);
        return held == all;
    }
}
