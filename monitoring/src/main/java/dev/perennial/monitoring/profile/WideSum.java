package dev.perennial.monitoring.profile;

import java.math.BigInteger;

/**
 * A signed sum in 192 bits of two's complement: enough for 2^63 rows of the largest square, so it neither overflows nor
 * rounds, and its order of additions cannot be told from its bits.
 */
final class WideSum {
    private long high;
    private long middle;
    private long low;

    WideSum() {}

    WideSum(WideSum other) {
        high = other.high;
        middle = other.middle;
        low = other.low;
    }

    void add(long value) {
        add(value >> 63, value >> 63, value);
    }

    /** Adds {@code value * times}. */
    void addTimes(long value, long times) {
        long top = Math.multiplyHigh(value, times);
        add(top >> 63, top, value * times);
    }

    /** Adds {@code value * value * times}; times is not negative. */
    void addSquareTimes(long value, long times) {
        long squareHigh = Math.multiplyHigh(value, value);
        long squareLow = value * value;
        long lowTop = unsignedMultiplyHigh(squareLow, times);
        long second = squareHigh * times + lowTop;
        long carry = Long.compareUnsigned(second, lowTop) < 0 ? 1 : 0;
        add(unsignedMultiplyHigh(squareHigh, times) + carry, second, squareLow * times);
    }

    void add(WideSum other) {
        add(other.high, other.middle, other.low);
    }

    /** Adds a number of three words, the highest signed. */
    void add(long addedHigh, long addedMiddle, long addedLow) {
        low += addedLow;
        long carry = Long.compareUnsigned(low, addedLow) < 0 ? 1 : 0;
        long withCarry = addedMiddle + carry;
        long carryOut = carry == 1 && withCarry == 0 ? 1 : 0;
        middle += withCarry;
        carryOut += Long.compareUnsigned(middle, withCarry) < 0 ? 1 : 0;
        high += addedHigh + carryOut;
    }

    BigInteger value() {
        return BigInteger.valueOf(high)
                .shiftLeft(2 * Long.SIZE)
                .add(unsigned(middle).shiftLeft(Long.SIZE))
                .add(unsigned(low));
    }

    void write(ProfileWriter out) {
        boolean fits = high == low >> 63 && middle == low >> 63;
        out.putByte(fits ? 1 : 3);
        out.putSigned(low);
        if (!fits) {
            out.putSigned(middle);
            out.putSigned(high);
        }
    }

    static WideSum read(ProfileReader in) {
        int words = in.takeByte();
        WideSum sum = new WideSum();
        sum.low = in.takeSigned();
        if (words == 1) {
            sum.middle = sum.low >> 63;
            sum.high = sum.low >> 63;
        } else if (words == 3) {
            sum.middle = in.takeSigned();
            sum.high = in.takeSigned();
        } else {
            throw in.damaged("a sum of " + words + " words, expected 1 or 3");
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WideSum that && high == that.high && middle == that.middle && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * (31 * high + middle) + low);
    }

    @Override
    public String toString() {
        return value().toString();
    }

    /* Math.unsignedMultiplyHigh is of a later Java. */
    private static long unsignedMultiplyHigh(long one, long other) {
        return Math.multiplyHigh(one, other) + ((one >> 63) & other) + ((other >> 63) & one);
    }

    private static BigInteger unsigned(long word) {
        return BigInteger.valueOf(word >>> 1).shiftLeft(1).add(BigInteger.valueOf(word & 1));
    }
}
