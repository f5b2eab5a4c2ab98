package dev.perennial.serving.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Bodies that were right once: the same ones for the same seed. */
final class Mutations {
    private static final List<byte[]> PIECES = List.of(
            ascii("\""),
            ascii("{"),
            ascii("]"),
            ascii(","),
            ascii("null"),
            ascii("-1"),
            ascii("1e999"),
            ascii("NaN"),
            ascii("\\u0000"),
            ascii("\"binary_data_size\":2147483647"),
            ascii("\"shape\":[2,2]"),
            ascii("\"datatype\":\"UINT8\""),
            ascii("[".repeat(1200)),
            ascii("9".repeat(1100)),
            new byte[] {(byte) 0xFF, (byte) 0xFE},
            new byte[] {0, 0, 0, (byte) 0x80});

    private final SplittableRandom random;

    Mutations(long seed) {
        random = new SplittableRandom(seed);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A body made of one of these by one to four changes. */
    byte[] of(List<byte[]> bodies) {
        byte[] body = bodies.get(random.nextInt(bodies.size()));
        int changes = random.nextInt(1, 5);
        for (int change = 0; change < changes; change++) {
            body = changed(body, bodies);
        }
        return body;
    }

    private byte[] changed(byte[] body, List<byte[]> bodies) {
        int at = random.nextInt(body.length + 1);
        int end = at + random.nextInt(Math.min(40, body.length - at) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> spliced(body, at, at, PIECES.get(random.nextInt(PIECES.size())));
            case 1 -> spliced(body, at, end, PIECES.get(random.nextInt(PIECES.size())));
            case 2 -> spliced(body, at, end, new byte[0]);
            case 3 -> spliced(body, at, at, Arrays.copyOfRange(body, at, end));
            case 4 -> {
                byte[] other = bodies.get(random.nextInt(bodies.size()));
                yield spliced(
                        body, at, body.length, Arrays.copyOfRange(other, Math.min(at, other.length), other.length));
            }
            default -> spliced(body, at, Math.min(at + 1, body.length), new byte[] {(byte) random.nextInt(256)});
        };
    }

    private static byte[] spliced(byte[] body, int from, int to, byte[] piece) {
        byte[] made = new byte[from + piece.length + body.length - to];
        System.arraycopy(body, 0, made, 0, from);
        System.arraycopy(piece, 0, made, from, piece.length);
        System.arraycopy(body, to, made, from + piece.length, body.length - to);
        return made;
    }

    /** A length that is sometimes right. */
    String length(int right, int most) {
        return switch (random.nextInt(4)) {
            case 0 -> Integer.toString(random.nextInt(-2, most + 3));
            case 1 -> List.of("", "x", "1e3", "0x10", "+5", "00000000000001").get(random.nextInt(6));
            default -> Integer.toString(right);
        };
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }
}
