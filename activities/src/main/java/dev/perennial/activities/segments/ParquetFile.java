package dev.perennial.activities.segments;

import dev.perennial.activities.segments.ParquetColumn.Presence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * A local Parquet file whose flat columns are read chunk by chunk into primitive arrays, one page in memory at a time. Not
 * thread-safe: each thread opens its own.
 *
 * <p>Known are pages of both versions, plain and dictionary encoding, the codecs of {@link PageCodec}, and the types of
 * {@link ParquetColumn.Holds}. Columns within groups and lists are passed over. Whatever else a wanted column uses is an
 * {@link UnsupportedParquetException}; a damaged file is an {@link UncheckedIOException}. Page checksums are compared
 * where there are any.
 */
final class ParquetFile implements AutoCloseable {
    private static final String MAGIC = "PAR1";
    private static final int TAIL = MAGIC.length() + Integer.BYTES;

    private final Path path;
    private final FileChannel channel;
    private final FileMetaData footer;
    private final Map<String, ParquetColumn> columns = new LinkedHashMap<>();
    private final Map<String, SchemaElement> unsupported = new HashMap<>();
    private final ChunkPages pages;

    private ParquetFile(Path path, FileChannel channel, FileMetaData footer) throws IOException {
        this.path = path;
        this.channel = channel;
        this.footer = footer;
        pages = new ChunkPages(path, channel);
        List<SchemaElement> schema = footer.getSchema();
        for (RowGroup group : footer.getRow_groups()) {
            if (group.getNum_rows() < 0 || group.getNum_rows() > Integer.MAX_VALUE) {
                throw new IOException("a row group claims " + group.getNum_rows() + " rows");
            }
        }
        int at = 1;
        int leaf = 0;
        while (at < schema.size()) {
            SchemaElement element = schema.get(at);
            int next = after(schema, at);
            boolean flat = element.isSetType() && element.getRepetition_type() != FieldRepetitionType.REPEATED;
            if (flat) {
                add(element, leaf);
            }
            leaf += leaves(schema, at, next);
            at = next;
        }
    }

    /** Opens a file and reads its footer. */
    static ParquetFile open(Path path) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return new ParquetFile(path, channel, footer(path, channel));
        } catch (IOException e) {
            UncheckedIOException failure = new UncheckedIOException("Cannot read " + path + ": " + e.getMessage(), e);
            if (channel != null) {
                try {
                    channel.close();
                } catch (IOException suppressed) {
                    failure.addSuppressed(suppressed);
                }
            }
            throw failure;
        }
    }

    private static FileMetaData footer(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < MAGIC.length() + TAIL) {
            throw new IOException("it has " + size + " bytes, too few for a Parquet file");
        }
        byte[] tail = read(channel, size - TAIL, TAIL);
        int length = (int) LittleEndian.INTS.get(tail, 0);
        String magic = new String(tail, Integer.BYTES, MAGIC.length(), StandardCharsets.US_ASCII);
        if (magic.equals("PARE")) {
            throw new UnsupportedParquetException("Cannot read " + path + ": its footer is encrypted");
        }
        if (!magic.equals(MAGIC)) {
            throw new IOException("it does not end with PAR1, as a Parquet file does");
        }
        if (length < 0 || length > size - TAIL - MAGIC.length()) {
            throw new IOException("its footer claims " + length + " of " + size + " bytes");
        }
        return Util.readFileMetaData(new ByteArrayInputStream(read(channel, size - TAIL - length, length)));
    }

    private static byte[] read(FileChannel channel, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer target = ByteBuffer.wrap(bytes);
        while (target.hasRemaining()) {
            if (channel.read(target, position + target.position()) < 0) {
                throw new IOException("it ended while it was read");
            }
        }
        return bytes;
    }

    private void add(SchemaElement element, int leaf) {
        try {
            int scale = element.isSetScale() ? element.getScale() : 0;
            Presence presence = element.getRepetition_type() == FieldRepetitionType.REQUIRED
                    ? Presence.REQUIRED
                    : Presence.OPTIONAL;
            columns.put(
                    element.getName(),
                    new ParquetColumn(element.getName(), leaf, ParquetColumn.holds(element), presence, scale));
        } catch (UnsupportedParquetException e) {
            unsupported.put(element.getName(), element);
        }
    }

    private static int after(List<SchemaElement> schema, int at) throws IOException {
        if (at >= schema.size()) {
            throw new IOException("its schema ends early");
        }
        int next = at + 1;
        for (int child = 0; child < schema.get(at).getNum_children(); child++) {
            next = after(schema, next);
        }
        return next;
    }

    private static int leaves(List<SchemaElement> schema, int from, int to) {
        return (int) schema.subList(from, to).stream()
                .filter(SchemaElement::isSetType)
                .count();
    }

    /** The flat columns that can be read, in the order of the file. */
    List<ParquetColumn> columns() {
        return List.copyOf(columns.values());
    }

    /** A flat column; empty where the file has none of that name, refused where it has one that cannot be read. */
    Optional<ParquetColumn> column(String name) {
        SchemaElement refused = unsupported.get(name);
        if (refused != null) {
            ParquetColumn.holds(refused);
        }
        return Optional.ofNullable(columns.get(name));
    }

    /** The number of rows in the file. */
    long rows() {
        return footer.getNum_rows();
    }

    /** The number of row groups. */
    int rowGroups() {
        return footer.getRow_groups().size();
    }

    /** The number of rows in a row group. */
    int rows(int rowGroup) {
        return Math.toIntExact(footer.getRow_groups().get(rowGroup).getNum_rows());
    }

    /** Reads a column of a row group as numbers, row by row or by distinct value as the sink prefers. */
    void numbers(int rowGroup, ParquetColumn column, NumberSink sink) {
        read(rowGroup, column, chunk -> NumberDecoding.read(pages, column, sink));
    }

    /** Reads a column of texts of a row group as codes. */
    void words(int rowGroup, ParquetColumn column, WordSink sink) {
        read(rowGroup, column, chunk -> WordDecoding.read(pages, sink));
    }

    private void read(int rowGroup, ParquetColumn column, Decoding decoding) {
        RowGroup group = footer.getRow_groups().get(rowGroup);
        try {
            if (column.leaf() >= group.getColumns().size()) {
                throw new IOException("the row group has " + group.getColumns().size() + " columns only");
            }
            pages.open(group.getColumns().get(column.leaf()), column, group.getNum_rows());
            decoding.read(pages);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read column " + column.name() + " of row group " + rowGroup + " of " + path + ": "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        pages.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + path, e);
        }
    }

    private interface Decoding {
        void read(ChunkPages pages) throws IOException;
    }
}
