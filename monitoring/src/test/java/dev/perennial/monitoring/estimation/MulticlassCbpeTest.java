package dev.perennial.monitoring.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MulticlassCbpeTest {
    private static final int CLASSES = 3;

    private final double[][] scores;
    private final int[] decisions;
    private final int[] labels;

    MulticlassCbpeTest() {
        int n = 6_000;
        SplittableRandom random = new SplittableRandom(8);
        scores = new double[CLASSES][n];
        decisions = new int[n];
        labels = new int[n];
        for (int row = 0; row < n; row++) {
            double sum = 0;
            for (double[] ofClass : scores) {
                ofClass[row] = -Math.log(1 - random.nextDouble());
                sum += ofClass[row];
            }
            double draw = random.nextDouble();
            labels[row] = CLASSES - 1;
            for (int label = CLASSES - 1; label >= 0; label--) {
                scores[label][row] /= sum;
            }
            double below = 0;
            for (int label = 0; label < CLASSES; label++) {
                below += scores[label][row];
                if (draw < below) {
                    labels[row] = label;
                    break;
                }
            }
        }
        for (int row = 0; row < n; row++) {
            decisions[row] = 0;
            for (int label = 1; label < CLASSES; label++) {
                decisions[row] = scores[label][row] > scores[decisions[row]][row] ? label : decisions[row];
            }
        }
    }

    @Test
    void expectsWhatLabelsShow() {
        Map<EstimatedMetric, Double> estimates =
                MulticlassCbpe.fit(scores, labels).estimate(scores, decisions);
        double right = 0;
        for (int row = 0; row < labels.length; row++) {
            right += labels[row] == decisions[row] ? 1 : 0;
        }
        assertThat(Entry.of(estimates, EstimatedMetric.ACCURACY)).isEqualTo(right / labels.length, within(0.01));
        double auc = 0;
        double f1 = 0;
        for (int label = 0; label < CLASSES; label++) {
            boolean[] is = new boolean[labels.length];
            boolean[] decided = new boolean[labels.length];
            for (int row = 0; row < labels.length; row++) {
                is[row] = labels[row] == label;
                decided[row] = decisions[row] == label;
            }
            auc += ExpectedRanking.realised(scores[label], is).orElseThrow() / CLASSES;
            f1 += SamplingErrors.cells(decided, is).f1() / CLASSES;
        }
        assertThat(Entry.of(estimates, EstimatedMetric.AUC)).isEqualTo(auc, within(0.01));
        assertThat(Entry.of(estimates, EstimatedMetric.F1)).isEqualTo(f1, within(0.01));
    }

    @Test
    void twoClassesAreTheBinaryForm() {
        Census reference = Census.reference();
        double[][] both = {new double[reference.rows()], reference.scores};
        int[] decided = new int[reference.rows()];
        int[] actual = new int[reference.rows()];
        for (int row = 0; row < decided.length; row++) {
            both[0][row] = 1 - reference.scores[row];
            decided[row] = reference.decisions[row] ? 1 : 0;
            actual[row] = reference.labels[row] ? 1 : 0;
        }
        double accuracy = Entry.of(MulticlassCbpe.fit(both, actual).estimate(both, decided), EstimatedMetric.ACCURACY);
        double binary = Entry.of(
                        Cbpe.fit(
                                        reference.scores,
                                        reference.decisions,
                                        reference.labels,
                                        Census.CHUNK,
                                        CellValues.none())
                                .estimate(reference.scores, reference.decisions),
                        CbpeMetric.ACCURACY)
                .value();
        assertThat(accuracy).isEqualTo(binary, within(1e-4));
    }

    @Test
    void answersNothingAboutNothing() {
        assertThat(MulticlassCbpe.fit(scores, labels).estimate(new double[CLASSES][0], new int[0]))
                .isEmpty();
    }
}
