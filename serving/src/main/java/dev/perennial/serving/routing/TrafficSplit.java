package dev.perennial.serving.routing;

import dev.perennial.registry.log.TrafficPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Which bucket of a traffic plan an entity is in: for ever the same one under the same salt, at every gateway. */
public final class TrafficSplit {
    /** How many buckets there are: one for each basis point. */
    public static final int BUCKETS = 10_000;

    private TrafficSplit() {}

    /**
     * The bucket, from 0 to 9,999: the first eight bytes of the SHA-256 of {@code salt:key} in UTF-8, read as an unsigned
     * big-endian number, modulo 10,000.
     */
    public static int bucket(String salt, String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((salt + ":" + key).getBytes(StandardCharsets.UTF_8));
            return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), BUCKETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot digest: every Java platform has SHA-256", e);
        }
    }

    /** Whether the plan's challenger answers this key. */
    public static boolean challengerAnswers(TrafficPlan plan, String key) {
        return plan.basisPoints() > 0 && bucket(plan.salt(), key) < plan.basisPoints();
    }
}
