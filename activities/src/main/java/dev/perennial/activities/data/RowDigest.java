package dev.perennial.activities.data;

import dev.perennial.registry.Digest;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The identity of a set of labelled rows: equal for equal rows in any order, on any machine. Each row's canonical bytes
 * (id, event time, label, features in the schema's order) are hashed with SHA-256, the hashes are added modulo 2^256, and
 * the sum is hashed again with the row count and the features' names. It finds every accidental difference; it is no
 * defence against somebody who chooses rows to make two sums meet.
 */
final class RowDigest {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private RowDigest() {}

    static Digest of(String[] ids, long[] eventTimes, double[] labels, FeatureTable features) {
        FeatureSchema schema = features.schema();
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot digest rows: every Java platform has SHA-256", e);
        }
        BigInteger sum = BigInteger.ZERO;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        DataOutputStream row = new DataOutputStream(bytes);
        try {
            for (int index = 0; index < ids.length; index++) {
                bytes.reset();
                word(row, ids[index]);
                row.writeLong(eventTimes[index]);
                number(row, labels[index]);
                for (int column = 0; column < schema.size(); column++) {
                    if (schema.holdsNumbers(column)) {
                        number(row, features.numbers(column)[index]);
                    } else {
                        String category = features.categories(column)[index];
                        row.writeBoolean(category != null);
                        if (category != null) {
                            word(row, category);
                        }
                    }
                }
                sum = sum.add(new BigInteger(1, sha.digest(bytes.toByteArray())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot digest rows in memory", e);
        }
        StringBuilder summary = new StringBuilder("rows-1\n").append(ids.length).append('\n');
        schema.features().forEach(feature -> summary.append(feature.name()).append('\n'));
        return Digest.of(summary.append(sum.mod(MODULUS).toString(16)).toString());
    }

    /* -0.0 and 0.0 are one number, and so are all NaNs. */
    private static void number(DataOutputStream row, double value) throws IOException {
        row.writeLong(Double.doubleToLongBits(value + 0.0));
    }

    private static void word(DataOutputStream row, String value) throws IOException {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        row.writeInt(utf8.length);
        row.write(utf8);
    }
}
