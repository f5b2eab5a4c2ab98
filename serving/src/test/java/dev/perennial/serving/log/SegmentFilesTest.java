package dev.perennial.serving.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import dev.perennial.serving.wal.AppendListener;
import dev.perennial.serving.wal.Durability;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.SegmentContent;
import dev.perennial.serving.wal.WalSettings;
import dev.perennial.serving.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFilesTest {
    private static final ModelName MODEL = new ModelName("flight-delay");
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            new NumberFeature("temp", Presence.OPTIONAL, Optional.empty()),
            new CategoryFeature("carrier", Presence.OPTIONAL, 64)));
    private static final LogColumns COLUMNS = LogColumns.of(MODEL, SCHEMA);
    private static final Instant RECEIVED = Instant.parse("2026-02-03T04:05:06.000007Z");

    @TempDir
    Path directory;

    private final FrameBuffer frames = new FrameBuffer();

    @Test
    void becomesFilesByHourThatDuckDbReadsWithEveryValue() throws IOException, SQLException {
        prediction(1, "2013-03-01T11:59:59.999Z", Arm.CANARY, 2, 0.75, 1, 0.5, 39.5, "UA");
        prediction(2, "2013-03-01T10:00:00Z", Arm.CHAMPION, 1, 0.25, 2, Double.NaN, Double.NaN, null);
        prediction(3, "2013-03-01T10:30:00Z", Arm.FALLBACK, 0, 0.2, 0, Double.NaN, -0.0, "é'漢\n");
        label(1, "2013-03-01T11:59:59.999Z", 1);
        label(9, "2013-02-28T23:00:00Z", 0);

        List<String> keys = write();

        assertThat(keys)
                .containsExactly(
                        "labels/model=flight-delay/dt=2013-02-28/hour=23/gw1-000003-00000001.parquet",
                        "labels/model=flight-delay/dt=2013-03-01/hour=11/gw1-000003-00000001.parquet",
                        "predictions/model=flight-delay/dt=2013-03-01/hour=10/gw1-000003-00000001.parquet",
                        "predictions/model=flight-delay/dt=2013-03-01/hour=11/gw1-000003-00000001.parquet");
        assertThat(Sql.rows(
                        directory,
                        "predictions/**/*.parquet",
                        "SELECT _prediction_id, _event_time, _received_at, _version, _arm, _entity, _score, _paired_version,"
                                + " _paired_score, _latency_us, _error, temp, carrier, model, hour"
                                + " FROM LOG ORDER BY _prediction_id"))
                .containsExactly(
                        row(id(1), "2013-03-01T11:59:59.999Z", 2, "canary", "N1", 0.75, 1, 0.5, null, 39.5, "UA", 11),
                        row(id(2), "2013-03-01T10:00:00Z", 1, "champion", "N2", 0.25, 2, null, null, null, null, 10),
                        row(
                                id(3),
                                "2013-03-01T10:30:00Z",
                                0,
                                "fallback",
                                "N3",
                                0.2,
                                null,
                                null,
                                "why",
                                -0.0,
                                "é'漢\n",
                                10));
        assertThat(Sql.rows(
                        directory,
                        "labels/**/*.parquet",
                        "SELECT _prediction_id, _event_time, _label, _labelled_at, _source FROM LOG ORDER BY ALL"))
                .containsExactly(
                        Arrays.asList(id(1), utc("2013-03-01T11:59:59.999Z"), 1.0, utc("2013-03-02T00:00:00Z"), "ops"),
                        Arrays.asList(id(9), utc("2013-02-28T23:00:00Z"), 0.0, utc("2013-03-02T00:00:00Z"), "ops"));
        assertThat(Sql.rows(
                        directory,
                        "predictions/**/*.parquet",
                        "SELECT DISTINCT compression, stats_min_value IS NOT NULL OR stats_null_count IS NOT NULL FROM"
                                + " parquet_metadata('" + directory + "/predictions/**/*.parquet')"))
                .containsExactly(List.of("ZSTD", true));
    }

    @Test
    void givesTheSameBytesEachTime() throws IOException {
        for (int at = 0; at < 500; at++) {
            prediction(at, "2013-03-01T10:00:00Z", Arm.CHAMPION, 1, 1.0 / (at + 1), 0, Double.NaN, at, "c" + at % 7);
        }
        List<String> keys = write();
        Digest first = Digest.of(Files.readAllBytes(directory.resolve(keys.get(0))));
        assertThat(write()).isEqualTo(keys);
        assertThat(Digest.of(Files.readAllBytes(directory.resolve(keys.get(0)))))
                .isEqualTo(first);
    }

    @Test
    void turnsAFeatureThatChangedItsTypeIntoText() throws IOException, SQLException {
        prediction(1, "2013-03-01T10:00:00Z", Arm.CHAMPION, 1, 0.25, 0, Double.NaN, 4.5, "UA");
        FeatureSchema changed = new FeatureSchema(List.of(
                new CategoryFeature("temp", Presence.OPTIONAL, 64),
                new NumberFeature("wind", Presence.OPTIONAL, Optional.empty())));
        LogColumns others = LogColumns.of(MODEL, changed);
        frames.putBytes(others.record());
        new LoggedPrediction(UUID.fromString(id(2)), 1_362_132_000_000L, 0, 1, Arm.CHAMPION, null, 0.5, 0, 0, 1, null)
                .encode(others, new FeatureRow(changed).setCategory(0, "warm").setNumber(1, 7), frames);
        write();
        assertThat(Sql.rows(
                        directory,
                        "predictions/**/*.parquet",
                        "SELECT temp, carrier, wind FROM LOG ORDER BY _prediction_id"))
                .containsExactly(Arrays.asList("4.5", "UA", null), Arrays.asList("warm", null, 7.0));
    }

    @Test
    void keepsEveryValueAtItsRowOverThousandsOfRows() throws IOException, SQLException {
        FeatureSchema changed =
                new FeatureSchema(List.of(new NumberFeature("wind", Presence.OPTIONAL, Optional.empty())));
        LogColumns others = LogColumns.of(MODEL, changed);
        frames.putBytes(others.record());
        for (int number = 0; number < 3000; number++) {
            if (number % 3 == 0) {
                new LoggedPrediction(
                                UUID.fromString(id(number)),
                                Instant.parse("2013-03-01T10:00:00Z").toEpochMilli(),
                                0,
                                1,
                                Arm.CHAMPION,
                                null,
                                0.5,
                                0,
                                Double.NaN,
                                1,
                                null)
                        .encode(others, new FeatureRow(changed).setNumber(0, number), frames);
            } else {
                prediction(number, "2013-03-01T10:00:00Z", Arm.CHAMPION, 1, 0.5, 0, Double.NaN, number, "c" + number);
            }
        }
        write();
        String number = "CAST(right(_prediction_id, 12) AS INTEGER)";
        assertThat(Sql.rows(
                        directory,
                        "predictions/**/*.parquet",
                        "SELECT count(*), count(*) FILTER (wind = " + number
                                + " AND temp IS NULL AND carrier IS NULL AND"
                                + " _entity IS NULL), count(*) FILTER (temp = " + number + " AND wind IS NULL AND"
                                + " carrier = concat('c', " + number + ") AND _entity = concat('N', " + number
                                + ")) FROM LOG"))
                .containsExactly(List.of(3000L, 1000L, 2000L));
    }

    @Test
    void readsPredictionsThatBringTheirColumnsAlong() throws IOException, SQLException {
        frames.begin((byte) 1)
                .putInt(COLUMNS.encoded().length)
                .putBytes(COLUMNS.encoded())
                .putLong(UUID.fromString(id(1)).getMostSignificantBits())
                .putLong(UUID.fromString(id(1)).getLeastSignificantBits())
                .putLong(Instant.parse("2013-03-01T10:00:00Z").toEpochMilli())
                .putLong(7)
                .putInt(4)
                .putByte(Arm.CHAMPION.code())
                .putText("N1")
                .putDouble(0.25)
                .putInt(0)
                .putDouble(Double.NaN)
                .putInt(11)
                .putText(null)
                .putDouble(39.5)
                .putText("UA")
                .end();
        write();
        assertThat(Sql.rows(directory, "predictions/**/*.parquet", "SELECT _version, _score, temp, carrier FROM LOG"))
                .containsExactly(List.of(4, 0.25, 39.5, "UA"));
    }

    @Test
    void damagedColumnsCostNothingWhereOthersOfTheirKindAreLeft() throws IOException {
        byte[] columns = COLUMNS.record();
        byte[] damaged = columns.clone();
        damaged[damaged.length - 1] ^= 1;
        prediction(1, "2013-03-01T10:00:00Z", Arm.CHAMPION, 1, 0.5, 0, Double.NaN, 1, "UA");
        byte[] both = frames.take();
        byte[] prediction = Arrays.copyOfRange(both, columns.length, both.length);

        assertThat(unreadable(damaged, prediction)).isEqualTo(1);
        assertThat(unreadable(damaged, prediction, columns)).isZero();
    }

    private int unreadable(byte[]... records) throws IOException {
        for (byte[] record : records) {
            frames.putBytes(record);
        }
        return new SegmentFiles(content(frames.take()), new Pace(() -> true))
                .unreadable()
                .size();
    }

    @Test
    void keepsTruthOpinionAndQuarantineApart() throws IOException, SQLException {
        label(1, "2013-03-01T10:00:00Z", 0);
        said(1, FeedbackKind.CORRECTION, 1, "late", 7, "ops").encode(frames);
        said(2, FeedbackKind.LABEL, Double.NaN, "diverted", 0, null).encode(frames);
        said(2, FeedbackKind.CLICK, 12.5, "dwell", 0, "app").encode(frames);
        said(3, FeedbackKind.LABEL, 0, null, 0, "mallory").inQuarantine("why").encode(frames);
        said(3, FeedbackKind.RATING, 4, null, 0, "mallory").inQuarantine("why").encode(frames);
        assertThat(write())
                .extracting(key -> key.replaceAll("/model=.*", ""))
                .containsExactly("labels", "feedback", "quarantine/labels", "quarantine/feedback");
        assertThat(Sql.rows(
                        directory,
                        "labels/**/*.parquet",
                        "SELECT _prediction_id, _label, _class, _kind, _revision, _source FROM LOG ORDER BY ALL"))
                .containsExactly(
                        Arrays.asList(id(1), 0.0, null, "label", null, "ops"),
                        Arrays.asList(id(1), 1.0, "late", "correction", 7L, "ops"),
                        Arrays.asList(id(2), null, "diverted", "label", null, null));
        assertThat(Sql.rows(
                        directory, "feedback/**/*.parquet", "SELECT _prediction_id, _value, _action, _kind FROM LOG"))
                .containsExactly(Arrays.asList(id(2), 12.5, "dwell", "click"));
        assertThat(Sql.rows(
                        directory,
                        "quarantine/**/*.parquet",
                        "SELECT _label, _value, _quarantined, _source FROM LOG ORDER BY ALL"))
                .containsExactly(
                        Arrays.asList(0.0, null, "why", "mallory"), Arrays.asList(null, 4.0, "why", "mallory"));
    }

    private static LoggedFeedback said(
            int number,
            FeedbackKind kind,
            double value,
            @Nullable String word,
            long revision,
            @Nullable String source) {
        return new LoggedFeedback(
                MODEL,
                UUID.fromString(id(number)),
                Instant.parse("2013-03-01T10:00:00Z").toEpochMilli(),
                kind,
                value,
                word,
                revision,
                2,
                3,
                source,
                null);
    }

    private void prediction(
            int number,
            String eventTime,
            Arm arm,
            int version,
            double score,
            int pairedVersion,
            double pairedScore,
            double temp,
            @Nullable String carrier) {
        FeatureRow row = new FeatureRow(SCHEMA).setNumber(0, temp).setCategory(1, carrier);
        frames.putBytes(COLUMNS.record());
        new LoggedPrediction(
                        UUID.fromString(id(number)),
                        Instant.parse(eventTime).toEpochMilli(),
                        RECEIVED.getEpochSecond() * 1_000_000 + 7,
                        version,
                        arm,
                        "N" + number,
                        score,
                        pairedVersion,
                        pairedScore,
                        123,
                        arm == Arm.FALLBACK ? "why" : null)
                .encode(COLUMNS, row, frames);
    }

    private void label(int number, String eventTime, double label) {
        // As gateways wrote labels before there were other kinds.
        frames.begin((byte) 2)
                .putText(MODEL.value())
                .putLong(UUID.fromString(id(number)).getMostSignificantBits())
                .putLong(UUID.fromString(id(number)).getLeastSignificantBits())
                .putLong(Instant.parse(eventTime).toEpochMilli())
                .putDouble(label)
                .putLong(Instant.parse("2013-03-02T00:00:00Z").getEpochSecond() * 1_000_000)
                .putLong(1)
                .putText("ops")
                .end();
    }

    private List<String> write() throws IOException {
        byte[] records = frames.take();
        frames.putBytes(records);
        List<String> keys = new ArrayList<>();
        for (SegmentFiles.LogFile file : new SegmentFiles(content(records), new Pace(() -> true)).files()) {
            Path target = directory.resolve(file.key());
            Files.createDirectories(target.getParent());
            Files.write(target, file.bytes());
            keys.add(file.key());
        }
        return keys;
    }

    private SegmentContent content(byte[] records) throws IOException {
        Path wal = Files.createTempDirectory(directory, "wal");
        try (WriteAheadLog log = WriteAheadLog.open(
                new WalSettings(wal, "gw1", 3, Durability.WRITTEN, 1 << 21, 1 << 22, Duration.ofMillis(20)))) {
            log.append(records, new AppendListener() {
                @Override
                public void durable() {
                    // Told below by the sealed segment.
                }

                @Override
                public void failed(IOException reason) {
                    throw new AssertionError(reason);
                }
            });
            log.seal();
            return log.content(log.sealedSegments().get(0));
        }
    }

    private static String id(int number) {
        return String.format("00000000-0000-7000-8000-%012d", number);
    }

    private static OffsetDateTime utc(String instant) {
        return OffsetDateTime.parse(instant);
    }

    private static List<@Nullable Object> row(
            String id,
            String eventTime,
            int version,
            String arm,
            String entity,
            double score,
            @Nullable Integer pairedVersion,
            @Nullable Double pairedScore,
            @Nullable String error,
            @Nullable Double temp,
            @Nullable String carrier,
            long hour) {
        return Arrays.asList(
                id,
                utc(eventTime),
                utc(RECEIVED.toString()),
                version,
                arm,
                entity,
                score,
                pairedVersion,
                pairedScore,
                123,
                error,
                temp,
                carrier,
                "flight-delay",
                hour);
    }
}
