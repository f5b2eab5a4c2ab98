package dev.perennial.serving.log;

import dev.perennial.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which records a log file holds, left in its footer: the digest of the records as the write-ahead log had them, which
 * stays the same where another release, or another library, writes the same rows as other bytes.
 */
final class RecordDigest {
    /** The key under which the footer holds it. */
    static final String KEY = "perennial.records";

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private RecordDigest() {}

    /** Whether a Parquet file says that it holds these records; so does one that says nothing, of an older release. */
    static boolean mayBeOf(byte[] parquet, Digest records) {
        int tail = parquet.length - Integer.BYTES - MAGIC.length;
        if (tail < MAGIC.length
                || !Arrays.equals(parquet, tail + Integer.BYTES, parquet.length, MAGIC, 0, MAGIC.length)) {
            return false;
        }
        int length = Integer.reverseBytes(java.nio.ByteBuffer.wrap(parquet).getInt(tail));
        if (length < 0 || length > tail) {
            return false;
        }
        // Texts stand in the footer as they are.
        String footer = new String(parquet, tail - length, length, StandardCharsets.ISO_8859_1);
        return !footer.contains(KEY) || footer.contains(records.hex());
    }
}
