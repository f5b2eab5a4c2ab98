package dev.perennial.activities.monitor;

import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.monitoring.performance.OutcomeOptions;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.performance.Outcomes;
import dev.perennial.workflows.monitor.ReportSections;
import java.util.Optional;

/**
 * Looks at the rows of a window beyond the verdict's first evidence, each section as far as the reference and the
 * declaration allow it. What is found here is what the decision may rest on as well.
 */
final class WindowSections {
    private final Reference reference;
    private final Optional<ReferenceRows> referenceRows;

    /** {@code referenceRows} are absent where a version was registered by a release that did not name them. */
    WindowSections(Reference reference, Optional<ReferenceRows> referenceRows) {
        this.reference = reference;
        this.referenceRows = referenceRows;
    }

    ReportSections of(JudgedRows window, Reference.Counted counted) {
        return new ReportSections(
                reference.distributions(counted),
                outcomes(window),
                referenceRows.map(rows -> Outcomes.measure(rows.scored().rows(), OutcomeOptions.defaults())));
    }

    private static Optional<OutcomeReport> outcomes(JudgedRows window) {
        return window.labelled().length == 0
                ? Optional.empty()
                : Optional.of(Outcomes.measure(window.outcomes(), OutcomeOptions.defaults()));
    }
}
