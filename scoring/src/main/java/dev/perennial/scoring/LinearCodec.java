package dev.perennial.scoring;

import dev.perennial.scoring.LinearTerm.CategoryTerm;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.util.ArrayList;
import java.util.List;

/** A linear model: for each margin its bias and the terms in the order of the schema. */
final class LinearCodec {

    private LinearCodec() {}

    static void write(ModelEncoder out, LinearModel model) {
        for (LinearModel.Margin margin : model.margins()) {
            out.f64(margin.bias());
            margin.terms().forEach(term -> write(out, term));
        }
    }

    private static void write(ModelEncoder out, LinearTerm term) {
        out.f64(term.missingWeight());
        if (term instanceof NumberTerm number) {
            out.f64(number.mean());
            out.f64(number.scale());
            out.f64(number.weight());
        } else {
            LevelCodec.write(out, ((CategoryTerm) term).weights(), ModelEncoder::f64);
        }
    }

    static LinearModel read(ModelDecoder in, FeatureSchema schema, Outputs outputs) {
        List<LinearModel.Margin> margins = new ArrayList<>(outputs.count());
        for (int margin = 0; margin < outputs.count(); margin++) {
            double bias = in.f64("bias");
            List<LinearTerm> terms = new ArrayList<>();
            for (int column = 0; column < schema.size(); column++) {
                terms.add(term(in, schema.holdsNumbers(column)));
            }
            margins.add(new LinearModel.Margin(bias, terms));
        }
        return new LinearModel(schema, outputs, margins);
    }

    private static LinearTerm term(ModelDecoder in, boolean number) {
        double missingWeight = in.f64("weight of a missing value");
        return number
                ? new NumberTerm(in.f64("mean"), in.f64("scale"), in.f64("weight"), missingWeight)
                : new CategoryTerm(LevelCodec.read(in, 8, decoder -> decoder.f64("weight")), missingWeight);
    }
}
