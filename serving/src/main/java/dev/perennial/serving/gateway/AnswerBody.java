package dev.perennial.serving.gateway;

import java.nio.ByteBuffer;

/**
 * The body of an answer.
 *
 * @param bytes JSON, with or without binary tensors behind it
 * @param jsonLength how many of the bytes are JSON
 */
record AnswerBody(ByteBuffer bytes, int jsonLength) {
    static AnswerBody json(ByteBuffer json) {
        return new AnswerBody(json, json.remaining());
    }

    boolean hasTensors() {
        return jsonLength < bytes.remaining();
    }
}
