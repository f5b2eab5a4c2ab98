package dev.perennial.serving.log;

import dev.perennial.registry.ModelName;
import dev.perennial.serving.log.ParquetTable.Column;
import dev.perennial.serving.log.ParquetTable.Holds;
import dev.perennial.serving.wal.SegmentContent;
import dev.perennial.serving.wal.SegmentContent.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Parquet files that one segment becomes, in the order in which they are uploaded: labels by hour and model, then
 * predictions by hour and model. Hours are UTC hours of the prediction's event time.
 */
final class SegmentFiles {
    private static final DateTimeFormatter PARTITION = DateTimeFormatter.ofPattern(
                    "'dt='yyyy-MM-dd'/hour='HH", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final List<Column> PREDICTION_COLUMNS = List.of(
            Column.required("_prediction_id", Holds.TEXT),
            Column.required("_event_time", Holds.TIME),
            Column.required("_received_at", Holds.TIME),
            Column.required("_version", Holds.INTEGER),
            Column.required("_arm", Holds.TEXT),
            Column.optional("_entity", Holds.TEXT),
            Column.required("_score", Holds.NUMBER),
            Column.optional("_paired_version", Holds.INTEGER),
            Column.optional("_paired_score", Holds.NUMBER),
            Column.required("_latency_us", Holds.INTEGER),
            Column.optional("_error", Holds.TEXT));
    private static final List<Column> LABEL_COLUMNS = List.of(
            Column.required("_prediction_id", Holds.TEXT),
            Column.required("_event_time", Holds.TIME),
            Column.required("_label", Holds.NUMBER),
            Column.required("_labelled_at", Holds.TIME),
            Column.required("_received_at", Holds.TIME),
            Column.optional("_source", Holds.TEXT));

    private final SegmentContent segment;
    private final String fileName;
    private final SortedMap<Partition, List<Frame>> labels = new TreeMap<>();
    private final SortedMap<Partition, List<Frame>> predictions = new TreeMap<>();
    private final Map<ByteBuffer, LogColumns> knownColumns = new HashMap<>();

    SegmentFiles(SegmentContent segment) {
        this.segment = segment;
        fileName = String.format(
                Locale.ROOT,
                "%s-%06d-%08d.parquet",
                segment.header().instance(),
                segment.header().epoch(),
                segment.header().seq());
        for (Frame frame : segment.frames()) {
            ByteBuffer in = segment.payload(frame);
            if (frame.type() == LoggedLabel.TYPE) {
                LoggedLabel label = LoggedLabel.decode(in);
                add(labels, label.eventTime(), label.model(), frame);
            } else if (frame.type() == LoggedPrediction.TYPE) {
                ModelName model = columns(in).model();
                add(predictions, LoggedPrediction.decode(in).eventTime(), model, frame);
            } else {
                throw new IllegalArgumentException("Invalid record: type " + frame.type() + " at byte " + frame.offset()
                        + " of segment " + segment.header());
            }
        }
    }

    private static void add(SortedMap<Partition, List<Frame>> to, Instant time, ModelName model, Frame frame) {
        to.computeIfAbsent(new Partition(PARTITION.format(time), model), partition -> new ArrayList<>())
                .add(frame);
    }

    /** The keys and contents, in upload order; each is written to the given file when asked for. */
    List<LogFile> files() {
        List<LogFile> files = new ArrayList<>();
        labels.forEach((partition, frames) ->
                files.add(new LogFile(partition.key("labels", fileName), target -> writeLabels(frames, target))));
        predictions.forEach((partition, frames) -> files.add(
                new LogFile(partition.key("predictions", fileName), target -> writePredictions(frames, target))));
        return files;
    }

    private void writeLabels(List<Frame> frames, Path target) throws IOException {
        try (ParquetTable table = new ParquetTable(target, "label", LABEL_COLUMNS)) {
            for (Frame frame : frames) {
                LoggedLabel label = LoggedLabel.decode(segment.payload(frame));
                table.write(new @Nullable Object[] {
                    label.id().toString(),
                    label.eventMillis() * 1000,
                    label.label(),
                    label.labelledMicros(),
                    label.receivedMicros(),
                    label.source()
                });
            }
        }
    }

    private void writePredictions(List<Frame> frames, Path target) throws IOException {
        Map<String, Column> features = new LinkedHashMap<>();
        for (Frame frame : frames) {
            for (LogColumns.Column column : columns(segment.payload(frame)).columns()) {
                Holds holds = column.kind() == LogColumns.Kind.NUMBER ? Holds.NUMBER : Holds.TEXT;
                // A feature that changed its type within the segment becomes text: no value is lost.
                features.merge(
                        column.name(),
                        Column.optional(column.name(), holds),
                        (one, other) -> one.equals(other) ? one : Column.optional(column.name(), Holds.TEXT));
            }
        }
        List<Column> all = new ArrayList<>(PREDICTION_COLUMNS);
        all.addAll(features.values());
        Map<String, Integer> places = new HashMap<>();
        for (int at = 0; at < all.size(); at++) {
            places.put(all.get(at).name(), at);
        }
        try (ParquetTable table = new ParquetTable(target, "prediction", all)) {
            for (Frame frame : frames) {
                table.write(row(segment.payload(frame), all, places));
            }
        }
    }

    private @Nullable Object[] row(ByteBuffer in, List<Column> all, Map<String, Integer> places) {
        LogColumns columns = columns(in);
        LoggedPrediction prediction = LoggedPrediction.decode(in);
        boolean paired = prediction.pairedVersion() != 0;
        @Nullable
        Object[] fixed = {
            prediction.id().toString(),
            prediction.eventMillis() * 1000,
            prediction.receivedMicros(),
            prediction.version(),
            prediction.arm().word(),
            prediction.entity(),
            prediction.score(),
            paired ? (Integer) prediction.pairedVersion() : null,
            paired && !Double.isNaN(prediction.pairedScore()) ? (Double) prediction.pairedScore() : null,
            prediction.latencyMicros(),
            prediction.error()
        };
        @Nullable Object[] row = Arrays.copyOf(fixed, all.size());
        for (LogColumns.Column column : columns.columns()) {
            int place = Objects.requireNonNull(places.get(column.name()));
            if (column.kind() == LogColumns.Kind.NUMBER) {
                double value = in.getDouble();
                Object shown = all.get(place).holds() == Holds.TEXT ? (Object) Double.toString(value) : (Double) value;
                row[place] = Double.isNaN(value) ? null : shown;
            } else {
                row[place] = LogColumns.text(in);
            }
        }
        return row;
    }

    private LogColumns columns(ByteBuffer in) {
        byte[] encoded = LoggedPrediction.encodedColumns(in);
        return knownColumns.computeIfAbsent(ByteBuffer.wrap(encoded), key -> LogColumns.decode(encoded));
    }

    private record Partition(String hour, ModelName model) implements Comparable<Partition> {
        String key(String kind, String fileName) {
            return kind + "/model=" + model + "/" + hour + "/" + fileName;
        }

        @Override
        public int compareTo(Partition other) {
            int byHour = hour.compareTo(other.hour);
            return byHour != 0 ? byHour : model.compareTo(other.model);
        }
    }

    /** One object to be. */
    record LogFile(String key, Content content) {}

    /** Writes an object's bytes to a local file. */
    interface Content {
        void writeTo(Path file) throws IOException;
    }
}
