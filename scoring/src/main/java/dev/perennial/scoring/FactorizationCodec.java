package dev.perennial.scoring;

import dev.perennial.scoring.FactorTerm.CategoryFactors;
import dev.perennial.scoring.FactorTerm.NumberFactors;
import java.util.ArrayList;
import java.util.List;

/** A factorisation machine: the number of factors, the biases, then the terms in the order of the schema. */
final class FactorizationCodec {

    private FactorizationCodec() {}

    static void write(ModelEncoder out, FactorizationMachineModel model) {
        out.i32(model.factors());
        model.biases().forEach(out::f64);
        for (FactorTerm term : model.terms()) {
            write(out, term.missing());
            if (term instanceof NumberFactors number) {
                out.f64(number.mean());
                out.f64(number.scale());
                write(out, number.present());
            } else {
                LevelCodec.write(out, ((CategoryFactors) term).levels(), FactorizationCodec::write);
            }
        }
    }

    private static void write(ModelEncoder out, FactorWeights weights) {
        for (int index = 0; index < weights.size(); index++) {
            out.f64(weights.at(index));
        }
    }

    static FactorizationMachineModel read(ModelDecoder in, FeatureSchema schema, Outputs outputs) {
        int factors = in.count("factors", FactorizationMachineModel.MOST_FACTORS, 8);
        List<Double> biases = new ArrayList<>();
        for (int margin = 0; margin < Margins.ofLabels(outputs); margin++) {
            biases.add(in.f64("bias"));
        }
        int weights = biases.size() * (1 + factors);
        List<FactorTerm> terms = new ArrayList<>();
        for (int column = 0; column < schema.size(); column++) {
            FactorWeights missing = weights(in, weights);
            terms.add(
                    schema.holdsNumbers(column)
                            ? new NumberFactors(in.f64("mean"), in.f64("scale"), weights(in, weights), missing)
                            : new CategoryFactors(
                                    LevelCodec.read(in, 8 * weights, decoder -> weights(decoder, weights)), missing));
        }
        return new FactorizationMachineModel(schema, outputs, factors, biases, terms);
    }

    private static FactorWeights weights(ModelDecoder in, int count) {
        if (count * 8L > in.remaining()) {
            throw in.invalid(count + " weights need more than the " + in.remaining() + " bytes that remain");
        }
        double[] values = new double[count];
        for (int index = 0; index < count; index++) {
            values[index] = in.f64("weight");
        }
        return new FactorWeights(values);
    }
}
