package dev.perennial.registry.log;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.util.Locale;

/**
 * A JSON generator that refuses NaN and the infinities. JSON has no form for them, and Jackson's own answer, the text
 * {@code "NaN"} in place of a number, is a document that only Jackson reads back.
 */
final class FiniteNumbers extends JsonGeneratorDelegate {

    FiniteNumbers(JsonGenerator generator) {
        super(generator, false);
    }

    @Override
    public void writeNumber(double value) throws IOException {
        super.writeNumber(finite(value));
    }

    @Override
    public void writeNumber(float value) throws IOException {
        finite(value);
        super.writeNumber(value);
    }

    @Override
    public void writeArray(double[] array, int offset, int length) throws IOException {
        for (int index = offset; index < offset + length; index++) {
            finite(array[index]);
        }
        super.writeArray(array, offset, length);
    }

    private double finite(double value) throws IOException {
        if (!Double.isFinite(value)) {
            throw new JsonGenerationException(
                    String.format(
                            Locale.ROOT,
                            "Cannot write %s: %s is not a finite number",
                            getOutputContext().pathAsPointer(),
                            value),
                    this);
        }
        return value;
    }
}
