package dev.perennial.activities.monitor;

import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.registry.Digest;
import dev.perennial.workflows.monitor.EstimateReconciliation;
import dev.perennial.workflows.monitor.EstimateReport;
import java.util.Optional;

/**
 * What was said of a window before its labels came, and how such words have turned out so far.
 *
 * @param estimate what was said of this window; empty where its labels were there first
 * @param past the reconciliation of the window before
 */
record Foresight(Optional<Kept> estimate, EstimateReconciliation past) {

    /** With what the labels show. */
    EstimateReconciliation reconciled(OutcomeReport realised) {
        return estimate.map(kept -> past.with(kept.document(), kept.report(), realised))
                .orElseGet(past::without);
    }

    /** An estimate with where it is stored. */
    record Kept(Digest document, EstimateReport report) {}
}
