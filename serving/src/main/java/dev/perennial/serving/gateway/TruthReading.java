package dev.perennial.serving.gateway;

import dev.perennial.registry.spec.LabelSpec;
import dev.perennial.registry.spec.ModelSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a label means under a declaration. Of a yes-or-no question: 1 for the declared positive value, 0 for 0, 1 and false
 * where they are not that; any other word is refused rather than taken for a no, because a misspelt yes would be a silent
 * no. Of several classes: a declared one by its name. Of a quantity: a finite number.
 */
enum TruthReading {
    POSITIVE_OR_NOT {
        @Override
        Truth read(Said said, LabelSpec label) {
            String positive = label.yes();
            double positiveNumber = Said.number(positive);
            if (said.text().equals(positive) || said.number() == positiveNumber) {
                return Truth.of(1, null);
            }
            boolean binary = said.number() == 0 || said.number() == 1;
            if (!binary) {
                boolean itself = positiveNumber == 0 || positiveNumber == 1;
                return Truth.refused(
                        itself ? "label is neither 0 nor 1" : "label is neither " + positive + ", 0 nor 1");
            }
            // Where the positive value is a number, 0 and 1 are values beside it; elsewhere they say no and yes.
            double meant = Double.isNaN(positiveNumber) ? said.number() : 0;
            return Truth.of(Math.abs(meant), null);
        }
    },
    CLASS {
        @Override
        Truth read(Said said, LabelSpec label) {
            return label.classes().contains(said.text())
                    ? Truth.of(Double.NaN, said.text())
                    : Truth.refused("label is none of the classes " + String.join(", ", label.classes()));
        }
    },
    QUANTITY {
        @Override
        Truth read(Said said, LabelSpec label) {
            return Double.isFinite(said.number())
                    ? Truth.of(said.number(), null)
                    : Truth.refused("label is no finite number");
        }
    };

    abstract Truth read(Said said, LabelSpec label);

    /** What labels of such a model are. */
    static TruthReading of(ModelSpec.Task task) {
        return switch (task) {
            case BINARY_CLASSIFICATION -> POSITIVE_OR_NOT;
            case MULTICLASS_CLASSIFICATION -> CLASS;
            case REGRESSION -> QUANTITY;
        };
    }

    /**
     * A label that was understood, or why it was not.
     *
     * @param value NaN for a class
     */
    record Truth(
            double value, @Nullable String word, @Nullable String problem) {
        static Truth of(double value, @Nullable String word) {
            return new Truth(value, word, null);
        }

        static Truth refused(String problem) {
            return new Truth(Double.NaN, null, problem);
        }
    }
}
