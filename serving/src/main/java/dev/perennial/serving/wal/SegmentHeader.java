package dev.perennial.serving.wal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Whose segment a file is: the gateway instance, its start count and the segment's number within that start. */
public record SegmentHeader(String instance, long epoch, long seq) {
    private static final Pattern INSTANCE = Pattern.compile("[a-z0-9]{1,32}");
    private static final Pattern FILE = Pattern.compile("([0-9]{10,18})-([0-9]{10,18})[.]wal");
    private static final long MAGIC = 0x50524e4c57414c31L; // PRNLWAL1
    private static final int FIXED = Long.BYTES * 3 + Short.BYTES;

    /** Checks the instance, which becomes part of object keys. */
    public SegmentHeader {
        if (!INSTANCE.matcher(instance).matches()) {
            throw new IllegalArgumentException(
                    "Invalid instance: '" + instance + "', expected 1 to 32 lower-case letters and digits");
        }
    }

    int size() {
        return FIXED + instance.length() + Integer.BYTES;
    }

    /** The name of the file that such a segment is in. */
    String fileName() {
        return String.format(Locale.ROOT, "%010d-%010d.wal", epoch, seq);
    }

    /* What the header of a file with this name was, if it is one of this instance. */
    static Optional<SegmentHeader> ofFileName(String name, String instance) {
        Matcher parts = FILE.matcher(name);
        return parts.matches()
                ? Optional.of(
                        new SegmentHeader(instance, Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    /* magic, epoch, seq, length of the instance, the instance, CRC-32C of all that. */
    byte[] encoded() {
        ByteBuffer out = ByteBuffer.allocate(size());
        out.putLong(MAGIC).putLong(epoch).putLong(seq).putShort((short) instance.length());
        out.put(instance.getBytes(StandardCharsets.US_ASCII));
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.position());
        return out.putInt((int) crc.getValue()).array();
    }

    /* Empty if the file ends within its header or the header is damaged. */
    static Optional<SegmentHeader> decode(byte[] file) {
        if (file.length < FIXED) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        boolean magic = in.getLong() == MAGIC;
        long epoch = in.getLong();
        long seq = in.getLong();
        int length = in.getShort();
        if (!magic || length < 1 || length > 32 || in.remaining() < length + Integer.BYTES) {
            return Optional.empty();
        }
        byte[] name = new byte[length];
        in.get(name);
        CRC32C crc = new CRC32C();
        crc.update(file, 0, in.position());
        String instance = new String(name, StandardCharsets.US_ASCII);
        if (in.getInt() != (int) crc.getValue() || !INSTANCE.matcher(instance).matches()) {
            return Optional.empty();
        }
        return Optional.of(new SegmentHeader(instance, epoch, seq));
    }
}
