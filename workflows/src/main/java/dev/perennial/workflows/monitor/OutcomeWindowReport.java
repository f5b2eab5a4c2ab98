package dev.perennial.workflows.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.decision.OutcomeVerdict;
import dev.perennial.monitoring.decision.StalenessEvidence;
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
 * What a look at one window of a regression, or of several classes, found, stored as a blob. What it shares with a
 * {@link WindowReport} stands in the same places, so that who reads the one reads the other.
 *
 * @param champion whose window it was
 * @param task the model's task, in the words of declarations
 * @param numbers the figures by name
 * @param notes what a reader should know, in sentences: what is not judged of this task among them
 * @param previous the report of the window before, whoever was champion
 * @param sections the parts beside the verdict; absent in reports of the first release of these tasks
 * @param challenger the compiled model that was scored beside the champion; absent where too few rows were new
 * @param staleness the differences of losses in the champion's term, of a regression in units of its mean squared error on the
 *     reference; absent, as the next, in reports of releases that did not ask
 * @param pooledUntil up to which event time rows are in that evidence
 * @param context where the report comes from; absent in reports of the first release of these tasks
 */
public record OutcomeWindowReport(
        ModelVersion champion,
        TimeWindow window,
        String task,
        OutcomeVerdict verdict,
        SortedMap<String, Double> numbers,
        List<String> notes,
        Optional<Digest> previous,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ReportSections> sections,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Digest> challenger,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<StalenessEvidence> staleness,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> pooledUntil,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ReportContext> context) {
    /** The JSON Schema of the document, a resource beside this class. */
    public static final String SCHEMA = "outcome-window-report.schema.json";

    /** Copies the collections. */
    public OutcomeWindowReport {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        notes = List.copyOf(notes);
    }
}
