package dev.perennial.monitoring.report;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.slices.SliceReport;

/**
 * The declared slices of a window.
 *
 * @param because one sentence
 * @param report the slices, that of the largest impact first
 */
public record SliceSection(String because, SliceReport report) {

    /** Refuses an empty sentence. */
    public SliceSection {
        Require.text(because, "reason");
    }

    /** Of a report. */
    public static SliceSection of(SliceReport report) {
        return new SliceSection(report.because(), report);
    }
}
