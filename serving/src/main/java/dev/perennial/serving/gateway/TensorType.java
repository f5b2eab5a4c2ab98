package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** The datatypes of the Open Inference Protocol. */
enum TensorType {
    BOOL(1, 0, 1),
    UINT8(1, 0, 0xFF),
    UINT16(2, 0, 0xFFFF),
    UINT32(4, 0, 0xFFFFFFFFL),
    UINT64(8, 0, Long.MAX_VALUE),
    INT8(1, Byte.MIN_VALUE, Byte.MAX_VALUE),
    INT16(2, Short.MIN_VALUE, Short.MAX_VALUE),
    INT32(4, Integer.MIN_VALUE, Integer.MAX_VALUE),
    INT64(8, Long.MIN_VALUE, Long.MAX_VALUE),
    FP16(2, 1, 0),
    FP32(4, 1, 0),
    FP64(8, 1, 0),
    BYTES(0, 1, 0);

    private final int bytes;
    private final long lowest;
    private final long highest;

    TensorType(int bytes, long lowest, long highest) {
        this.bytes = bytes;
        this.lowest = lowest;
        this.highest = highest;
    }

    /** The size of one element in a binary tensor; 0 where elements differ in size. */
    int bytes() {
        return bytes;
    }

    /** The type that the parser's present string names. */
    static TensorType read(JsonParser in, String input) throws IOException {
        // Nearly all tensors are of these two.
        if (matches(in, "FP64")) {
            return FP64;
        }
        if (matches(in, "BYTES")) {
            return BYTES;
        }
        for (TensorType type : values()) {
            if (matches(in, type.name())) {
                return type;
            }
        }
        throw RejectedRequestException.invalid(
                "Invalid datatype of input " + input
                        + ": expected FP64, FP32, FP16, INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8, BOOL or BYTES");
    }

    /** Whether the parser's present string is this one; makes no string. */
    static boolean matches(JsonParser in, String expected) throws IOException {
        int length = in.getTextLength();
        if (length != expected.length()) {
            return false;
        }
        char[] text = in.getTextCharacters();
        int offset = in.getTextOffset();
        for (int at = 0; at < length; at++) {
            if (text[offset + at] != expected.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    boolean isInteger() {
        return lowest <= highest;
    }

    /** Whether the integer type holds a value that fits 64 bits with a sign. */
    boolean holds(long value) {
        return value >= lowest && value <= highest;
    }
}
