package dev.perennial.monitoring.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.cause.CauseEvidence.Harm;
import dev.perennial.monitoring.cause.CauseEvidence.Onset;
import dev.perennial.monitoring.performance.MulticlassRows;
import dev.perennial.monitoring.performance.RegressionRows;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CauseFindingTest {
    private static final int REFERENCE = 6000;
    private static final int WINDOW = 2000;
    private static final Stream USUAL = new Stream(0.1, 0, 0, 0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void namesTheGroupThatGrew(long seed) {
        Burst burst = burst(seed, new Stream(0.3, 0, 0, 0));
        assertThat(burst).isInstanceOf(Burst.Found.class);
        assertThat(((Burst.Found) burst).region()).isEqualTo(new Region("home", List.of("quarters")));
        CauseFinding finding = finding(burst, labels(seed, new Stream(0.3, 0, 0, 0)), Harm.ESTIMATED);
        assertThat(finding.cause()).isEqualTo(Cause.SUBPOPULATION_BURST);
        assertThat(finding.remedy()).isEqualTo(Remedy.QUARANTINE);
        assertThat(finding.because()).startsWith("home quarters makes up ");
        JsonRoundTrip.of(finding, CauseFinding.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aShiftOfEverybodyIsNoBurst(long seed) {
        assertThat(burst(seed, new Stream(0.1, 0.8, 0, 0))).isInstanceOf(Burst.Absent.class);
        assertThat(burst(seed, USUAL)).isInstanceOf(Burst.Absent.class);
        CauseFinding finding = finding(
                burst(seed, new Stream(0.1, 0.8, 0, 0)),
                labels(seed, new Stream(0.1, 0.8, 0, 0)),
                List.of("age"),
                Harm.MEASURED);
        assertThat(finding.cause()).isEqualTo(Cause.COVARIATE_SHIFT);
        assertThat(finding.remedy()).isEqualTo(Remedy.SEGMENT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tellsARateOfLabelsFromAConcept(long seed) {
        assertThat(labels(seed, USUAL)).isInstanceOf(LabelChange.Unchanged.class);
        assertThat(labels(seed, new Stream(0.1, 0.8, 0, 0))).isInstanceOf(LabelChange.Unchanged.class);
        assertThat(labels(seed, new Stream(0.1, 0, 1, 0))).isInstanceOf(LabelChange.ConceptShift.class);
        LabelChange rate = labels(seed, new Stream(0.1, 0, 0, 0.5));
        assertThat(rate).isInstanceOf(LabelChange.RateShift.class);
        CauseFinding finding = finding(burst(seed, new Stream(0.1, 0, 0, 0.5)), rate, Harm.MEASURED);
        assertThat(finding.cause()).isEqualTo(Cause.LABEL_SHIFT);
        assertThat(finding.remedy()).isEqualTo(Remedy.RECALIBRATE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tellsARateOfSeveralClassesFromAConcept(long seed) {
        Classes usual = new Classes(0.3, 0);
        assertThat(classes(seed, usual)).isInstanceOf(LabelChange.Unchanged.class);
        LabelChange rate = classes(seed, new Classes(0.6, 0));
        assertThat(rate).isInstanceOf(LabelChange.RateShift.class);
        assertThat(rate.because()).startsWith("the rate of labels changed: ").contains(" at given answers (p ");
        assertThat(classes(seed, new Classes(0.3, 0.4))).isInstanceOf(LabelChange.ConceptShift.class);
        JsonRoundTrip.of(rate, LabelChange.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void classesThatAreSaidMoreOftenAndMeanWhatTheyMeantAreAShiftOfInputs(long seed) {
        LabelChange labels = LabelChange.of(
                answered(REFERENCE, seed, 0.3), answered(WINDOW, seed + 1000, 0.6), LabelPolicy.standard());
        assertThat(labels).isInstanceOf(LabelChange.Unchanged.class);
        assertThat(finding(burst(seed, USUAL), labels, List.of("age"), Harm.MEASURED)
                        .cause())
                .isEqualTo(Cause.COVARIATE_SHIFT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tellsAShiftOfInputsFromAConceptOfAQuantity(long seed) {
        assertThat(quantities(seed, 0, 0, 1)).isInstanceOf(LabelChange.Unchanged.class);
        assertThat(quantities(seed, 0.5, 0, 1)).isInstanceOf(LabelChange.Unchanged.class);
        assertThat(quantities(seed, 0, 0.5, 1)).isInstanceOf(LabelChange.ConceptShift.class);
        LabelChange wider = quantities(seed, 0, 0, 2);
        assertThat(wider).isInstanceOf(LabelChange.ConceptShift.class);
        assertThat(wider.because())
                .startsWith("labels at given answers changed: ")
                .contains(" at given answers (p ")
                .contains(", errors ");
        assertThat(LabelChange.of(numbers(100, seed, 0, 0, 1), numbers(1000, seed, 0, 0, 1), LabelPolicy.standard()))
                .isEqualTo(new LabelChange.NotEvaluable("100 labelled rows, at least 200 are needed"));
    }

    @Test
    void unchangedLabelsAreCalledChangedAtTheDeclaredRate() {
        LabelPolicy exact = new LabelPolicy(0.05, 0, 0.75, 200);
        Classes usual = new Classes(0.3, 0);
        int classes = 0;
        int quantities = 0;
        for (int seed = 0; seed < 1000; seed++) {
            classes += isUnchanged(LabelChange.of(usual.draw(1500, 2L * seed), usual.draw(600, 2L * seed + 1), exact))
                    ? 0
                    : 1;
            quantities += isUnchanged(LabelChange.of(
                            numbers(1500, 2L * seed, 0, 0, 1), numbers(600, 2L * seed + 1, 0, 0, 1), exact))
                    ? 0
                    : 1;
        }
        // fifty of a thousand are expected, 29 to 71 within three standard deviations
        assertThat(classes).isBetween(29, 71);
        assertThat(quantities).isBetween(29, 71);
    }

    private static boolean isUnchanged(LabelChange change) {
        return change instanceof LabelChange.Unchanged;
    }

    @Test
    void raresOfManyClassesCountAsOne() {
        List<String> words = IntStream.range(0, 40).mapToObj(at -> "c" + at).toList();
        LabelChange same = LabelChange.of(many(words, 1, 0), many(words, 2, 0), LabelPolicy.standard());
        LabelChange other = LabelChange.of(many(words, 1, 0), many(words, 2, 1), LabelPolicy.standard());
        assertThat(same).isInstanceOf(LabelChange.Unchanged.class);
        assertThat(other).isInstanceOf(LabelChange.ConceptShift.class);
    }

    @Test
    void nothingIsAskedForWithoutHarmExceptRepairs() {
        Burst burst = burst(1, new Stream(0.3, 0, 0, 0));
        CauseFinding harmless = finding(burst, labels(1, USUAL), Harm.NONE);
        assertThat(harmless.cause()).isEqualTo(Cause.SUBPOPULATION_BURST);
        assertThat(harmless.remedy()).isEqualTo(Remedy.NONE);
        CauseFinding fault = CauseFinding.of(new CauseEvidence(
                List.of("price is 1000 times as large"),
                burst,
                labels(1, USUAL),
                List.of("price"),
                Harm.NONE,
                Onset.WITHIN_TERM));
        assertThat(fault.cause()).isEqualTo(Cause.PIPELINE_FAULT);
        assertThat(fault.remedy()).isEqualTo(Remedy.FIX);
        assertThat(fault.because()).isEqualTo("price is 1000 times as large");
    }

    @Test
    void harmThatCameWithAPromotionIsTakenBack() {
        CauseFinding finding = CauseFinding.of(new CauseEvidence(
                List.of(), burst(1, USUAL), labels(1, USUAL), List.of(), Harm.MEASURED, Onset.WITH_PROMOTION));
        assertThat(finding.label()).isEqualTo("the model promoted last (roll-back)");
    }

    @Test
    void harmWithoutAnyChangeHasAnUnknownCause() {
        LabelChange none = new LabelChange.NotEvaluable("0 labelled rows, at least 200 are needed");
        assertThat(finding(burst(1, USUAL), none, Harm.ESTIMATED).cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(finding(burst(1, USUAL), none, Harm.NONE).cause()).isEqualTo(Cause.NONE);
    }

    private static CauseFinding finding(Burst burst, LabelChange labels, Harm harm) {
        return finding(burst, labels, List.of(), harm);
    }

    private static CauseFinding finding(Burst burst, LabelChange labels, List<String> drifted, Harm harm) {
        return CauseFinding.of(new CauseEvidence(List.of(), burst, labels, drifted, harm, Onset.WITHIN_TERM));
    }

    private static Burst burst(long seed, Stream stream) {
        return BurstSearch.find(
                USUAL.draw(REFERENCE, seed).table(),
                stream.draw(WINDOW, seed + 1000).table(),
                BurstPolicy.standard());
    }

    private static LabelChange labels(long seed, Stream stream) {
        return LabelChange.of(
                USUAL.draw(REFERENCE, seed).labelled(),
                stream.draw(WINDOW, seed + 1000).labelled(),
                LabelPolicy.standard());
    }

    private static LabelChange classes(long seed, Classes window) {
        return LabelChange.of(
                new Classes(0.3, 0).draw(REFERENCE, seed), window.draw(WINDOW, seed + 1000), LabelPolicy.standard());
    }

    private static LabelChange quantities(long seed, double shift, double concept, double noise) {
        return LabelChange.of(
                numbers(REFERENCE, seed, 0, 0, 1),
                numbers(WINDOW, seed + 1000, shift, concept, noise),
                LabelPolicy.standard());
    }

    /* An answer from 0 to 1, moved by a shift of the inputs; what happens beside it by a concept, and by noise. */
    private static RegressionRows numbers(int rows, long seed, double shift, double concept, double noise) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] answers = new double[rows];
        double[] labels = new double[rows];
        for (int row = 0; row < rows; row++) {
            answers[row] = Math.pow(random.nextDouble(), 1 - shift);
            labels[row] = answers[row] + concept * answers[row] + noise * (random.nextDouble() - 0.5);
        }
        return RegressionRows.of(answers, labels);
    }

    /* Three classes, the first said with this share; what happens at a given answer is always the same. */
    private static MulticlassRows answered(int rows, long seed, double first) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] probabilities = new double[rows][];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            int said = random.nextDouble() < first ? 0 : 1 + random.nextInt(2);
            probabilities[row] = new double[] {0.15, 0.15, 0.15};
            probabilities[row][said] = 0.7;
            labels[row] = random.nextDouble() < 0.7 ? said : (said + 1 + random.nextInt(2)) % 3;
        }
        return MulticlassRows.ofProbabilities(List.of("low", "middle", "high"), probabilities, labels);
    }

    /* Forty classes, the lower the more frequent, each said where it happens; moved by some, the wrong one. */
    private static MulticlassRows many(List<String> words, long seed, int moved) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] probabilities = new double[4000][words.size()];
        int[] labels = new int[4000];
        for (int row = 0; row < labels.length; row++) {
            int said = (int) (words.size() * Math.pow(random.nextDouble(), 3));
            probabilities[row][said] = 1;
            labels[row] = (said + moved) % words.size();
        }
        return MulticlassRows.ofProbabilities(words, probabilities, labels);
    }

    /**
     * Three classes with one number that tells them apart in part, answered by the reference's rule.
     *
     * @param first the share of the first class
     * @param swapped the share of rows whose second class is the third
     */
    private record Classes(double first, double swapped) {

        MulticlassRows draw(int rows, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] probabilities = new double[rows][];
            int[] labels = new int[rows];
            for (int row = 0; row < rows; row++) {
                int happened = random.nextDouble() < first ? 0 : random.nextDouble() < 0.5 ? 1 : 2;
                int said = random.nextDouble() < 0.7 ? happened : (happened + 1 + random.nextInt(2)) % 3;
                probabilities[row] = new double[] {0.15, 0.15, 0.15};
                probabilities[row][said] = 0.7;
                labels[row] = happened == 1 && random.nextDouble() < swapped ? 2 : happened;
            }
            return MulticlassRows.ofProbabilities(List.of("low", "middle", "high"), probabilities, labels);
        }
    }

    private record Drawn(ColumnTable table, ScoredLabels labelled) {}

    /**
     * A small group of older people in quarters among others; the score is the true probability of the reference.
     *
     * @param quarters the share of the group
     * @param older by how many standard deviations everybody is older
     * @param concept by how much the log odds of the old rise against the score
     * @param dropped the share of positive rows that do not appear
     */
    private record Stream(double quarters, double older, double concept, double dropped) {

        Drawn draw(int rows, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] age = new double[rows];
            double[] income = new double[rows];
            String[] home = new String[rows];
            double[] scores = new double[rows];
            boolean[] labels = new boolean[rows];
            for (int row = 0; row < rows; ) {
                boolean inQuarters = random.nextDouble() < quarters;
                double u = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
                age[row] = u * 2 + older + (inQuarters ? 1.5 : 0);
                income[row] = random.nextDouble() - 0.5 * age[row];
                home[row] = inQuarters ? "quarters" : random.nextDouble() < 0.5 ? "house" : "flat";
                double odds = 1.5 * income[row] - (inQuarters ? 1 : 0);
                scores[row] = 1 / (1 + Math.exp(-odds));
                double truth = 1 / (1 + Math.exp(-odds - concept * Math.max(0, age[row])));
                labels[row] = random.nextDouble() < truth;
                row += labels[row] && random.nextDouble() < dropped ? 0 : 1;
            }
            return new Drawn(
                    ColumnTable.builder(rows)
                            .numbers("age", age)
                            .numbers("income", income)
                            .categories("home", home)
                            .build(),
                    ScoredLabels.of(scores, labels));
        }
    }
}
