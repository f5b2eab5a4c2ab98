package dev.perennial.serving.log;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.serving.log.ParquetTable.Column;
import dev.perennial.serving.log.PredictionTable.Origin;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Parquet files that one segment becomes, in the order in which they are uploaded: what was said about predictions,
 * truth first, by hour and model, then predictions by hour and model. Hours are UTC hours of the prediction's event time.
 */
final class SegmentFiles {
    private static final DateTimeFormatter PARTITION = DateTimeFormatter.ofPattern(
                    "'dt='yyyy-MM-dd'/hour='HH", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
    private static final long SECONDS_AN_HOUR = ChronoUnit.HOURS.getDuration().toSeconds();
    private static final List<String> SAID = List.of("labels", "feedback", "quarantine/labels", "quarantine/feedback");

    private final SegmentContent segment;
    private final Pace pace;
    private final String fileName;
    private final Map<String, SortedMap<Partition, ChosenFrames>> said = new LinkedHashMap<>();
    private final SortedMap<Partition, Predictions> predictions = new TreeMap<>();
    private final List<Frame> unreadable = new ArrayList<>();
    private final Map<UUID, LoggedPairing> pairings = new HashMap<>();
    private final Set<UUID> unpaired = new HashSet<>();
    private final Map<Instant, String> partitionNames = new HashMap<>();
    private final Map<ByteBuffer, LogColumns> knownColumns = new HashMap<>();
    private final Map<Long, LogColumns> defined = new HashMap<>();
    private LogColumns newestNamed = LogColumns.NONE;
    private ByteBuffer newestEncoded = ByteBuffer.allocate(0);
    private LogColumns newestColumns = LogColumns.NONE;
    private @Nullable Predictions newestPredictions;

    SegmentFiles(SegmentContent segment, Pace pace) {
        this.segment = segment;
        this.pace = pace;
        fileName = String.format(
                Locale.ROOT,
                "%s-%06d-%08d.parquet",
                segment.header().instance(),
                segment.header().epoch(),
                segment.header().seq());
        SAID.forEach(folder -> said.put(folder, new TreeMap<>()));
        List<Frame> frames = segment.frames();
        for (Frame frame : frames) {
            if (frame.type() == LogColumns.TYPE) {
                define(segment.payload(frame));
            }
        }
        for (int place = 0; place < frames.size(); place++) {
            Frame frame = frames.get(place);
            if (place % PredictionTable.MOST == 0) {
                pace.rest();
            }
            try {
                add(frame, place);
            } catch (IllegalArgumentException
                    | IndexOutOfBoundsException
                    | BufferUnderflowException
                    | DateTimeException e) {
                unreadable.add(frame);
            }
        }
    }

    private void add(Frame frame, int place) {
        ByteBuffer in = segment.payload(frame);
        if (frame.type() == LoggedFeedback.TYPE || frame.type() == LoggedFeedback.LABEL_TYPE) {
            LoggedFeedback item = feedback(frame);
            add(Objects.requireNonNull(said.get(item.folder())), item.eventTime(), item.model(), place);
        } else if (isPrediction(frame)) {
            head(frame, in);
            LogColumns columns = columns(frame, in);
            LoggedPrediction prediction = LoggedPrediction.decode(in);
            columns.skipFeatures(in);
            if (prediction.pairedVersion() != 0 && Double.isNaN(prediction.pairedScore())) {
                unpaired.add(prediction.id());
            }
            predictions(Instant.ofEpochMilli(prediction.eventMillis()), columns.model())
                    .choose(place, columns, frame.type() == LoggedObservation.TYPE ? Origin.OBSERVED : Origin.OWN);
        } else if (frame.type() == LoggedPairing.TYPE) {
            LoggedPairing pairing = LoggedPairing.decode(in);
            pairings.put(pairing.id(), pairing);
        } else if (frame.type() != LogColumns.TYPE) {
            throw new IllegalArgumentException(
                    "Invalid record: type " + frame.type() + ", expected a prediction or what is said of one");
        }
    }

    private static boolean isPrediction(Frame frame) {
        return frame.type() == LoggedPrediction.TYPE
                || frame.type() == LoggedPrediction.WHOLE_TYPE
                || frame.type() == LoggedObservation.TYPE;
    }

    /* Leaves the buffer where a prediction's record begins; null for one that a gateway made. */
    private static LoggedObservation.@Nullable Head head(Frame frame, ByteBuffer in) {
        return frame.type() == LoggedObservation.TYPE ? LoggedObservation.head(in) : null;
    }

    private LoggedFeedback feedback(Frame frame) {
        ByteBuffer in = segment.payload(frame);
        return frame.type() == LoggedFeedback.TYPE ? LoggedFeedback.decode(in) : LoggedFeedback.decodeLabel(in);
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

    private void add(SortedMap<Partition, ChosenFrames> to, Instant time, ModelName model, int place) {
        to.computeIfAbsent(
                        new Partition(hour(time.truncatedTo(ChronoUnit.HOURS)), model),
                        partition -> new ChosenFrames(segment.frames()))
                .choose(place);
    }

    /* Most predictions are of the hour and model of the one before. */
    private Predictions predictions(Instant time, ModelName model) {
        Predictions newest = newestPredictions;
        if (newest == null || !newest.holds(time, model)) {
            Instant hour = time.truncatedTo(ChronoUnit.HOURS);
            newest = predictions.computeIfAbsent(
                    new Partition(hour(hour), model),
                    partition -> new Predictions(hour, model, new ChosenFrames(segment.frames())));
            newestPredictions = newest;
        }
        return newest;
    }

    private String hour(Instant hour) {
        return partitionNames.computeIfAbsent(hour, PARTITION::format);
    }

    /** The keys and contents, in upload order; each is written to the given file when asked for. */
    List<LogFile> files() {
        List<LogFile> files = new ArrayList<>();
        said.forEach((folder, partitions) -> partitions.forEach((partition, frames) -> files.add(
                new LogFile(partition.key(folder, fileName), digest(frames), digest -> said(frames, digest)))));
        predictions.forEach((partition, some) -> files.add(new LogFile(
                partition.key("predictions", fileName), digest(some.frames), digest -> predictions(some, digest))));
        return files;
    }

    /* Of the records, not of the file: another release may write the same rows as other bytes. */
    private Digest digest(List<Frame> frames) {
        return segment.digest(frames, pace::rest);
    }

    private byte[] said(List<Frame> frames, Digest digest) throws IOException {
        List<Column> columns = FeedbackTable.columns(feedback(frames.get(0)));
        try (ParquetTable table = new ParquetTable("label", columns, digest, pace)) {
            for (Frame frame : frames) {
                table.write(FeedbackTable.row(feedback(frame)));
            }
            return table.finish();
        }
    }

    private byte[] predictions(Predictions some, Digest digest) throws IOException {
        try (PredictionTable table =
                new PredictionTable(List.copyOf(some.columns), pairings, some.origin, digest, pace)) {
            for (Frame frame : some.frames) {
                ByteBuffer in = segment.payload(frame);
                LoggedObservation.Head head = head(frame, in);
                if (head != null) {
                    table.observed(head);
                }
                table.add(columns(frame, in), in);
            }
            return table.finish();
        }
    }

    private void define(ByteBuffer encoded) {
        try {
            LogColumns columns = columns(encoded);
            defined.put(columns.id(), columns);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            LOG.warn("columns not understood segment={} reason={}", fileName, e.toString());
        }
    }

    /* Of the buffer of a prediction, which is left behind them. */
    private LogColumns columns(Frame frame, ByteBuffer in) {
        if (frame.type() != LoggedPrediction.TYPE) {
            return columns(LoggedPrediction.encodedColumns(in));
        }
        long id = in.getLong();
        if (id != newestNamed.id()) {
            LogColumns named = defined.get(id);
            if (named == null) {
                throw new IllegalArgumentException("Invalid record: the columns that it names are not in its segment");
            }
            newestNamed = named;
        }
        return newestNamed;
    }

    /* Rows of one model follow each other, mostly: the columns of the row before are tried first. */
    private LogColumns columns(ByteBuffer encoded) {
        if (!encoded.equals(newestEncoded)) {
            byte[] copy = new byte[encoded.remaining()];
            encoded.duplicate().get(copy);
            ByteBuffer key = ByteBuffer.wrap(copy);
            newestColumns = knownColumns.computeIfAbsent(key, absent -> LogColumns.decode(copy));
            newestEncoded = key;
        }
        return newestColumns;
    }

    /** The predictions of one model and hour, and what their table must know before the first of them. */
    private static final class Predictions {
        private final Instant hour;
        private final ModelName model;
        private final ChosenFrames frames;
        private final Set<LogColumns> columns = new LinkedHashSet<>();
        private LogColumns latest = LogColumns.NONE;
        private Origin origin = Origin.OWN;

        Predictions(Instant hour, ModelName model, ChosenFrames frames) {
            this.hour = hour;
            this.model = model;
            this.frames = frames;
        }

        boolean holds(Instant time, ModelName of) {
            long seconds = time.getEpochSecond() - hour.getEpochSecond();
            return seconds >= 0 && seconds < SECONDS_AN_HOUR && model.equals(of);
        }

        void choose(int place, LogColumns its, Origin by) {
            frames.choose(place);
            if (its != latest) {
                columns.add(its);
                latest = its;
            }
            if (by == Origin.OBSERVED) {
                origin = by;
            }
        }
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
