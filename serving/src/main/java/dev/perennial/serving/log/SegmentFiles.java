package dev.perennial.serving.log;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.serving.log.ParquetTable.Column;
import dev.perennial.serving.log.ParquetTable.Holds;
import dev.perennial.serving.wal.SegmentContent;
import dev.perennial.serving.wal.SegmentContent.Frame;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The Parquet files that one segment becomes, in the order in which they are uploaded: labels by hour and model, then
 * predictions by hour and model. Hours are UTC hours of the prediction's event time.
 */
final class SegmentFiles {
    private static final DateTimeFormatter PARTITION = DateTimeFormatter.ofPattern(
                    "'dt='yyyy-MM-dd'/hour='HH", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
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
    private final List<Frame> unreadable = new ArrayList<>();
    private final Map<UUID, LoggedPairing> pairings = new HashMap<>();
    private final Set<UUID> unpaired = new HashSet<>();
    private final Map<Instant, String> partitionNames = new HashMap<>();
    private final Map<ByteBuffer, LogColumns> knownColumns = new HashMap<>();
    private ByteBuffer newestEncoded = ByteBuffer.allocate(0);
    private LogColumns newestColumns = LogColumns.NONE;

    SegmentFiles(SegmentContent segment) {
        this.segment = segment;
        fileName = String.format(
                Locale.ROOT,
                "%s-%06d-%08d.parquet",
                segment.header().instance(),
                segment.header().epoch(),
                segment.header().seq());
        for (Frame frame : segment.frames()) {
            try {
                add(frame);
            } catch (IllegalArgumentException
                    | IndexOutOfBoundsException
                    | BufferUnderflowException
                    | DateTimeException e) {
                unreadable.add(frame);
            }
        }
    }

    private void add(Frame frame) {
        ByteBuffer in = segment.payload(frame);
        if (frame.type() == LoggedLabel.TYPE) {
            LoggedLabel label = LoggedLabel.decode(in);
            add(labels, label.eventTime(), label.model(), frame);
        } else if (frame.type() == LoggedPrediction.TYPE) {
            LogColumns columns = columns(in);
            LoggedPrediction prediction = LoggedPrediction.decode(in);
            columns.skipFeatures(in);
            if (prediction.pairedVersion() != 0 && Double.isNaN(prediction.pairedScore())) {
                unpaired.add(prediction.id());
            }
            add(predictions, Instant.ofEpochMilli(prediction.eventMillis()), columns.model(), frame);
        } else if (frame.type() == LoggedPairing.TYPE) {
            LoggedPairing pairing = LoggedPairing.decode(in);
            pairings.put(pairing.id(), pairing);
        } else {
            throw new IllegalArgumentException("Invalid record: type " + frame.type() + ", expected "
                    + LoggedPrediction.TYPE + ", " + LoggedLabel.TYPE + " or " + LoggedPairing.TYPE);
        }
    }

    /** Whether predictions are here that another version scored as well, and not what it made of them. */
    boolean lacksPairings() {
        return !pairings.keySet().containsAll(unpaired);
    }

    /** Takes from a later segment what other versions made of the predictions that are here. */
    void pairFrom(SegmentContent later) {
        for (Frame frame : later.frames()) {
            if (frame.type() == LoggedPairing.TYPE) {
                LoggedPairing pairing = LoggedPairing.decode(later.payload(frame));
                if (unpaired.contains(pairing.id())) {
                    pairings.put(pairing.id(), pairing);
                }
            }
        }
    }

    /** Records whose checksum fits and that cannot be understood all the same: a defect, or another release's. */
    List<Frame> unreadable() {
        return List.copyOf(unreadable);
    }

    private void add(SortedMap<Partition, List<Frame>> to, Instant time, ModelName model, Frame frame) {
        String hour = partitionNames.computeIfAbsent(time.truncatedTo(ChronoUnit.HOURS), PARTITION::format);
        to.computeIfAbsent(new Partition(hour, model), partition -> new ArrayList<>())
                .add(frame);
    }

    /** The keys and contents, in upload order; each is written to the given file when asked for. */
    List<LogFile> files() {
        List<LogFile> files = new ArrayList<>();
        labels.forEach((partition, frames) -> files.add(
                new LogFile(partition.key("labels", fileName), digest(frames), digest -> labels(frames, digest))));
        predictions.forEach((partition, frames) -> files.add(new LogFile(
                partition.key("predictions", fileName), digest(frames), digest -> predictions(frames, digest))));
        return files;
    }

    /* Of the records, not of the file: another release may write the same rows as other bytes. */
    private Digest digest(List<Frame> frames) {
        return Digest.of(segment.only(frames));
    }

    private byte[] labels(List<Frame> frames, Digest digest) throws IOException {
        try (ParquetTable table = new ParquetTable("label", LABEL_COLUMNS, digest)) {
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
            return table.finish();
        }
    }

    private byte[] predictions(List<Frame> frames, Digest digest) throws IOException {
        Set<LogColumns> seen = new LinkedHashSet<>();
        frames.forEach(frame -> seen.add(columns(segment.payload(frame))));
        PredictionTable table = new PredictionTable(frames.size(), List.copyOf(seen), pairings);
        for (Frame frame : frames) {
            ByteBuffer in = segment.payload(frame);
            table.add(columns(in), in);
        }
        return table.bytes(digest);
    }

    /* Rows of one model follow each other, mostly: the columns of the row before are tried first. */
    private LogColumns columns(ByteBuffer in) {
        ByteBuffer encoded = LoggedPrediction.encodedColumns(in);
        if (!encoded.equals(newestEncoded)) {
            byte[] copy = new byte[encoded.remaining()];
            encoded.duplicate().get(copy);
            ByteBuffer key = ByteBuffer.wrap(copy);
            newestColumns = knownColumns.computeIfAbsent(key, absent -> LogColumns.decode(copy));
            newestEncoded = key;
        }
        return newestColumns;
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

    /** One object to be, of the records with this digest. */
    record LogFile(String key, Digest records, Content content) {
        private static final long BESIDE = 1_000_000_000;

        /* Where these records go if others have the name: to a number that no count reaches and that is theirs alone. */
        String keyBeside() {
            long number = BESIDE + Long.parseLong(records.hex().substring(0, 8), 16);
            return key.substring(0, key.lastIndexOf('-') + 1) + number + ".parquet";
        }

        byte[] bytes() throws IOException {
            return content.bytes(records);
        }
    }

    /** Writes an object's bytes. */
    interface Content {
        byte[] bytes(Digest records) throws IOException;
    }
}
