package dev.perennial.activities.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.BoostedTreesModel;
import dev.perennial.scoring.CategoryFeature;
import dev.perennial.scoring.CategoryRates;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.ConstantModel;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.GoldenSample;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm.CategoryTerm;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Presence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.ModelProto;

@Timeout(120)
class CandidateTrainerTest {

    private final CandidateTrainer trainer = new CandidateTrainer();

    private TrainedCandidate train(CandidateRecipe recipe, LabelledTable rows) {
        return trainer.train(recipe, rows, 7, Progress.ignored());
    }

    private static <T> T value(Map<String, T> map, String key) {
        return Optional.ofNullable(map.get(key)).orElseThrow();
    }

    @Test
    void linearFindsTheLawThatMadeTheRows() {
        TrainedCandidate candidate = train(Synthetic.linear(), Synthetic.rows(20_000, 1));

        LinearModel model = (LinearModel) candidate.compiled();
        NumberTerm wind = (NumberTerm) model.terms().get(0);
        NumberTerm gust = (NumberTerm) model.terms().get(1);
        CategoryTerm site = (CategoryTerm) model.terms().get(2);
        assertThat(wind.mean()).isCloseTo(20, within(0.3));
        assertThat(wind.scale()).isCloseTo(Math.sqrt((41 * 41 - 1) / 12.0), within(0.1));
        assertThat(wind.weight() / wind.scale()).isCloseTo(0.03, within(0.005));
        assertThat(gust.weight() / gust.scale()).isCloseTo(0, within(0.01));
        assertThat(gust.missingWeight()).isCloseTo(1, within(0.12));
        assertThat(wind.missingWeight()).isZero();
        assertThat(value(site.weights(), "north") - value(site.weights(), "south"))
                .isCloseTo(1.5, within(0.15));
        assertThat(value(site.weights(), "west") - value(site.weights(), "south"))
                .isCloseTo(0, within(0.15));
        assertThat(candidate.goldenDifference()).isLessThan(1e-12);
    }

    @Test
    void importancesFollowTheLaw() {
        LabelledTable rows = Synthetic.rows(20_000, 1);
        // Spreads of the true terms: site 1.5 sqrt(2/9) = .71, gust sqrt(3/16) = .43, wind .03 * 11.8 = .35.
        assertThat(train(Synthetic.linear(), rows).featureImportances())
                .hasEntrySatisfying("site", share -> assertThat(share).isCloseTo(0.47, within(0.04)))
                .hasEntrySatisfying("gust", share -> assertThat(share).isCloseTo(0.29, within(0.04)))
                .hasEntrySatisfying("wind", share -> assertThat(share).isCloseTo(0.24, within(0.04)));
        Map<String, Double> gains = train(Synthetic.boosting(30), rows).featureImportances();
        assertThat(gains.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(value(gains, "site")).isGreaterThan(value(gains, "wind"));
    }

    @Test
    void boostingReadsCategoriesAsSmoothedShares() {
        LabelledTable rows = Synthetic.rows(4_000, 2);
        int north = 0;
        int latePositives = 0;
        for (int row = 0; row < rows.rows(); row++) {
            if ("north".equals(rows.features().categories(2)[row])) {
                north++;
                latePositives += rows.label(row) ? 1 : 0;
            }
        }
        double overall = rows.positives() / 4_000.0;

        BoostedTreesModel model =
                (BoostedTreesModel) train(Synthetic.boosting(5), rows).compiled();

        CategoryRates rates = value(model.rates(), "site").get(0);
        assertThat(rates.prior()).isCloseTo((float) overall, within(1e-7f));
        assertThat(value(rates.rates(), "north"))
                .isCloseTo((float) ((latePositives + 50 * overall) / (north + 50)), within(1e-6f));
        assertThat(rates.rates()).containsOnlyKeys("north", "south", "west");
    }

    @Test
    void learnsNoMoreLevelsThanDeclaredTheMostFrequentFirst() {
        FeatureSchema schema = new FeatureSchema(List.of(new CategoryFeature("site", Presence.REQUIRED, 2)));
        String[] sites = {"rare", "often", "often", "often", "some", "some", "often", "some"};
        boolean[] labels = {true, false, true, false, true, true, true, false};
        LabelledTable rows =
                new LabelledTable(FeatureTable.of(schema, new Object[] {sites}), labels, new long[labels.length]);

        LinearModel model = (LinearModel) train(Synthetic.linear(), rows).compiled();

        assertThat(((CategoryTerm) model.terms().get(0)).weights()).containsOnlyKeys("often", "some");
    }

    /* The golden sample shares the encoder with training; here Tribuo's stored model is read back and asked directly. */
    @Test
    void scoresRowsThatTrainingNeverSawAsTribuosStoredModelDoes() throws Exception {
        TrainedCandidate candidate = train(Synthetic.boosting(60), Synthetic.rows(5_000, 3));
        BoostedTreesModel compiled = (BoostedTreesModel) candidate.compiled();
        Model<Label> stored =
                Model.deserialize(ModelProto.parseFrom(candidate.tribuoModel())).castModel(Label.class);
        FeatureTable fresh = Synthetic.rows(1_000, 4).features();
        double[] scores = compiled.scoreAll(fresh);
        for (int row = 0; row < fresh.rows(); row++) {
            Example<Label> example = new ArrayExample<>(TribuoRows.NEGATIVE);
            example.add(new org.tribuo.Feature("wind", fresh.numbers(0)[row]));
            if (!Double.isNaN(fresh.numbers(1)[row])) {
                example.add(new org.tribuo.Feature("gust", fresh.numbers(1)[row]));
            }
            float rate =
                    value(value(compiled.rates(), "site").get(0).rates(), String.valueOf(fresh.categories(2)[row]));
            example.add(new org.tribuo.Feature("site", rate));
            Prediction<Label> prediction = stored.predict(example);
            assertThat(scores[row])
                    .isCloseTo(value(prediction.getOutputScores(), "positive").getScore(), within(1e-6));
        }
    }

    @Test
    void givesTheSameBytesForTheSameSeedAndOthersForAnother() {
        LabelledTable rows = Synthetic.rows(2_000, 5);
        for (CandidateRecipe recipe : List.of(Synthetic.linear(), Synthetic.boosting(20))) {
            byte[] first = trainer.train(recipe, rows, 11, Progress.ignored()).compiledBytes();
            byte[] again = new CandidateTrainer()
                    .train(recipe, rows, 11, Progress.ignored())
                    .compiledBytes();
            assertThat(again).as(recipe.label()).isEqualTo(first);
        }
        BoostedTreesModel one = (BoostedTreesModel) trainer.train(Synthetic.boosting(20), rows, 11, Progress.ignored())
                .compiled();
        BoostedTreesModel other =
                (BoostedTreesModel) trainer.train(Synthetic.boosting(20), rows, 12, Progress.ignored())
                        .compiled();
        assertThat(one.scoreAll(rows.features())).isNotEqualTo(other.scoreAll(rows.features()));
    }

    @Test
    void givesTheSameBytesWhenSeveralCandidatesTrainAtOnce() {
        LabelledTable rows = Synthetic.rows(5_000, 8);
        List<CandidateRecipe> recipes =
                List.of(Synthetic.boosting(40), Synthetic.linear(), Synthetic.boosting(60), Synthetic.boosting(40));
        List<byte[]> alone = recipes.stream()
                .map(recipe -> train(recipe, rows).compiledBytes())
                .toList();
        List<byte[]> together = recipes.parallelStream()
                .map(recipe -> train(recipe, rows).compiledBytes())
                .toList();
        for (int index = 0; index < recipes.size(); index++) {
            assertThat(together.get(index)).isEqualTo(alone.get(index));
        }
    }

    @Test
    void carriesAGoldenSampleWithMissingValuesAndUnseenLevels() {
        TrainedCandidate candidate = train(Synthetic.boosting(20), Synthetic.rows(2_000, 6));

        GoldenSample golden = CompiledModelFormat.inspect(candidate.compiledBytes())
                .goldenSample()
                .orElseThrow();

        assertThat(golden.verify(candidate.compiled())).isLessThan(1e-6);
        assertThat(golden.rows().rows()).isEqualTo(128);
        assertThat(golden.rows().categories(2)).containsNull().contains("\u0000unknown", "north");
        assertThat(golden.rows().numbers(0)).contains(Double.NaN);
    }

    @Test
    void refusesACompiledModelThatScoresOtherwise() {
        FeatureTable rows = Synthetic.rows(2, 1).features();
        GoldenSample golden = new GoldenSample(rows, new double[] {0.5, 0.25});
        assertThatExceptionOfType(ScoringMismatchException.class)
                .isThrownBy(() -> GoldenRows.agreement(new ConstantModel(Synthetic.SCHEMA, 0.5), golden))
                .withMessage("Cannot compile constant model: its scores of 2 golden rows differ by up to 0.25 from "
                        + "those of the trained model, at most 0.0 is allowed")
                .satisfies(mismatch -> assertThat(mismatch.difference()).isEqualTo(0.25));
    }

    @Test
    void spellsOutEveryParameterInItsProvenance() {
        assertThat(train(Synthetic.boosting(5), Synthetic.rows(300, 1)).provenance())
                .containsEntry("algorithm", "gradient-boosting")
                .containsEntry("parameter.trees", "5.0")
                .containsEntry("parameter.leaves", "31.0")
                .containsEntry("seed", "7")
                .containsEntry("rows", "300")
                .containsEntry("first-event", "1970-01-01T00:00:00Z")
                .containsEntry("last-event", "1970-01-01T04:59:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Linear | c | 1 | Invalid algorithm: \"Linear\" (did you mean \"linear\"?)",
                "boosting | c | 1 | Invalid algorithm: \"boosting\" (did you mean \"gradient-boosting\"?)",
                "gradient-boosting | tree | 1 | "
                        + "Invalid parameter of gradient-boosting: \"tree\" (did you mean \"trees\"?)",
                "gradient-boosting | min_child_weight | 1 | "
                        + "Invalid parameter of gradient-boosting: \"min_child_weight\" (did you mean \"minChildWeight\"?)",
                "gradient-boosting | trees | 2.5 | "
                        + "Invalid parameter trees: 2.5 (a whole number from 1.0 to 5000.0 is expected)",
                "linear | c | NaN | Invalid parameter c: NaN (a number from 1.0E-6 to 1000000.0 is expected)",
            })
    void rejectsUnknownWordsAndValuesOutOfRange(String algorithm, String parameter, double value, String message) {
        CandidateRecipe recipe = new CandidateRecipe(algorithm, new TreeMap<>(Map.of(parameter, value)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CandidateTrainer.check(recipe))
                .withMessage(message);
    }

    @Test
    void rejectsRowsThatTeachNothing() {
        LabelledTable none = Synthetic.rows(0, 1);
        LabelledTable rows = Synthetic.rows(50, 1);
        LabelledTable oneClass = new LabelledTable(rows.features(), new boolean[50], new long[50]);
        assertThatExceptionOfType(UntrainableDataException.class)
                .isThrownBy(() -> train(Synthetic.linear(), none))
                .withMessage("Cannot train linear: there are no rows");
        assertThatExceptionOfType(UntrainableDataException.class)
                .isThrownBy(() -> train(Synthetic.boosting(5), oneClass))
                .withMessage("Cannot train gradient-boosting: all 50 labels are negative");
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "gradient-boosting"})
    void learnsFromAColumnThatIsEmptyAndOneWhereOnlyTheGapsTell(String algorithm) {
        FeatureSchema schema = new FeatureSchema(List.of(
                new NumberFeature("always", Presence.OPTIONAL, Optional.empty()),
                new NumberFeature("never", Presence.OPTIONAL, Optional.empty()),
                new NumberFeature("sometimes", Presence.OPTIONAL, Optional.empty())));
        double[] always = new double[60];
        double[] never = new double[60];
        double[] sometimes = new double[60];
        boolean[] labels = new boolean[60];
        for (int row = 0; row < 60; row++) {
            never[row] = Double.NaN;
            sometimes[row] = row % 2 == 0 ? Double.NaN : 5;
            labels[row] = row % 2 == 0 || row % 3 == 0;
        }
        LabelledTable rows = new LabelledTable(
                FeatureTable.of(schema, new Object[] {always, never, sometimes}), labels, new long[60]);
        CandidateRecipe recipe = new CandidateRecipe(
                algorithm, new TreeMap<>(algorithm.equals("linear") ? Map.of() : Map.of("minChildWeight", 0.0)));

        double[] scores = train(recipe, rows).compiled().scoreAll(rows.features());

        // positive in 30 of 30 and in 10 of 30 rows
        assertThat(scores[0]).isGreaterThan(0.85);
        assertThat(scores[1]).isCloseTo(1.0 / 3, within(0.1));
    }

    @Test
    void rejectsRowsThatHaveNoValueAtAll() {
        FeatureSchema schema = new FeatureSchema(List.of(new NumberFeature("x", Presence.OPTIONAL, Optional.empty())));
        LabelledTable rows = new LabelledTable(
                FeatureTable.of(schema, new Object[] {new double[] {Double.NaN, Double.NaN}}),
                new boolean[] {true, false},
                new long[2]);
        assertThatExceptionOfType(UntrainableDataException.class)
                .isThrownBy(() -> train(Synthetic.boosting(5), rows))
                .withMessage(
                        "Cannot train gradient-boosting: of 2 rows, 0 have a value at all, and they do not have both "
                                + "labels");
    }

    @Test
    void rejectsNumbersThatTheArithmeticCannotHold() {
        FeatureSchema schema = new FeatureSchema(List.of(new NumberFeature("x", Presence.OPTIONAL, Optional.empty())));
        LabelledTable rows = new LabelledTable(
                FeatureTable.of(schema, new Object[] {new double[] {1, -1e308, 1e308}}),
                new boolean[] {true, false, true},
                new long[3]);
        assertThatExceptionOfType(UntrainableDataException.class)
                .isThrownBy(() -> train(Synthetic.boosting(5), rows))
                .withMessage("Cannot train gradient-boosting: the value -1.0E308 of feature x in row 1 is beyond "
                        + "single precision");
        assertThatExceptionOfType(UntrainableDataException.class)
                .isThrownBy(() -> train(Synthetic.linear(), rows))
                .withMessage("Cannot train linear: the values of feature x are too large to have a standard deviation");
    }
}
