package dev.perennial.serving.ids;

import dev.perennial.registry.ModelName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The ids in the log of predictions that another server made and named by ids of its own: UUIDs of version 8, the same for
 * the same model, own id and event time on every machine, so that what is sent twice is one prediction, and a label finds
 * it by the own id. They carry the event time where version 7 does, and prove nothing: who knows the own id knows this one.
 */
public final class OwnIds {
    /** The most characters of an own id. */
    public static final int LONGEST = 128;

    /*
     * In hexadecimal digits: tttttttt-tttt-8hhh-8hhh-hhhhhhhhhhhh, where t are milliseconds since 1970 and h the first 18
     * digits of SHA-256 of "own id", the model and the own id, each ended by a line feed, in UTF-8. Two own ids of one
     * millisecond meet with probability 2^-72. The import writes the same digits in SQL.
     */
    private OwnIds() {}

    /** The id in the log. */
    public static UUID of(ModelName model, String ownId, long eventMillis) {
        byte[] hash = sha256("own id\n" + model + "\n" + ownId + "\n");
        String digits = HexFormat.of().formatHex(hash, 0, 9);
        long high = (eventMillis << 16) | 0x8000L | Long.parseLong(digits.substring(0, 3), 16);
        long low = (8L << 60) | Long.parseLong(digits.substring(3, 18), 16);
        return new UUID(high, low);
    }

    /** Whether the id is of this form. */
    public static boolean isOne(UUID id) {
        return id.version() == 8;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot digest: every Java platform has SHA-256", e);
        }
    }
}
