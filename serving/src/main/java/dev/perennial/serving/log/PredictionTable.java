package dev.perennial.serving.log;

import dev.perennial.registry.Digest;
import dev.perennial.serving.log.ParquetTable.Column;
import dev.perennial.serving.log.ParquetTable.Holds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Predictions of one model and hour, decoded from their records straight into columns: the gateway turns every prediction
 * into Parquet beside answering, so nothing here makes an object of a number, and what is decoded is handed on after a
 * thousand rows: what a collection of garbage would have to move stays small. Not thread-safe.
 */
final class PredictionTable implements AutoCloseable {
    /** How many rows are handed on together. */
    static final int MOST = 1024;

    private static final List<Column> COLUMNS = List.of(
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
    /* In files that hold observations, after the columns of every prediction. */
    private static final List<Column> OBSERVATION_COLUMNS =
            List.of(Column.optional("_own_id", Holds.TEXT), Column.optional("_made_by", Holds.TEXT));
    private static final Map<Arm, Binary> ARMS = Arrays.stream(Arm.values())
            .collect(Collectors.toMap(
                    arm -> arm,
                    arm -> Binary.fromString(arm.word()),
                    (one, other) -> one,
                    () -> new EnumMap<>(Arm.class)));

    private final Map<UUID, LoggedPairing> pairings;
    private final Map<String, Feature> pairedProbabilities = new LinkedHashMap<>();
    private final Map<String, Feature> features = new LinkedHashMap<>();
    private final Binary[] ids = new Binary[MOST];
    private final long[] eventTimes = new long[MOST];
    private final long[] receivedAt = new long[MOST];
    private final int[] versions = new int[MOST];
    private final Binary[] arms = new Binary[MOST];
    private final @Nullable Binary[] entities = new Binary[MOST];
    private final double[] scores = new double[MOST];
    private final int[] pairedVersions = new int[MOST];
    private final double[] pairedScores = new double[MOST];
    private final int[] latencies = new int[MOST];
    private final @Nullable Binary[] errors = new Binary[MOST];
    private final @Nullable Binary[] ownIds = new Binary[MOST];
    private final @Nullable Binary[] madeBy = new Binary[MOST];
    private LogColumns latest = LogColumns.NONE;
    private Feature[] places = {};
    private final Origin origin;
    private final Pace pace;
    private final ParquetTable table;
    private int rows;
    private int written;

    /** Of predictions whose records have these columns, in the order of their coming; the digest is that of the records. */
    PredictionTable(
            List<LogColumns> columns, Map<UUID, LoggedPairing> pairings, Origin origin, Digest records, Pace pace) {
        this.pairings = pairings;
        this.pace = pace;
        this.origin = origin;
        Map<String, Holds> held = new LinkedHashMap<>();
        for (LogColumns some : columns) {
            for (LogColumns.Column column : some.columns()) {
                Holds holds = column.kind() == LogColumns.Kind.NUMBER ? Holds.NUMBER : Holds.TEXT;
                // A feature that changed its type within the segment becomes text: no value is lost.
                held.merge(column.name(), holds, (one, other) -> one == other ? one : Holds.TEXT);
            }
        }
        held.forEach((name, holds) -> features.put(name, new Feature(holds)));
        // Files have these only where another version said something of classes.
        if (pairings.values().stream()
                .anyMatch(pairing -> !pairing.probabilities().isEmpty())) {
            columns.stream()
                    .flatMap(some -> some.probabilities().stream())
                    .forEach(name -> pairedProbabilities.put(paired(name), new Feature(Holds.NUMBER)));
        }
        List<Column> all = new ArrayList<>(COLUMNS);
        if (origin == Origin.OBSERVED) {
            all.addAll(OBSERVATION_COLUMNS);
        }
        pairedProbabilities.forEach((name, feature) -> all.add(Column.optional(name, feature.holds)));
        features.forEach((name, feature) -> all.add(Column.optional(name, feature.holds)));
        table = new ParquetTable("prediction", all, records, pace);
    }

    /** Says what the next prediction has because another server made it. */
    void observed(LoggedObservation.Head head) {
        String by = head.madeBy();
        ownIds[rows] = Binary.fromString(head.ownId());
        madeBy[rows] = by == null ? null : Binary.fromString(by);
    }

    /** Adds the prediction whose record has these columns; the buffer stands behind them. */
    void add(LogColumns columns, ByteBuffer in) {
        if (columns != latest) {
            places = columns.columns().stream()
                    .map(column -> features.get(column.name()))
                    .toArray(Feature[]::new);
            latest = columns;
        }
        int row = rows;
        long most = in.getLong();
        long least = in.getLong();
        ids[row] = text(most, least);
        eventTimes[row] = in.getLong() * 1000;
        receivedAt[row] = in.getLong();
        versions[row] = in.getInt();
        arms[row] = Objects.requireNonNull(ARMS.get(Arm.ofCode(in.get())));
        entities[row] = text(in);
        scores[row] = in.getDouble();
        pairedVersions[row] = in.getInt();
        pairedScores[row] = in.getDouble();
        if (pairedVersions[row] != 0 && !pairings.isEmpty()) {
            // Scored beside the answer: in a record of its own, or not at all.
            LoggedPairing pairing = pairings.get(new UUID(most, least));
            if (pairing != null && pairing.version() == pairedVersions[row]) {
                pairedScores[row] = pairing.score();
                if (!pairing.probabilities().isEmpty()) {
                    pairClasses(row, columns.probabilities(), pairing.probabilities());
                }
            }
        }
        latencies[row] = in.getInt();
        errors[row] = text(in);
        for (int at = 0; at < places.length; at++) {
            Feature feature = places[at];
            boolean number = columns.columns().get(at).kind() == LogColumns.Kind.NUMBER;
            if (!number) {
                feature.texts[row] = text(in);
            } else if (feature.holds == Holds.NUMBER) {
                feature.numbers[row] = in.getDouble();
            } else {
                double value = in.getDouble();
                feature.texts[row] = Double.isNaN(value) ? null : Binary.fromString(Double.toString(value));
            }
        }
        rows++;
        if (rows == MOST) {
            write();
        }
    }

    private static String paired(String probability) {
        return LogColumns.PAIRED_PROBABILITY + probability.substring(LogColumns.PROBABILITY.length());
    }

    private void pairClasses(int row, List<String> columns, List<Double> probabilities) {
        if (columns.size() == probabilities.size()) {
            for (int at = 0; at < probabilities.size(); at++) {
                Objects.requireNonNull(pairedProbabilities.get(paired(columns.get(at)))).numbers[row] =
                        probabilities.get(at);
            }
        }
    }

    /** The file of all that was added. */
    byte[] finish() throws IOException {
        write();
        table.filled(written);
        return table.finish();
    }

    @Override
    public void close() {
        table.close();
    }

    private void write() {
        table.texts(0, ids, rows);
        table.times(1, eventTimes, rows);
        table.times(2, receivedAt, rows);
        table.integers(3, versions, rows);
        table.texts(4, arms, rows);
        table.texts(5, entities, rows);
        table.numbers(6, scores, rows);
        table.integers(7, pairedVersions, rows);
        table.numbers(8, pairedScores, rows);
        table.integers(9, latencies, rows);
        table.texts(10, errors, rows);
        int at = COLUMNS.size();
        if (origin == Origin.OBSERVED) {
            table.texts(at++, ownIds, rows);
            table.texts(at++, madeBy, rows);
            Arrays.fill(ownIds, null);
            Arrays.fill(madeBy, null);
        }
        for (Feature feature : variable()) {
            if (feature.holds == Holds.NUMBER) {
                table.numbers(at, feature.numbers, rows);
            } else {
                table.texts(at, feature.texts, rows);
            }
            feature.clear();
            at++;
        }
        written += rows;
        rows = 0;
        pace.rest();
    }

    private List<Feature> variable() {
        List<Feature> all = new ArrayList<>(pairedProbabilities.values());
        all.addAll(features.values());
        return all;
    }

    /** Who made the predictions of a table. */
    enum Origin {
        /** This gateway, all of them. */
        OWN,
        /** Another server, some of them. */
        OBSERVED
    }

    private static @Nullable Binary text(ByteBuffer in) {
        byte[] utf8 = LogColumns.utf8(in);
        return utf8 == null ? null : Binary.fromConstantByteArray(utf8);
    }

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /* An id in its canonical form. */
    private static Binary text(long most, long least) {
        byte[] text = new byte[36];
        int at = 0;
        for (int digit = 0; digit < 32; digit++) {
            if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
                text[at++] = '-';
            }
            long half = digit < 16 ? most : least;
            text[at++] = HEX[(int) (half >>> (60 - 4 * (digit & 15))) & 15];
        }
        return Binary.fromConstantByteArray(text);
    }

    /** The values of one feature, or of one class's probability. */
    private static final class Feature {
        private final Holds holds;
        private final double[] numbers;
        private final @Nullable Binary[] texts;

        Feature(Holds holds) {
            this.holds = holds;
            numbers = new double[holds == Holds.NUMBER ? MOST : 0];
            texts = new Binary[holds == Holds.NUMBER ? 0 : MOST];
            clear();
        }

        /* A record need not have every feature of its table. */
        private void clear() {
            Arrays.fill(numbers, Double.NaN);
            Arrays.fill(texts, null);
        }
    }
}
