package dev.perennial.activities.segments;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Decompresses pages: none, Snappy, gzip and Zstandard. Holds native memory until closed; not thread-safe. */
final class PageCodec implements AutoCloseable {
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

    /** Refuses a codec that pages cannot be decompressed from. */
    static void require(CompressionCodec codec, String where) {
        switch (codec) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD -> {}
            case LZO, BROTLI, LZ4, LZ4_RAW ->
                throw new UnsupportedParquetException("Cannot read " + where + ": it is compressed with " + codec
                        + ", expected UNCOMPRESSED, SNAPPY, GZIP or ZSTD");
        }
    }

    void decompress(CompressionCodec codec, byte[] from, int start, int length, byte[] into, int at, int expected)
            throws IOException {
        int made;
        try {
            made = switch (codec) {
                case UNCOMPRESSED -> copy(from, start, length, into, at);
                case SNAPPY -> snappy(from, start, length, into, at, expected);
                case ZSTD -> zstd.decompressByteArray(into, at, expected, from, start, length);
                case GZIP -> inflate(from, start, length, into, at, expected);
                case LZO, BROTLI, LZ4, LZ4_RAW -> -1;
            };
        } catch (ZstdException | DataFormatException e) {
            throw new IOException("a page of " + length + " bytes does not decompress: " + e.getMessage(), e);
        }
        if (made != expected) {
            throw new IOException("a page decompresses to " + made + " bytes, its header says " + expected);
        }
    }

    private static int copy(byte[] from, int start, int length, byte[] into, int at) {
        int copied = Math.min(length, into.length - at);
        System.arraycopy(from, start, into, at, copied);
        return length;
    }

    private static int snappy(byte[] from, int start, int length, byte[] into, int at, int expected)
            throws IOException {
        int made = Snappy.uncompressedLength(from, start, length);
        return made != expected ? made : Snappy.uncompress(from, start, length, into, at);
    }

    private static int inflate(byte[] from, int start, int length, byte[] into, int at, int expected)
            throws DataFormatException, IOException {
        int header = 10;
        if (length < header + 8 || (from[start] & 0xFF) != 0x1F || (from[start + 1] & 0xFF) != 0x8B) {
            throw new IOException("a page is not in gzip's format");
        }
        if (from[start + 3] != 0) {
            throw new UnsupportedParquetException("Cannot read a gzip page with a name or a comment in its header");
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(from, start + header, length - header);
            int made = 0;
            while (made < expected && !inflater.finished()) {
                int more = inflater.inflate(into, at + made, expected - made);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                made += more;
            }
            return made;
        } finally {
            inflater.end();
        }
    }

    @Override
    public void close() {
        zstd.close();
    }
}
