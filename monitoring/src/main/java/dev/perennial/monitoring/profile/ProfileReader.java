package dev.perennial.monitoring.profile;

/** A cursor over the bytes that {@link ProfileWriter} wrote. Damage is an {@link IllegalArgumentException}. */
final class ProfileReader {
    private final byte[] bytes;
    private int at;

    ProfileReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int takeByte() {
        if (at >= bytes.length) {
            throw damaged("it ends early");
        }
        return bytes[at++];
    }

    long takeCount() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = takeByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("a whole number of more than ten bytes");
    }

    long takeSigned() {
        long value = takeCount();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A count that is not negative. */
    long takeNatural() {
        long value = takeCount();
        if (value < 0) {
            throw damaged("a negative count");
        }
        return value;
    }

    /** A length that the rest of the bytes can hold. */
    int takeLength() {
        long value = takeCount();
        if (value < 0 || value > bytes.length - at) {
            throw damaged(
                    "a length of " + Long.toUnsignedString(value) + " with " + (bytes.length - at) + " bytes left");
        }
        return (int) value;
    }

    long[] takeCounts(int expected) {
        int length = takeLength();
        if (length != expected) {
            throw damaged(length + " counts, expected " + expected);
        }
        long[] values = new long[length];
        for (int index = 0; index < length; index++) {
            values[index] = takeNatural();
        }
        return values;
    }

    double takeDouble() {
        double value = Double.longBitsToDouble(takeWord());
        if (Double.isNaN(value)) {
            throw damaged("NaN where a number is expected");
        }
        return value;
    }

    long takeWord() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            value |= (takeByte() & 0xFFL) << shift;
        }
        return value;
    }

    String takeText() {
        char[] text = new char[takeLength()];
        for (int index = 0; index < text.length; index++) {
            long unit = takeCount();
            if (unit < 0 || unit > Character.MAX_VALUE) {
                throw damaged("a character of more than two bytes");
            }
            text[index] = (char) unit;
        }
        return new String(text);
    }

    void end() {
        if (at != bytes.length) {
            throw damaged((bytes.length - at) + " bytes after its end");
        }
    }

    IllegalArgumentException damaged(String why) {
        return new IllegalArgumentException(
                "Invalid profile of " + bytes.length + " bytes: " + why + " (at byte " + at + ")");
    }
}
