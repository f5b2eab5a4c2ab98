package dev.perennial.scoring;

import java.util.ArrayList;
import java.util.List;

/** The model section: a tag, what the model answers with, then the numbers of that algorithm in the order of the schema. */
final class ModelCodec {

    private static final int CONSTANT = 1;
    private static final int LINEAR = 2;
    private static final int BOOSTED_TREES = 3;
    private static final int RANDOM_FOREST = 4;
    private static final int FACTORIZATION_MACHINE = 5;

    private static final int PROBABILITY = 1;
    private static final int CLASSES = 2;
    private static final int VALUE = 3;

    private ModelCodec() {}

    static void write(ModelEncoder out, CompiledModel model) {
        if (model instanceof ConstantModel constant) {
            out.u8(CONSTANT);
            write(out, model.outputs());
            out.f64(constant.probability());
        } else if (model instanceof LinearModel linear) {
            out.u8(LINEAR);
            write(out, model.outputs());
            LinearCodec.write(out, linear);
        } else if (model instanceof BoostedTreesModel trees) {
            out.u8(BOOSTED_TREES);
            write(out, model.outputs());
            BoostedTreesCodec.write(out, trees);
        } else if (model instanceof RandomForestModel forest) {
            out.u8(RANDOM_FOREST);
            write(out, model.outputs());
            RandomForestCodec.write(out, forest);
        } else {
            out.u8(FACTORIZATION_MACHINE);
            write(out, model.outputs());
            FactorizationCodec.write(out, (FactorizationMachineModel) model);
        }
    }

    static CompiledModel read(ModelDecoder in, FeatureSchema schema) {
        int tag = in.u8("algorithm");
        try {
            Outputs outputs = in.version() == 1 ? Outputs.probability() : readOutputs(in);
            return switch (tag) {
                case CONSTANT -> readConstant(in, schema, outputs);
                case LINEAR -> LinearCodec.read(in, schema, outputs);
                case BOOSTED_TREES -> BoostedTreesCodec.read(in, schema, outputs);
                case RANDOM_FOREST -> RandomForestCodec.read(in, schema, outputs);
                case FACTORIZATION_MACHINE -> FactorizationCodec.read(in, schema, outputs);
                default -> throw in.invalid("algorithm " + tag + " is unknown");
            };
        } catch (IllegalArgumentException refused) {
            throw in.invalid(refused);
        }
    }

    private static ConstantModel readConstant(ModelDecoder in, FeatureSchema schema, Outputs outputs) {
        if (!(outputs instanceof Outputs.Probability)) {
            throw in.invalid("a constant model answers with a probability, not with " + outputs);
        }
        return new ConstantModel(schema, in.f64("probability"));
    }

    private static void write(ModelEncoder out, Outputs outputs) {
        out.u8(outputs.match(probability -> PROBABILITY, classes -> CLASSES, value -> VALUE));
        if (outputs instanceof Outputs.ClassProbabilities classes) {
            out.i32(classes.labels().size());
            classes.labels().forEach(out::text);
        }
    }

    private static Outputs readOutputs(ModelDecoder in) {
        int kind = in.u8("kind of output");
        return switch (kind) {
            case PROBABILITY -> Outputs.probability();
            case CLASSES -> Outputs.classes(labels(in));
            case VALUE -> Outputs.value();
            default -> throw in.invalid("the kind of output " + kind + " is unknown");
        };
    }

    private static List<String> labels(ModelDecoder in) {
        int count = in.count("classes", Outputs.ClassProbabilities.MOST_CLASSES, 4);
        List<String> labels = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            labels.add(in.text("label"));
        }
        return labels;
    }
}
