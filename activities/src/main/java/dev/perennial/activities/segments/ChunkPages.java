package dev.perennial.activities.segments;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/**
 * The pages of one column chunk, one after another, decompressed into a buffer that the next page overwrites. Buffers
 * outlive the chunk. Not thread-safe.
 */
final class ChunkPages implements AutoCloseable {
    /* Of headers that claim more, one is a bomb and none is from a writer in use. */
    private static final int MOST_PAGE_BYTES = 1 << 28;

    private final Path path;
    private final FileChannel channel;
    private final ChunkBytes source;
    private final PageCodec codecs = new PageCodec();
    private final RunLengths levels = new RunLengths();
    private final CRC32 crc = new CRC32();
    private CompressionCodec codec = CompressionCodec.UNCOMPRESSED;
    private boolean optional;
    private long valuesLeft;
    private byte[] page = {};
    private int at;
    private int end;
    private int count;
    private Encoding encoding = Encoding.PLAIN;
    private boolean dictionary;

    ChunkPages(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
        source = new ChunkBytes(channel);
    }

    void open(ColumnChunk chunk, ParquetColumn column, long rows) throws IOException {
        String where = "column " + column.name() + " of " + path;
        if (!chunk.isSetMeta_data() || chunk.isSetFile_path()) {
            throw new UnsupportedParquetException(
                    "Cannot read " + where + ": its data are encrypted or in another file");
        }
        ColumnMetaData meta = chunk.getMeta_data();
        codec = meta.getCodec();
        PageCodec.require(codec, where);
        optional = column.optional();
        valuesLeft = meta.getNum_values();
        if (valuesLeft != rows) {
            throw new IOException("the chunk has " + valuesLeft + " values, its row group " + rows + " rows");
        }
        long start = meta.getData_page_offset();
        if (meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0) {
            start = Math.min(start, meta.getDictionary_page_offset());
        }
        long length = meta.getTotal_compressed_size();
        if (start < 0 || length < 0 || length > channel.size() - start) {
            throw new IOException(
                    "the chunk claims " + length + " bytes from " + start + " on, the file has " + channel.size());
        }
        source.open(start, start + length);
    }

    /** How many values of the chunk lie in pages that were not gone to. */
    long valuesLeft() {
        return valuesLeft;
    }

    /** Goes to the next page, a dictionary or data; false after the last. */
    boolean next() throws IOException {
        while (valuesLeft > 0) {
            PageHeader header = Util.readPageHeader(source);
            int stored = header.getCompressed_page_size();
            int size = header.getUncompressed_page_size();
            if (stored < 0 || size < 0 || stored > MOST_PAGE_BYTES || size > MOST_PAGE_BYTES) {
                throw new IOException("a page claims " + stored + " bytes stored and " + size
                        + " bytes of data, at most " + MOST_PAGE_BYTES + " are read");
            }
            int start = source.take(stored);
            check(header, start, stored);
            PageType type = header.getType();
            if (type == PageType.DICTIONARY_PAGE && header.isSetDictionary_page_header()) {
                decompress(start, stored, size, 0);
                dictionary = true;
                count = header.getDictionary_page_header().getNum_values();
                encoding = header.getDictionary_page_header().getEncoding();
                return true;
            }
            if (type == PageType.DATA_PAGE && header.isSetData_page_header()) {
                dataPage(header.getData_page_header(), start, stored, size);
                return true;
            }
            if (type == PageType.DATA_PAGE_V2 && header.isSetData_page_header_v2()) {
                dataPage(header.getData_page_header_v2(), start, stored, size);
                return true;
            }
            if (type != PageType.INDEX_PAGE) {
                throw new IOException("a page of type " + type + " has no header of that type");
            }
        }
        return false;
    }

    private void dataPage(DataPageHeader header, int start, int stored, int size) throws IOException {
        decompress(start, stored, size, 0);
        data(header.getNum_values(), header.getEncoding());
        if (optional) {
            if (header.getDefinition_level_encoding() != Encoding.RLE) {
                throw new UnsupportedParquetException("Cannot read " + path + ": definition levels are encoded as "
                        + header.getDefinition_level_encoding() + ", expected RLE");
            }
            int length = size < Integer.BYTES ? -1 : (int) LittleEndian.INTS.get(page, 0);
            if (length < 0 || length > size - Integer.BYTES) {
                throw new IOException("definition levels claim " + length + " of a page's " + size + " bytes");
            }
            at = Integer.BYTES + length;
            levels.open(page, Integer.BYTES, at, 1);
        }
    }

    private void dataPage(DataPageHeaderV2 header, int start, int stored, int size) throws IOException {
        int repetition = header.getRepetition_levels_byte_length();
        int definition = header.getDefinition_levels_byte_length();
        int levelBytes = repetition + definition;
        if (repetition < 0 || definition < 0 || levelBytes > stored || levelBytes > size) {
            throw new IOException("levels claim " + levelBytes + " of a page's " + stored + " bytes");
        }
        room(size);
        System.arraycopy(source.buffer(), start, page, 0, levelBytes);
        if (header.isIs_compressed()) {
            decompress(start + levelBytes, stored - levelBytes, size - levelBytes, levelBytes);
        } else {
            codecs.decompress(
                    CompressionCodec.UNCOMPRESSED,
                    source.buffer(),
                    start + levelBytes,
                    stored - levelBytes,
                    page,
                    levelBytes,
                    size - levelBytes);
        }
        end = size;
        data(header.getNum_values(), header.getEncoding());
        at = levelBytes;
        if (optional) {
            levels.open(page, repetition, levelBytes, 1);
        }
    }

    private void data(int values, Encoding encodedAs) throws IOException {
        if (values < 0 || values > valuesLeft) {
            throw new IOException("a page claims " + values + " values, " + valuesLeft + " are left");
        }
        dictionary = false;
        count = values;
        encoding = encodedAs;
        valuesLeft -= values;
    }

    private void decompress(int start, int stored, int size, int into) throws IOException {
        room(into + size);
        if (size > 0) {
            codecs.decompress(codec, source.buffer(), start, stored, page, into, size);
        }
        at = into;
        end = into + size;
    }

    private void room(int size) {
        if (page.length < size) {
            page = new byte[Math.max(size, 2 * page.length)];
        }
    }

    private void check(PageHeader header, int start, int stored) throws IOException {
        if (header.isSetCrc()) {
            crc.reset();
            crc.update(source.buffer(), start, stored);
            if ((int) crc.getValue() != header.getCrc()) {
                throw new IOException("a page's checksum is " + Integer.toHexString((int) crc.getValue())
                        + ", its header says " + Integer.toHexString(header.getCrc()));
            }
        }
    }

    /** Whether this page is a dictionary. */
    boolean dictionary() {
        return dictionary;
    }

    /** How many values the page has; those of a data page include rows without a value. */
    int count() {
        return count;
    }

    /** How the page's values are encoded. */
    Encoding encoding() {
        return encoding;
    }

    /** The page's bytes; values begin at {@link #at} and end before {@link #end}. */
    byte[] bytes() {
        return page;
    }

    int at() {
        return at;
    }

    int end() {
        return end;
    }

    /**
     * Reads the definition levels of the next rows of a data page: how many of them have a value. Where some do not, 1 or
     * 0 a row is written to {@code present}.
     */
    int present(int[] present, int rows) throws IOException {
        if (!optional || levels.skipAll(1, rows)) {
            return rows;
        }
        levels.read(present, 0, rows);
        int sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += present[row];
        }
        return sum;
    }

    UnsupportedParquetException unsupportedEncoding() {
        return new UnsupportedParquetException("Cannot read " + path + ": values are encoded as " + encoding
                + ", expected PLAIN, PLAIN_DICTIONARY or RLE_DICTIONARY");
    }

    @Override
    public void close() {
        codecs.close();
        page = Arrays.copyOf(page, 0);
    }
}
