package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;

/**
 * What a window before this one looked like.
 *
 * @param label the window, such as {@code 2013-03-01/P7D}
 * @param smallestPValue the smallest p value of its tests for harm, corrected for their number; one if there were none
 */
public record EarlierWindow(String label, double smallestPValue) {

    /** Checks the numbers. */
    public EarlierWindow {
        Require.text(label, "window");
        Require.share(smallestPValue, "p value");
    }
}
