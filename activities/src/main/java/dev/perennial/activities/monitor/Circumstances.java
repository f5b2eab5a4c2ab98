package dev.perennial.activities.monitor;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.data.LoggedRows.Arm;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.workflows.monitor.ReportContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What a window's report says of its origin that is known before the rows are read. */
record Circumstances(
        ModelName model,
        String task,
        ReportContext.SpecRevision spec,
        List<ReportContext.Event> events,
        ReportContext.Basis basis) {

    /** Those of a window of the model as it is declared now. */
    static Circumstances at(
            Workbench workbench, ModelState state, ModelSpec spec, TimeWindow window, ReportContext.Basis basis) {
        ModelState.AppliedSpec applied = state.requireSpec();
        return new Circumstances(
                state.model(),
                spec.task().word(),
                new ReportContext.SpecRevision(applied.revision(), applied.digest()),
                new WindowEvents(workbench.registry(), WindowTimeline.MONITOR).in(window, state),
                basis);
    }

    /** With the window's rows: how many of them the champion had not seen, and how many of those have a label. */
    ReportContext of(LoggedRows rows, int fresh, int labelled, Instant unseenFrom) {
        long failed = 0;
        for (boolean failure : rows.failed()) {
            failed += failure ? 1 : 0;
        }
        return new ReportContext(
                model,
                task,
                spec,
                new ReportContext.Rows(
                        rows.size(),
                        rows.size() - fresh,
                        labelled,
                        failed,
                        answered(rows, Arm.CHAMPION),
                        answered(rows, Arm.CANARY),
                        answered(rows, Arm.FALLBACK),
                        answered(rows, Arm.PINNED)),
                unseenFrom,
                events,
                basis);
    }

    private static long answered(LoggedRows rows, Arm arm) {
        return Arrays.stream(rows.arms()).filter(arm::equals).count();
    }
}
