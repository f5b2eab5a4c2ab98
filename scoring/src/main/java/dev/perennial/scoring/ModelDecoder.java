package dev.perennial.scoring;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over big-endian values that never reads past its limit and never lets a count be believed for which the
 * remaining bytes could not suffice.
 */
final class ModelDecoder {

    private final byte[] bytes;
    private int limit;
    private int position;
    private int version;

    ModelDecoder(byte[] bytes) {
        this.bytes = bytes;
        limit = bytes.length;
    }

    InvalidModelException invalid(String reason) {
        return new InvalidModelException(position, reason, null);
    }

    InvalidModelException invalid(IllegalArgumentException cause) {
        return new InvalidModelException(position, String.valueOf(cause.getMessage()), cause);
    }

    void useVersion(int read) {
        version = read;
    }

    /** The format version of the file, once its header was read. */
    int version() {
        return version;
    }

    int position() {
        return position;
    }

    int remaining() {
        return limit - position;
    }

    /** Keeps the last four bytes out of what is read. */
    void verifyChecksum() {
        limit -= 4;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, limit);
        int start = position;
        position = limit;
        limit += 4;
        int recorded = i32("checksum");
        limit -= 4;
        if (recorded != (int) checksum.getValue()) {
            throw new InvalidModelException(
                    limit,
                    String.format("its checksum is %08x, its bytes give %08x", recorded, checksum.getValue()),
                    null);
        }
        position = start;
    }

    private void need(int count, String what) {
        if (remaining() < count) {
            throw invalid(what + " needs " + count + " bytes, " + remaining() + " remain");
        }
    }

    int u8(String what) {
        need(1, what);
        return bytes[position++] & 0xff;
    }

    int u16(String what) {
        need(2, what);
        return (u8(what) << 8) | u8(what);
    }

    int i32(String what) {
        need(4, what);
        return (u16(what) << 16) | u16(what);
    }

    float f32(String what) {
        need(4, what);
        float value = Float.intBitsToFloat(i32(what));
        if (!Float.isFinite(value)) {
            position -= 4;
            throw invalid(what + " is " + value);
        }
        return value;
    }

    /** A double that may be NaN, for cells of tables. */
    double cell(String what) {
        need(8, what);
        long high = i32(what);
        return Double.longBitsToDouble((high << 32) | (i32(what) & 0xffffffffL));
    }

    double f64(String what) {
        double value = cell(what);
        if (!Double.isFinite(value)) {
            position -= 8;
            throw invalid(what + " is " + value);
        }
        return value;
    }

    /** A number of things of at least {@code bytesEach} bytes that are still to come. */
    int count(String what, int most, int bytesEach) {
        int count = i32("number of " + what);
        if (count < 0 || count > most || (long) count * bytesEach > remaining()) {
            position -= 4;
            throw invalid("there cannot be " + count + " " + what + " in the " + (remaining() - 4)
                    + " bytes that remain" + " (at most " + most + " are allowed)");
        }
        return count;
    }

    String text(String what) {
        return characters(count("characters of a " + what, Integer.MAX_VALUE, 2));
    }

    /** A text, or null where its length is −1. */
    @Nullable
    String nullableText(String what) {
        int length = i32(what);
        if (length == -1) {
            return null;
        }
        position -= 4;
        return text(what);
    }

    private String characters(int length) {
        char[] characters = new char[length];
        for (int index = 0; index < length; index++) {
            characters[index] = (char) u16("text");
        }
        return new String(characters);
    }
}
