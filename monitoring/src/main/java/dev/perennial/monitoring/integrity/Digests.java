package dev.perennial.monitoring.integrity;

/** 64-bit digests that spread their input evenly; for counting and sampling, not against forgery. */
final class Digests {

    /* The finaliser of MurmurHash3 (A. Appleby) over words; strings by FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo) first. */

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    static final long MISSING = 0x5bd1e9955bd1e995L;

    private Digests() {}

    static long of(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    static long of(double value) {
        return mix(Double.doubleToLongBits(value + 0.0));
    }

    /** The digest of a sequence that begins with {@code before} and goes on with {@code next}: order matters. */
    static long then(long before, long next) {
        return mix(before * 31 + next);
    }

    static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
