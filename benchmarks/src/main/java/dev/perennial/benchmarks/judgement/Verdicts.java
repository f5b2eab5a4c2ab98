package dev.perennial.benchmarks.judgement;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The floors that were checked, with what each found. Not thread-safe. */
final class Verdicts {
    private final PrintStream out;
    private final List<Boolean> floors = new ArrayList<>();

    Verdicts(PrintStream out) {
        this.out = out;
    }

    /** Records that a floor holds, and prints it. */
    void holds(String floor, String found) {
        floors.add(true);
        out.println("floor: " + floor + ": " + found + " holds");
    }

    /** Records that a floor is broken, and prints it. */
    void broken(String floor, String found) {
        floors.add(false);
        out.println("floor: " + floor + ": " + found + " BROKEN");
    }

    /** Records a floor by what was found of what is allowed. */
    void atMost(String floor, double found, double allowed, String format) {
        String words = String.format(Locale.ROOT, format, found);
        if (found <= allowed) {
            holds(floor, words);
        } else {
            broken(floor, words);
        }
    }

    /** Records a floor by what was found of what is asked for. */
    void atLeast(String floor, double found, double asked, String format) {
        String words = String.format(Locale.ROOT, format, found);
        if (found >= asked) {
            holds(floor, words);
        } else {
            broken(floor, words);
        }
    }

    /** Prints the sum; whether all hold. */
    boolean close() {
        long kept = floors.stream().filter(Boolean::booleanValue).count();
        out.println("floors: " + kept + " of " + floors.size() + " hold");
        return kept == floors.size();
    }
}
