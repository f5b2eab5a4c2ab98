package dev.perennial.workflows.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.report.ColumnDistribution;
import java.util.List;

/**
 * The parts of a window's report beside its verdict. A part that an older release did not write, or that does not apply to
 * the model, is absent.
 *
 * @param distributions the counts of every column and of the score, in the window and in the reference, by name
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ReportSections(List<ColumnDistribution> distributions) {

    /** Copies the lists. */
    public ReportSections {
        distributions = List.copyOf(distributions);
    }
}
