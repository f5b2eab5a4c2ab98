package dev.perennial.serving.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.spec.FallbackSpec;
import dev.perennial.registry.spec.SliceCondition;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Outputs;
import dev.perennial.scoring.Presence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackTest {
    private static final FeatureSchema SCHEMA = new FeatureSchema(List.of(
            new CategoryFeature("carrier", Presence.OPTIONAL, 32),
            new NumberFeature("temp", Presence.OPTIONAL, Optional.empty()),
            new NumberFeature("wind", Presence.OPTIONAL, Optional.empty())));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            temp = 50                       | true
            temp != 50                      | false
            temp < 50                       | false
            temp <= 50                      | true
            temp > 49.9                     | true
            temp >= 50.1                    | false
            carrier = UA                    | true
            carrier != UA                   | false
            carrier != AA                   | true
            wind is missing                 | true
            temp is missing                 | false
            wind < 10                       | false
            wind != 10                      | false
            temp > 40 and carrier = UA      | true
            temp > 60 and carrier = UA      | false
            """)
    void aRuleHoldsWhereEveryTermDoesAndNoTermOfAMissingValueDoes(String condition, boolean holds) {
        FeatureRow row = new FeatureRow(SCHEMA).setCategory(0, "UA").setNumber(1, 50);
        assertThat(RowCondition.of(SliceCondition.parse(condition), SCHEMA).holds(row))
                .isEqualTo(holds);
    }

    @Test
    void theVersionAnswersFirstUnlessItIsTheOneThatFailedThenTheFirstRuleThenTheConstant() {
        FallbackSpec spec = new FallbackSpec(
                OptionalInt.of(3),
                List.of(
                        new FallbackSpec.Rule(SliceCondition.parse("temp > 80"), 0.9),
                        new FallbackSpec.Rule(SliceCondition.parse("temp > 40"), 0.4)),
                0.2);
        Scorer third = HeldVersion.constant(3, SCHEMA, 0.6);
        Scorer champion = HeldVersion.constant(5, SCHEMA, 0.5);
        FeatureRow warm = new FeatureRow(SCHEMA).setNumber(1, 50);
        FeatureRow cold = new FeatureRow(SCHEMA).setNumber(1, 10);
        Fallback fallback = Fallback.of(spec, SCHEMA, Outputs.probability(), third);
        assertThat(fallback.answer(warm, champion).score()).isEqualTo(0.6);
        assertThat(fallback.answer(warm, third).score()).isEqualTo(0.4);
        assertThat(fallback.answer(warm, null).score()).isEqualTo(0.6);
        assertThat(fallback.byRule(cold).score()).isEqualTo(0.2);
        assertThat(Fallback.of(spec, SCHEMA, Outputs.probability(), null)
                        .answer(warm, champion)
                        .score())
                .isEqualTo(0.4);
        assertThat(Fallback.of(spec, SCHEMA, Outputs.probability(), new Failing())
                        .answer(cold, champion)
                        .score())
                .isEqualTo(0.2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aVersionThatAnswersNoProbabilityLeavesTheAnswerToTheRules(double answer) {
        FallbackSpec spec = new FallbackSpec(OptionalInt.of(3), List.of(), 0.2);
        Fallback fallback = Fallback.of(spec, SCHEMA, Outputs.probability(), new Saying(answer));
        assertThat(fallback.answer(new FeatureRow(SCHEMA), null).score()).isEqualTo(0.2);
    }

    private record Saying(double score) implements Scorer {
        @Override
        public int number() {
            return 3;
        }

        @Override
        public double score(FeatureRow row) {
            return score;
        }
    }

    private record Failing() implements Scorer {
        @Override
        public int number() {
            return 3;
        }

        @Override
        public double score(FeatureRow row) {
            throw new ArithmeticException("a poisoned model");
        }
    }
}
