package dev.perennial.serving.gateway;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The outputs that an inference request may ask for. */
enum OutputTensor {
    PROBABILITY("FP64"),
    PREDICTION_ID("BYTES"),
    ARM("BYTES"),
    MODEL_VERSION("BYTES"),
    CONTRIBUTIONS("FP64"),
    CONTRIBUTIONS_BASE("FP64");

    private static final int LONGEST_ECHO = 64;

    private final String word;
    private final String datatype;

    OutputTensor(String datatype) {
        this.datatype = datatype;
        word = name().toLowerCase(Locale.ROOT);
    }

    /** The output's name in requests and answers. */
    String word() {
        return word;
    }

    String datatype() {
        return datatype;
    }

    /** Whether it tells how an answer came about, which is told only where it is asked for. */
    boolean explains() {
        return this == CONTRIBUTIONS || this == CONTRIBUTIONS_BASE;
    }

    /** How many elements it has for each row of a model with so many features. */
    int width(int features) {
        return this == CONTRIBUTIONS ? features : 1;
    }

    /** The output of that name; a name that none has is refused. */
    static OutputTensor named(String name) {
        for (OutputTensor output : values()) {
            if (output.word.equals(name)) {
                return output;
            }
        }
        throw RejectedRequestException.invalid("Unknown output "
                + name.substring(0, Math.min(name.length(), LONGEST_ECHO)) + ": expected one of "
                + Arrays.stream(values()).map(OutputTensor::word).collect(Collectors.joining(", ")));
    }
}
