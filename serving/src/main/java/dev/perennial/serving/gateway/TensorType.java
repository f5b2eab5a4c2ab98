package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** The datatypes of the Open Inference Protocol. */
enum TensorType {
    BOOL(0, 1),
    UINT8(0, 0xFF),
    UINT16(0, 0xFFFF),
    UINT32(0, 0xFFFFFFFFL),
    UINT64(0, Long.MAX_VALUE),
    INT8(Byte.MIN_VALUE, Byte.MAX_VALUE),
    INT16(Short.MIN_VALUE, Short.MAX_VALUE),
    INT32(Integer.MIN_VALUE, Integer.MAX_VALUE),
    INT64(Long.MIN_VALUE, Long.MAX_VALUE),
    FP16(1, 0),
    FP32(1, 0),
    FP64(1, 0),
    BYTES(1, 0);

    private final long lowest;
    private final long highest;

    TensorType(long lowest, long highest) {
        this.lowest = lowest;
        this.highest = highest;
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

    boolean holds(long value) {
        return value >= lowest && value <= highest;
    }
}
