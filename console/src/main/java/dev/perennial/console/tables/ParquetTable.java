package dev.perennial.console.tables;

import dev.perennial.console.http.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * What a Parquet file says of itself in its footer: columns, number of rows, and the first and last moment of a time
 * column. No row is read.
 */
final class ParquetTable {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_FOOTER = 64 << 20;

    private final FileMetaData footer;
    private final Map<String, SchemaElement> columns = new LinkedHashMap<>();

    private ParquetTable(FileMetaData footer) {
        this.footer = footer;
        footer.getSchema().stream()
                .skip(1)
                .filter(element -> element.isSetType())
                .forEach(element -> columns.put(element.getName(), element));
    }

    /** Reads the footer; what is not Parquet is the caller's error. */
    static ParquetTable read(Path file) {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            long length = content.length();
            if (length < 12) {
                throw notParquet("it has " + length + " bytes");
            }
            byte[] tail = new byte[8];
            content.seek(length - 8);
            content.readFully(tail);
            int footerLength =
                    ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (!ByteBuffer.wrap(tail, 4, 4).equals(ByteBuffer.wrap(MAGIC))) {
                throw notParquet("it does not end in PAR1");
            }
            if (footerLength <= 0 || footerLength > Math.min(LONGEST_FOOTER, length - 12)) {
                throw notParquet("its footer claims " + footerLength + " bytes");
            }
            content.seek(length - 8 - footerLength);
            InputStream stream = Channels.newInputStream(content.getChannel());
            return new ParquetTable(Util.readFileMetaData(stream));
        } catch (IOException e) {
            if (Files.isReadable(file)) {
                throw notParquet("its footer is damaged");
            }
            throw new java.io.UncheckedIOException("Cannot read an uploaded table", e);
        }
    }

    private static ApiException notParquet(String reason) {
        return ApiException.invalid("Invalid table: the body is not a Parquet file: " + reason);
    }

    /** The number of rows. */
    long rows() {
        return footer.getNum_rows();
    }

    /** The columns' names with the physical type of each, in the file's order. */
    Map<String, Type> columns() {
        Map<String, Type> types = new LinkedHashMap<>();
        columns.forEach((name, element) -> types.put(name, element.getType()));
        return types;
    }

    /** The unit of a time column; empty for a column that is not a moment in time. */
    Optional<ChronoUnit> timeUnit(String column) {
        SchemaElement element = columns.get(column);
        if (element == null || element.getType() != Type.INT64) {
            return Optional.empty();
        }
        if (element.isSetLogicalType() && element.getLogicalType().isSetTIMESTAMP()) {
            TimestampType timestamp = element.getLogicalType().getTIMESTAMP();
            return Optional.of(
                    timestamp.getUnit().isSetMILLIS()
                            ? ChronoUnit.MILLIS
                            : timestamp.getUnit().isSetMICROS() ? ChronoUnit.MICROS : ChronoUnit.NANOS);
        }
        if (element.isSetConverted_type()) {
            return switch (element.getConverted_type()) {
                case TIMESTAMP_MILLIS -> Optional.of(ChronoUnit.MILLIS);
                case TIMESTAMP_MICROS -> Optional.of(ChronoUnit.MICROS);
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    /** The first and last moment of a time column by the file's own statistics; empty where a part has none. */
    Optional<Span> span(String column) {
        Optional<ChronoUnit> unit = timeUnit(column);
        if (unit.isEmpty() || footer.getRow_groups().isEmpty()) {
            return Optional.empty();
        }
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (RowGroup group : footer.getRow_groups()) {
            Optional<Statistics> statistics = group.getColumns().stream()
                    .map(ColumnChunk::getMeta_data)
                    .filter(chunk -> chunk.getPath_in_schema().equals(java.util.List.of(column)))
                    .findFirst()
                    .filter(ColumnMetaData::isSetStatistics)
                    .map(ColumnMetaData::getStatistics)
                    .filter(found -> found.isSetMin_value() && found.isSetMax_value());
            if (statistics.isEmpty()) {
                return Optional.empty();
            }
            first = Math.min(first, littleEndian(statistics.get().getMin_value()));
            last = Math.max(last, littleEndian(statistics.get().getMax_value()));
        }
        return Optional.of(new Span(Instant.EPOCH.plus(first, unit.get()), Instant.EPOCH.plus(last, unit.get())));
    }

    private static long littleEndian(byte[] eightBytes) {
        return ByteBuffer.wrap(eightBytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** From the first moment to the last, both included. */
    record Span(Instant first, Instant last) {}
}
