package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of inputs that follow the JSON as bytes. A number that is not one (NaN) is a missing value, since bytes
 * have no null; texts are never missing.
 */
final class BinaryInputs {
    private static final int LENGTH_BYTES = Integer.BYTES;

    private BinaryInputs() {}

    /** Reads the bytes from the first place up to the second, all of which are the tensor's. */
    static void read(byte[] body, int from, int to, InferRequest request, TensorHead head, TensorType type) {
        if (type == TensorType.BYTES) {
            categories(body, from, to, request, head);
            return;
        }
        int columns = head.column() == TensorHead.MATRIX ? request.schema().size() : 1;
        int first = head.column() == TensorHead.MATRIX ? 0 : head.column();
        int rows = request.rows();
        long expected = (long) rows * columns * type.bytes();
        if (to - from != expected) {
            throw invalid("Invalid binary_data_size of input " + head.name() + ": " + (to - from) + " bytes, " + type
                    + " in its shape makes " + expected);
        }
        for (int column = 0; column < columns; column++) {
            double[] into = request.numbers(first + column);
            int at = from + column * type.bytes();
            for (int row = 0; row < rows; row++) {
                double value =
                        type == TensorType.FP64 ? LittleEndian.fp64(body, at) : LittleEndian.number(type, body, at);
                check(value, request, head, type, first + column, row);
                into[row] = value;
                at += columns * type.bytes();
            }
        }
    }

    private static void check(
            double value, InferRequest request, TensorHead head, TensorType type, int column, int row) {
        if (Double.isNaN(value)) {
            request.checkOptional(column, row);
        } else if (Double.isInfinite(value)) {
            throw JsonInputs.invalidValue(head, row, "a finite number");
        } else if (type == TensorType.BOOL && value > 1) {
            throw JsonInputs.invalidValue(head, row, "0 or 1");
        }
    }

    private static void categories(byte[] body, int from, int to, InferRequest request, TensorHead head) {
        @Nullable String[] into = request.categories(head.column());
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        int at = from;
        for (int row = 0; row < request.rows(); row++) {
            int length = to - at < LENGTH_BYTES ? -1 : LittleEndian.int32(body, at);
            if (length < 0 || length > to - at - LENGTH_BYTES) {
                throw invalid("Invalid data of input " + head.name() + ": row " + row
                        + " ends beyond its binary_data_size, expected a length in 4 bytes and as many bytes");
            }
            at += LENGTH_BYTES;
            into[row] = text(utf8, body, at, length, head, row);
            at += length;
        }
        if (at != to) {
            throw invalid("Invalid binary_data_size of input " + head.name() + ": " + (to - from) + " bytes, its "
                    + request.rows() + " elements take " + (at - from));
        }
    }

    private static String text(CharsetDecoder utf8, byte[] body, int at, int length, TensorHead head, int row) {
        try {
            // A character has at most four bytes: what is longer is refused before it is decoded.
            String text = length > 4 * InferRequest.LONGEST_TEXT
                    ? null
                    : utf8.decode(ByteBuffer.wrap(body, at, length)).toString();
            if (text != null && text.length() <= InferRequest.LONGEST_TEXT) {
                return text;
            }
        } catch (CharacterCodingException e) {
            throw JsonInputs.invalidValue(head, row, "UTF-8");
        }
        throw JsonInputs.invalidValue(head, row, "a string of at most " + InferRequest.LONGEST_TEXT + " characters");
    }
}
