package dev.perennial.benchmarks;

import java.io.PrintStream;
import java.util.Locale;

/** What has to hold, what was hoped for, and how many of the floors do; one that was never measured does not. */
public final class Floors {
    private final PrintStream out;
    private final int all;
    private int held;

    /** That many floors, said on that stream. */
    public Floors(PrintStream out, int all) {
        this.out = out;
        this.all = all;
    }

    /** A figure of which more is better. */
    public void atLeast(String what, double measured, double floor, double aim) {
        say(what, "at least", measured, floor, aim, measured >= floor, measured >= aim);
    }

    /** A figure of which less is better. */
    public void atMost(String what, double measured, double floor, double aim) {
        say(what, "at most", measured, floor, aim, measured <= floor, measured <= aim);
    }

    private void say(
            String what, String bound, double measured, double floor, double aim, boolean holds, boolean reached) {
        held += holds ? 1 : 0;
        out.printf(
                Locale.ROOT,
                "floor: %-46s %-8s %s (aim %s): %.2f %s%n",
                what,
                bound,
                plain(floor),
                plain(aim),
                measured,
                !holds ? "BROKEN" : reached ? "aim reached" : "holds");
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Prints the last line; whether every floor holds. */
    public boolean report() {
        out.printf("floors: %d of %d hold%n", held, all);
        return held == all;
    }
}
