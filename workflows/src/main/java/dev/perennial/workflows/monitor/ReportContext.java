package dev.perennial.workflows.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a window's report comes from: the model and the declaration that was obeyed, the rows that were read, what else
 * happened, and the documents that the report rests on.
 *
 * @param model the model
 * @param task what the model does, such as {@code binary-classification}
 * @param spec the declaration in force
 * @param rows the rows of the window
 * @param unseenFrom the event time from which no row was used in the champion's training or validation
 * @param events what the timeline holds for the window besides the monitor's own entries, oldest first
 * @param basis the stored documents that the report rests on
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ReportContext(
        ModelName model,
        String task,
        SpecRevision spec,
        Rows rows,
        Instant unseenFrom,
        List<Event> events,
        Basis basis) {

    /** Copies the list. */
    public ReportContext {
        events = List.copyOf(events);
    }

    /**
     * A declaration.
     *
     * @param revision its number, counted from 1
     * @param digest the digest of the file as it was written
     */
    public record SpecRevision(int revision, Digest digest) {}

    /**
     * How many rows the window has, and who answered them.
     *
     * @param predictions all logged predictions
     * @param known those that the champion saw in training or validation: they count for drift only
     * @param labelled those not known whose label has arrived
     * @param failed those whose request ended in an error
     * @param champion those that the champion of their time answered
     * @param canary those that a version under rollout answered
     * @param fallback those that the declared fallback answered
     * @param pinned those that a version answered which the caller had named
     */
    public record Rows(
            long predictions,
            long known,
            long labelled,
            long failed,
            long champion,
            long canary,
            long fallback,
            long pinned) {}

    /**
     * One entry of the model's timeline.
     *
     * @param at the event time
     * @param kind the kind of entry, such as {@code rollout-step}
     * @param sentence what happened
     * @param seq the entry's number in the log
     */
    public record Event(Instant at, String kind, String sentence, long seq) {}

    /**
     * Documents by the digest under which they are stored.
     *
     * @param reference the champion's frozen reference: the bins and counts of its training rows, scores and performance on
     *     the held-out ones
     * @param champion the compiled model whose scores were judged
     * @param challenger the compiled model that was scored beside it, if there was one
     * @param estimate the {@link EstimateReport} that was made of the window before its labels, if they were not there first
     * @param profiles the profiles of the window's segments, in the order in which they were merged; empty where the rows
     *     were read themselves
     * @param compared the part of the log that inputs and scores were compared with; empty where it is what the champion was
     *     trained and proven on
     * @param previous the report of the window before, whose history (and within one champion's term, evidence) goes on
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Basis(
            Digest reference,
            Digest champion,
            Optional<Digest> challenger,
            Optional<Digest> estimate,
            List<Digest> profiles,
            Optional<Compared> compared,
            Optional<Previous> previous) {

        /** Copies the list. */
        public Basis {
            profiles = List.copyOf(profiles);
        }
    }

    /**
     * A part of the log that stands as baseline.
     *
     * @param period the part
     * @param profile its counts, over the bins of the champion's reference
     */
    public record Compared(TimeWindow period, Digest profile) {}

    /**
     * An earlier report.
     *
     * @param window its window
     * @param report its digest
     */
    public record Previous(TimeWindow window, Digest report) {}
}
