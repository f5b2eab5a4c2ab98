package dev.perennial.serving.log;

import dev.perennial.serving.log.ParquetTable.Column;
import dev.perennial.serving.log.ParquetTable.Holds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of what was said about predictions: truth under {@code labels/}, the rest under {@code feedback/}, and
 * either with the reason where it is in quarantine.
 */
final class FeedbackTable {
    private static final List<Column> TRUTH = List.of(
            Column.required("_prediction_id", Holds.TEXT),
            Column.required("_event_time", Holds.TIME),
            Column.optional("_label", Holds.NUMBER),
            Column.required("_labelled_at", Holds.TIME),
            Column.required("_received_at", Holds.TIME),
            Column.optional("_source", Holds.TEXT),
            Column.required("_kind", Holds.TEXT),
            Column.optional("_class", Holds.TEXT),
            Column.optional("_revision", Holds.WHOLE));
    private static final List<Column> OPINION = List.of(
            Column.required("_prediction_id", Holds.TEXT),
            Column.required("_event_time", Holds.TIME),
            Column.optional("_value", Holds.NUMBER),
            Column.required("_said_at", Holds.TIME),
            Column.required("_received_at", Holds.TIME),
            Column.optional("_source", Holds.TEXT),
            Column.required("_kind", Holds.TEXT),
            Column.optional("_action", Holds.TEXT),
            Column.optional("_revision", Holds.WHOLE));
    private static final Column QUARANTINED = Column.required("_quarantined", Holds.TEXT);

    private FeedbackTable() {}

    /** The columns of files that hold items like this one. */
    static List<Column> columns(LoggedFeedback like) {
        List<Column> columns = new ArrayList<>(like.kind().isTruth() ? TRUTH : OPINION);
        if (like.quarantine() != null) {
            columns.add(QUARANTINED);
        }
        return columns;
    }

    /** One item as a row of {@link #columns}; truth and opinion have the same types in the same places. */
    static @Nullable Object[] row(LoggedFeedback said) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(said.id().toString());
        row.add(said.eventMillis() * 1000);
        row.add(Double.isNaN(said.value()) ? null : (Double) said.value());
        row.add(said.saidMicros());
        row.add(said.receivedMicros());
        row.add(said.source());
        row.add(said.kind().word());
        row.add(said.word());
        row.add(said.revision() == 0 ? null : (Long) said.revision());
        if (said.quarantine() != null) {
            row.add(said.quarantine());
        }
        return row.toArray();
    }
}
