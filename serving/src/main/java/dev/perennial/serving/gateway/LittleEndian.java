package dev.perennial.serving.gateway;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in the byte order of binary tensors. */
final class LittleEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static int int32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static double fp64(byte[] bytes, int at) {
        return (double) DOUBLE.get(bytes, at);
    }

    static void putInt32(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    static void putFp64(byte[] bytes, int at, double value) {
        DOUBLE.set(bytes, at, value);
    }

    /**
     * The element at the place as a double: exact, except for integers of more than 53 bits, which are rounded to the
     * nearest. Not for {@link TensorType#BYTES}.
     */
    static double number(TensorType type, byte[] bytes, int at) {
        return switch (type) {
            case FP64 -> fp64(bytes, at);
            case FP32 -> Float.intBitsToFloat(int32(bytes, at));
            case FP16 -> half((short) SHORT.get(bytes, at));
            case INT64 -> (long) LONG.get(bytes, at);
            case INT32 -> int32(bytes, at);
            case INT16 -> (short) SHORT.get(bytes, at);
            case INT8 -> bytes[at];
            case UINT64 -> unsigned((long) LONG.get(bytes, at));
            case UINT32 -> Integer.toUnsignedLong(int32(bytes, at));
            case UINT16 -> Short.toUnsignedInt((short) SHORT.get(bytes, at));
            case UINT8, BOOL -> Byte.toUnsignedInt(bytes[at]);
            case BYTES -> throw new IllegalArgumentException("Invalid type of a number: BYTES");
        };
    }

    private static double unsigned(long value) {
        // Halved with its last bit kept, so that rounding to 53 bits is the same before and after doubling.
        return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
    }

    /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
    private static double half(short bits) {
        int exponent = (bits >>> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        double size;
        if (exponent == 0x1F) {
            size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            size = fraction * 0x1p-24;
        } else {
            size = Math.scalb(1 + fraction * 0x1p-10, exponent - 15);
        }
        return bits < 0 ? -size : size;
    }
}
