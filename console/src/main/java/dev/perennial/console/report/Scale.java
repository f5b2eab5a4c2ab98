package dev.perennial.console.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A straight axis: values from {@code low} to {@code high} lie between the places {@code from} and {@code to}. */
record Scale(double low, double high, double from, double to) {

    /** Widens an empty range, so that every value has a place. */
    Scale {
        if (!(high > low)) {
            double half = low == 0 ? 0.5 : Math.abs(low) / 20;
            high = low + half;
            low = low - half;
        }
    }

    double place(double value) {
        double clipped = Math.max(low, Math.min(high, value));
        return from + (clipped - low) / (high - low) * (to - from);
    }

    /** With some room at both ends. */
    Scale withRoom(double share) {
        double room = (high - low) * share;
        return new Scale(low - room, high + room, from, to);
    }

    /** Round values within the range, about so many, each with as many decimals as the others. */
    List<Tick> ticks(int about) {
        double rough = (high - low) / about;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double unit = rough / power;
        double step = power * (unit < 1.5 ? 1 : unit < 3.5 ? 2 : unit < 7.5 ? 5 : 10);
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
            ticks.add(new Tick(k * step, label(k * step, decimals)));
        }
        return ticks;
    }

    private static String label(double value, int decimals) {
        return Math.abs(value) >= 1e7 || decimals > 6
                ? Words.tick(value)
                : String.format(Locale.ROOT, "%,." + decimals + "f", value + 0.0)
                        .replace('-', '−');
    }

    /** A value and how an axis names it. */
    record Tick(double value, String label) {}
}
