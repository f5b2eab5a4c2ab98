package dev.perennial.workflows.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.decision.StalenessEvidence;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.TimeWindow;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a look at one window found, stored as a blob: the verdict with all it rests on. The next window's look takes the
 * pooled evidence from here. Its JSON is a published document: {@link #SCHEMA} describes it, and what one release writes
 * every later one reads.
 *
 * @param champion whose window it was
 * @param challenger the compiled model that was scored beside the champion, if there was one
 * @param staleness the paired evidence of the champion's whole term, this window included
 * @param pooledUntil the event time up to which rows are in that evidence; later windows add only later rows
 * @param numbers the figures of the verdict by name
 * @param notes what a reader should know about the rows, in sentences
 * @param context where the report comes from; absent in reports of the first release
 * @param sections the parts beside the verdict; absent in reports of the first release
 */
public record WindowReport(
        ModelVersion champion,
        TimeWindow window,
        Optional<Digest> challenger,
        WindowVerdict verdict,
        StalenessEvidence staleness,
        Instant pooledUntil,
        SortedMap<String, Double> numbers,
        List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ReportContext> context,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ReportSections> sections) {
    /** The JSON Schema of the document, a resource beside this class. */
    public static final String SCHEMA = "window-report.schema.json";

    /** Copies the collections. */
    public WindowReport {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        notes = List.copyOf(notes);
    }
}
