package dev.perennial.monitoring.report;

import dev.perennial.monitoring.bias.BiasReport;
import java.util.List;

/**
 * The groups of the declared sensitive columns.
 *
 * @param because a sentence for each gap beyond what is tolerated, or one that there is none
 * @param report groups and gaps
 */
public record BiasSection(List<String> because, BiasReport report) {

    /** Copies the list. */
    public BiasSection {
        because = List.copyOf(because);
    }

    /** Of a report. */
    public static BiasSection of(BiasReport report) {
        return new BiasSection(report.because(), report);
    }
}
