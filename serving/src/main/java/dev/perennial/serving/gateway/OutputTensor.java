package dev.perennial.serving.gateway;

import dev.perennial.scoring.Outputs;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The outputs that an inference request may ask for; the first of them are the answer of one kind of model each. */
enum OutputTensor {
    PROBABILITY("FP64", Outputs.Probability.class),
    VALUE("FP64", Outputs.Value.class),
    CLASS("BYTES", Outputs.ClassProbabilities.class),
    PROBABILITIES("FP64", Outputs.ClassProbabilities.class),
    PREDICTION_ID("BYTES", Outputs.class),
    ARM("BYTES", Outputs.class),
    MODEL_VERSION("BYTES", Outputs.class),
    CONTRIBUTIONS("FP64", Outputs.class),
    CONTRIBUTIONS_BASE("FP64", Outputs.class);

    private static final int LONGEST_ECHO = 64;

    private final String word;
    private final String datatype;
    private final Class<? extends Outputs> models;

    OutputTensor(String datatype, Class<? extends Outputs> models) {
        this.datatype = datatype;
        this.models = models;
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

    /** Whether a model that answers so has it. */
    boolean isOf(Outputs outputs) {
        return models.isInstance(outputs);
    }

    /** Whether it is the answer, or a part of it, of models of its kind. */
    boolean isAnswer() {
        return models != Outputs.class;
    }

    /** How many elements it has for each row of a model with so many features and answers. */
    int width(int features, Outputs outputs) {
        return switch (this) {
            case CONTRIBUTIONS -> features;
            case PROBABILITIES -> outputs.count();
            default -> 1;
        };
    }

    /** The outputs of models that answer so. */
    static List<OutputTensor> of(Outputs outputs) {
        return Arrays.stream(values()).filter(output -> output.isOf(outputs)).toList();
    }

    /** The output of that name; a name that none of the model's has is refused. */
    static OutputTensor named(String name, Outputs outputs) {
        for (OutputTensor output : values()) {
            if (output.word.equals(name) && output.isOf(outputs)) {
                return output;
            }
        }
        throw RejectedRequestException.invalid("Unknown output "
                + name.substring(0, Math.min(name.length(), LONGEST_ECHO)) + ": expected one of "
                + of(outputs).stream().map(OutputTensor::word).collect(Collectors.joining(", ")));
    }
}
