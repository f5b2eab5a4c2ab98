package dev.perennial.activities.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.Contributions;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.GoldenSample;
import dev.perennial.scoring.Outputs;
import dev.perennial.scoring.RandomForestModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tribuo.Model;
import org.tribuo.Output;

/** Every algorithm for every kind of output: equal to the library, better than knowing nothing, and explained. */
@Timeout(180)
class AlgorithmsTest {

    private static final long SEED = 7;

    enum Task {
        PROBABILITY,
        CLASSES,
        VALUE;

        Outputs outputs() {
            return switch (this) {
                case PROBABILITY -> Outputs.probability();
                case CLASSES -> Outputs.classes(List.of("calm", "breeze", "storm"));
                case VALUE -> Outputs.value();
            };
        }

        /* Of the law of the synthetic rows; classes follow the wind, moved by the site. */
        TrainingTable rows(int rows, long seed) {
            LabelledTable labelled = Synthetic.rows(rows, seed);
            double[] targets = new double[rows];
            for (int row = 0; row < rows; row++) {
                double wind = labelled.features().numbers(0)[row]
                        + ("north".equals(labelled.features().categories(2)[row]) ? 12 : 0);
                targets[row] = switch (this) {
                    case PROBABILITY -> labelled.label(row) ? 1 : 0;
                    case CLASSES -> wind < 15 ? 0 : wind < 35 ? 1 : 2;
                    case VALUE -> 1000 + 3 * wind + (labelled.label(row) ? 5 : 0);
                };
            }
            return new TrainingTable(labelled.features(), outputs(), targets, new long[rows]);
        }
    }

    private static CandidateRecipe recipe(String algorithm) {
        return new CandidateRecipe(
                algorithm,
                new TreeMap<>(
                        switch (algorithm) {
                            case "gradient-boosting" -> Map.of("trees", 30.0);
                            case "random-forest" -> Map.of("trees", 30.0, "depth", 8.0);
                            default -> Map.of();
                        }));
    }

    @ParameterizedTest
    @CsvSource({
        "PROBABILITY, linear, 1e-12",
        "PROBABILITY, factorization-machine, 1e-12",
        "PROBABILITY, random-forest, 1e-14",
        "PROBABILITY, gradient-boosting, 1e-6",
        "CLASSES, linear, 1e-12",
        "CLASSES, factorization-machine, 1e-12",
        "CLASSES, random-forest, 1e-14",
        "CLASSES, gradient-boosting, 1e-6",
        "VALUE, linear, 1e-12",
        "VALUE, random-forest, 1e-14",
        "VALUE, gradient-boosting, 1e-6",
    })
    void scoresFreshRowsAsTheLibraryDoes(Task task, String algorithm, double tolerance) {
        TrainingTable rows = task.rows(3_000, 1);
        Fitting<?> fitting = CandidateTrainer.fitting(
                recipe(algorithm), RecipeParameters.of(recipe(algorithm), task.outputs()), rows);
        assertThat(difference(fitting, rows, task.rows(1_000, 2).features())).isLessThanOrEqualTo(tolerance);
    }

    private static <T extends Output<T>> double difference(Fitting<T> fitting, TrainingTable rows, FeatureTable fresh) {
        Model<T> model = fitting.fit(TribuoRows.dataset(rows, fitting), SEED);
        CompiledModel compiled = fitting.compile(model).model();
        double[] expected = TribuoRows.scores(fresh, fitting, model);
        assertThat(Arrays.stream(expected).distinct().count()).isGreaterThan(20);
        return new GoldenSample(fresh, compiled.outputs(), expected).verify(compiled);
    }

    /* The loss is the squared error of the value, or of the probabilities of all classes. */
    @ParameterizedTest
    @CsvSource({
        "PROBABILITY, factorization-machine, 0.93",
        "PROBABILITY, random-forest, 0.93",
        "CLASSES, linear, 0.5",
        "CLASSES, factorization-machine, 0.5",
        "CLASSES, random-forest, 0.1",
        "CLASSES, gradient-boosting, 0.1",
        "VALUE, linear, 0.1",
        "VALUE, random-forest, 0.1",
        "VALUE, gradient-boosting, 0.1",
    })
    void learnsExplainsItselfAndComesBackFromItsFile(Task task, String algorithm, double most) {
        TrainingTable rows = task.rows(3_000, 1);
        TrainedCandidate candidate = new CandidateTrainer().train(recipe(algorithm), rows, SEED, Progress.ignored());
        CompiledModel model = candidate.compiled();
        TrainingTable fresh = task.rows(1_000, 2);

        assertThat(model.algorithm()).isEqualTo(algorithm);
        assertThat(model.outputs()).isEqualTo(task.outputs());
        assertThat(loss(model.scoreAll(fresh.features()), fresh) / lossOfMeans(rows, fresh))
                .isLessThan(most);
        assertThat(CompiledModelFormat.read(candidate.compiledBytes()).scoreAll(fresh.features()))
                .isEqualTo(model.scoreAll(fresh.features()));
        assertThat(candidate.featureImportances().keySet()).containsExactlyInAnyOrder("wind", "gust", "site");
        assertThat(candidate.featureImportances().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThat(candidate.provenance()).containsEntry("algorithm", algorithm);
        explains(model, fresh.features());
        assertThat(new CandidateTrainer()
                        .train(recipe(algorithm), rows, SEED, Progress.ignored())
                        .compiledBytes())
                .isEqualTo(candidate.compiledBytes());
    }

    private static void explains(CompiledModel model, FeatureTable rows) {
        FeatureRow row = new FeatureRow(rows.schema());
        double[] scores = new double[model.outputs().count()];
        for (int index = 0; index < 50; index++) {
            rows.read(index, row);
            model.score(row, scores);
            double first = model.contributions(row, 0).orElseThrow().margin();
            for (int output = 0; output < scores.length; output++) {
                Contributions of = model.contributions(row, output).orElseThrow();
                double expected = switch (of.unit()) {
                    case LOG_ODDS -> Math.log(scores[0] / (1 - scores[0]));
                    case LOG_WEIGHT -> first + Math.log(scores[output] / scores[0]);
                    case PROBABILITY, VALUE -> scores[output];
                };
                double share = model instanceof RandomForestModel ? 1e-12 : 1e-4;
                assertThat(of.margin()).isCloseTo(expected, within(share * (1 + Math.abs(expected))));
            }
        }
    }

    private static double loss(double[] scores, TrainingTable rows) {
        int width = rows.outputs().count();
        double sum = 0;
        for (int index = 0; index < scores.length; index++) {
            double error = scores[index] - rows.target(index / width, index % width);
            sum += error * error;
        }
        return sum;
    }

    private static double lossOfMeans(TrainingTable training, TrainingTable rows) {
        int width = rows.outputs().count();
        double[] scores = new double[rows.rows() * width];
        for (int output = 0; output < width; output++) {
            double mean = 0;
            for (int row = 0; row < training.rows(); row++) {
                mean += training.target(row, output) / training.rows();
            }
            for (int row = 0; row < rows.rows(); row++) {
                scores[row * width + output] = mean;
            }
        }
        return loss(scores, rows);
    }

    @Test
    void aForestSeesAMissingValueBelowAllOthers() {
        TrainingTable rows = Task.PROBABILITY.rows(3_000, 1);
        RandomForestModel forest = (RandomForestModel) new CandidateTrainer()
                .train(recipe("random-forest"), rows, SEED, Progress.ignored())
                .compiled();
        FeatureRow row = new FeatureRow(rows.features().schema());
        row.setNumber(0, 20).setCategory(2, "south");
        double missing = forest.score(row);
        assertThat(forest.score(row.setNumber(1, 10))).isLessThan(missing - 0.1);
    }

    @Test
    void rejectsClassesWithoutRowsAndMachinesOfValues() {
        double[] two = new double[20];
        Arrays.fill(two, 0, 10, 1);
        TrainingTable rows =
                new TrainingTable(Synthetic.rows(20, 1).features(), Task.CLASSES.outputs(), two, new long[20]);
        assertThatExceptionOfType(UntrainableDataException.class)
                .isThrownBy(() -> new CandidateTrainer().train(recipe("linear"), rows, SEED, Progress.ignored()))
                .withMessage("Cannot train linear: of 20 rows none has the label \"storm\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CandidateTrainer()
                        .train(recipe("factorization-machine"), Task.VALUE.rows(20, 1), SEED, Progress.ignored()))
                .withMessage("Invalid algorithm: \"factorization-machine\" (did you mean \"gradient-boosting\"?)");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new TrainingTable(rows.features(), Outputs.probability(), new double[] {2}, new long[1]))
                .withMessage("Invalid training table: 20 rows, 1 targets, 1 event times");
    }
}
