package dev.perennial.serving.log;

import dev.perennial.registry.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of flat rows, compressed with Zstandard, with statistics. The same rows give the same bytes, so that an
 * upload that is tried again is the same object. Rows are arrays of {@code Double}, {@code Long}, {@code Integer},
 * {@code String} or null in the order of the columns.
 */
final class ParquetTable implements AutoCloseable {
    private final ParquetWriter<@Nullable Object[]> writer;
    private final MemoryFile file = new MemoryFile();
    private final ZstdCodecs codecs = new ZstdCodecs();

    /** With the digest of its records in the footer. */
    ParquetTable(String name, List<Column> columns, Digest records) throws IOException {
        writer = new Builder(file, new Support(name, columns, Map.of(RecordDigest.KEY, records.hex())))
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(codecs)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                // Nearly every value of these is another: a dictionary of them is larger than they are.
                .withDictionaryEncoding("_prediction_id", false)
                .withDictionaryEncoding("_event_time", false)
                .withDictionaryEncoding("_received_at", false)
                .build();
    }

    void write(@Nullable Object[] row) throws IOException {
        writer.write(row);
    }

    /** Ends the file and returns its bytes. */
    byte[] finish() throws IOException {
        writer.close();
        return file.content();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        codecs.release();
    }

    /** What a column holds. */
    enum Holds {
        TEXT,
        TIME,
        INTEGER,
        NUMBER
    }

    record Column(String name, Holds holds, Type.Repetition repetition) {
        static Column required(String name, Holds holds) {
            return new Column(name, holds, Type.Repetition.REQUIRED);
        }

        static Column optional(String name, Holds holds) {
            return new Column(name, holds, Type.Repetition.OPTIONAL);
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
                case NUMBER ->
                    Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
            };
        }
    }

    private static final class Support extends WriteSupport<@Nullable Object[]> {
        private final MessageType schema;
        private final List<Column> columns;
        private final Map<String, String> footer;
        private @Nullable RecordConsumer out;

        Support(String name, List<Column> columns, Map<String, String> footer) {
            this.footer = footer;
            this.columns = List.copyOf(columns);
            List<Type> types = new ArrayList<>();
            columns.forEach(column -> types.add(column.type()));
            schema = new MessageType(name, types);
        }

        @Override
        @SuppressWarnings("deprecation") // Abstract in the library still, though only the other one is called.
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, footer);
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema, footer);
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(@Nullable Object[] row) {
            RecordConsumer consumer = Objects.requireNonNull(out);
            consumer.startMessage();
            for (int at = 0; at < row.length; at++) {
                Object value = row[at];
                if (value == null) {
                    continue;
                }
                String name = columns.get(at).name();
                consumer.startField(name, at);
                switch (columns.get(at).holds()) {
                    case TEXT -> consumer.addBinary(Binary.fromString((String) value));
                    case TIME -> consumer.addLong((Long) value);
                    case INTEGER -> consumer.addInteger((Integer) value);
                    case NUMBER -> consumer.addDouble((Double) value);
                }
                consumer.endField(name, at);
            }
            consumer.endMessage();
        }
    }

    private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
        private final Support support;

        Builder(OutputFile file, Support support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // Abstract in the library still, though only the other one is called.
        protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }
}
