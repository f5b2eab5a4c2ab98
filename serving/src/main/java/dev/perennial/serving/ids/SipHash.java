package dev.perennial.serving.ids;

/** SipHash-2-4 of three 64-bit words, a keyed pseudo-random function (Aumasson and Bernstein, 2012). Thread-safe. */
final class SipHash {
    private final long key0;
    private final long key1;

    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** The 64-bit tag of the words in little-endian order. */
    long of(long first, long second, long third) {
        return of(new long[] {first, second, third}, 0, 24);
    }

    /* The tail is the last, incomplete word: its bytes in the low end. The length in bytes goes into its top byte. */
    long of(long[] words, long tail, int length) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int rounds = 2;
        for (int index = 0; index < words.length + 2; index++) {
            long word = 0;
            if (index < words.length) {
                word = words[index];
            } else if (index == words.length) {
                word = tail | ((long) length << 56);
            } else {
                v2 ^= 0xff;
                rounds = 4;
            }
            v3 ^= word;
            for (int round = 0; round < rounds; round++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
