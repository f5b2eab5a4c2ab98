package dev.perennial.activities.monitor;

import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.data.LoggedRows.Arm;
import dev.perennial.registry.ModelName;
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

    /** With the window's rows. */
    ReportContext of(JudgedRows judged, Instant unseenFrom) {
        LoggedRows rows = judged.logged();
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
                        rows.size() - judged.fresh().length,
                        judged.labelled().length,
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
