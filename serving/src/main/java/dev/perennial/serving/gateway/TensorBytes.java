package dev.perennial.serving.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A reusable buffer for the elements of binary tensors, one after another. Not thread-safe. */
final class TensorBytes {
    private byte[] bytes = new byte[256];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** Writes all of it into the buffer. */
    void copyTo(ByteBuffer into) {
        into.put(bytes, 0, size);
    }

    void fp64(double value) {
        room(Double.BYTES);
        LittleEndian.putFp64(bytes, size, value);
        size += Double.BYTES;
    }

    /** An element of type BYTES: its length and its characters in UTF-8. */
    void text(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + text.length);
        LittleEndian.putInt32(bytes, size, text.length);
        System.arraycopy(text, 0, bytes, size + Integer.BYTES, text.length);
        size += Integer.BYTES + text.length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
