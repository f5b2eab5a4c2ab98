package dev.perennial.serving.log;

import dev.perennial.registry.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of flat rows in one row group of one page a column, compressed with Zstandard, with statistics. The same
 * rows give the same bytes, so that an upload that is tried again is the same object. Filled column by column, which
 * costs a fraction of filling it row by row, or by rows of {@code Double}, {@code Long}, {@code Integer}, {@code String}
 * or null in the order of the columns.
 */
final class ParquetTable implements AutoCloseable {
    private static final int COLUMN_INDEX_BYTES = 64;

    private final List<Column> columns;
    private final MessageType schema;
    private final Digest records;
    private final ParquetProperties properties;
    private final ZstdCodecs codecs;
    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore store;
    private final List<ColumnWriter> writers = new ArrayList<>();
    private int rows;

    /** With the digest of its records in the footer; rests between its pages. */
    ParquetTable(String name, List<Column> columns, Digest records, Pace pace) {
        codecs = new ZstdCodecs(pace);
        this.columns = List.copyOf(columns);
        this.records = records;
        List<Type> types = new ArrayList<>();
        columns.forEach(column -> types.add(column.type()));
        schema = new MessageType(name, types);
        properties = ParquetProperties.builder()
                // Nearly every value of these is another: a dictionary of them is larger than they are.
                .withDictionaryEncoding("_prediction_id", false)
                .withDictionaryEncoding("_event_time", false)
                .withDictionaryEncoding("_received_at", false)
                .withSizeStatisticsEnabled(false)
                // A page ends where all columns have the same rows, which column by column is only at the end.
                .withMinRowCountForPageSizeCheck(Integer.MAX_VALUE)
                .withMaxRowCountForPageSizeCheck(Integer.MAX_VALUE)
                .withPageRowCountLimit(Integer.MAX_VALUE)
                .build();
        pages = new ColumnChunkPageWriteStore(
                codecs.getCompressor(CompressionCodecName.ZSTD), schema, properties.getAllocator(), COLUMN_INDEX_BYTES);
        store = properties.newColumnWriteStore(schema, pages, pages);
        for (ColumnDescriptor column : schema.getColumns()) {
            writers.add(store.getColumnWriter(column));
        }
    }

    /** Adds one row to all columns. */
    void write(@Nullable Object[] row) {
        for (int at = 0; at < row.length; at++) {
            Object value = row[at];
            ColumnWriter writer = writers.get(at);
            int defined = columns.get(at).definition();
            if (value == null) {
                writer.writeNull(0, 0);
                continue;
            }
            switch (columns.get(at).holds()) {
                case TEXT -> writer.write(Binary.fromString((String) value), 0, defined);
                case TIME, WHOLE -> writer.write((Long) value, 0, defined);
                case INTEGER -> writer.write((Integer) value, 0, defined);
                case NUMBER -> writer.write((Double) value, 0, defined);
            }
        }
        rows++;
    }

    /** Fills a column of numbers; NaN is null where the column may be null. */
    void numbers(int at, double[] values, int count) {
        ColumnWriter writer = writers.get(at);
        int defined = columns.get(at).definition();
        for (int row = 0; row < count; row++) {
            double value = values[row];
            if (defined > 0 && Double.isNaN(value)) {
                writer.writeNull(0, 0);
            } else {
                writer.write(value, 0, defined);
            }
        }
    }

    /** Fills a column of times. */
    void times(int at, long[] micros, int count) {
        ColumnWriter writer = writers.get(at);
        int defined = columns.get(at).definition();
        for (int row = 0; row < count; row++) {
            writer.write(micros[row], 0, defined);
        }
    }

    /** Fills a column of integers; 0 is null where the column may be null. */
    void integers(int at, int[] values, int count) {
        ColumnWriter writer = writers.get(at);
        int defined = columns.get(at).definition();
        for (int row = 0; row < count; row++) {
            if (defined > 0 && values[row] == 0) {
                writer.writeNull(0, 0);
            } else {
                writer.write(values[row], 0, defined);
            }
        }
    }

    /** Fills a column of texts. */
    void texts(int at, @Nullable Binary[] values, int count) {
        ColumnWriter writer = writers.get(at);
        int defined = columns.get(at).definition();
        for (int row = 0; row < count; row++) {
            Binary value = values[row];
            if (value == null) {
                writer.writeNull(0, 0);
            } else {
                writer.write(value, 0, defined);
            }
        }
    }

    /** Says how many rows every column was filled with. */
    void filled(int count) {
        rows = count;
    }

    /** Ends the file and returns its bytes. */
    byte[] finish() throws IOException {
        for (int row = 0; row < rows; row++) {
            store.endRecord();
        }
        MemoryFile bytes = new MemoryFile();
        try (ParquetFileWriter file = new ParquetFileWriter(
                bytes,
                schema,
                ParquetFileWriter.Mode.OVERWRITE,
                ParquetWriter.DEFAULT_BLOCK_SIZE,
                ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                null,
                properties)) {
            file.start();
            file.startBlock(rows);
            store.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
            file.end(Map.of(RecordDigest.KEY, records.hex()));
        }
        return bytes.content();
    }

    @Override
    public void close() {
        store.close();
        pages.close();
        codecs.release();
    }

    /** What a column holds. */
    enum Holds {
        TEXT,
        TIME,
        INTEGER,
        WHOLE,
        NUMBER
    }

    record Column(String name, Holds holds, Type.Repetition repetition) {
        static Column required(String name, Holds holds) {
            return new Column(name, holds, Type.Repetition.REQUIRED);
        }

        static Column optional(String name, Holds holds) {
            return new Column(name, holds, Type.Repetition.OPTIONAL);
        }

        /* The level at which a value is there. */
        private int definition() {
            return repetition == Type.Repetition.OPTIONAL ? 1 : 0;
        }

        private Type type() {
            return switch (holds) {
                case TEXT ->
                    Types.primitive(PrimitiveTypeName.BINARY, repetition)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(name);
                case TIME ->
                    Types.primitive(PrimitiveTypeName.INT64, repetition)
                            .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
                            .named(name);
                case INTEGER ->
                    Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
                case WHOLE ->
                    Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
                case NUMBER ->
                    Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
            };
        }
    }
}
