package dev.perennial.workflows.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.report.ColumnDistribution;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a window's report beside its verdict. A part that an older release did not write, or that does not apply to
 * the model, is absent.
 *
 * @param distributions the counts of every column and of the score, in the window and in the reference, by name
 * @param outcomes every metric of the task on the window's labelled rows
 * @param referenceOutcomes the same on the rows that the champion was proven on
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ReportSections(
        List<ColumnDistribution> distributions,
        Optional<OutcomeReport> outcomes,
        Optional<OutcomeReport> referenceOutcomes) {

    /** Copies the lists. */
    public ReportSections {
        distributions = List.copyOf(distributions);
    }
}
