package dev.perennial.monitoring.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.table.ColumnTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoostedTreesTest {
    private static final int ROWS = 4_000;

    private final double[] age = new double[ROWS];
    private final String[] group = new String[ROWS];
    private final double[] target = new double[ROWS];

    BoostedTreesTest() {
        SplittableRandom random = new SplittableRandom(5);
        for (int row = 0; row < ROWS; row++) {
            age[row] = random.nextInt(10) == 0 ? Double.NaN : random.nextInt(1_000);
            group[row] = "g" + random.nextInt(20);
            target[row] = (Double.isNaN(age[row]) ? 3 : age[row] < 300 ? 0 : 1) * (evenGroup(row) ? 1 : -1);
        }
    }

    private boolean evenGroup(int row) {
        return Integer.parseInt(group[row].substring(1)) % 2 == 0;
    }

    private ColumnTable table() {
        return ColumnTable.builder(ROWS)
                .numbers("age", age)
                .categories("group", group)
                .build();
    }

    @Test
    void learnsNumbersCategoriesAndMissingValuesTogether() {
        BinnedRows rows = Binning.of(table()).bin(table());
        LearningTask task = LearningTask.of(rows, BoostingLoss.SQUARED, target);
        CrossFit fit = CrossFit.of(task, Folds.of(rows, target, 5, 1), BoostingOptions.forRows(ROWS));
        double[] predicted = fit.outOfFold();
        double squared = IntStream.range(0, ROWS)
                .mapToDouble(row -> Math.pow(predicted[row] - target[row], 2))
                .average()
                .orElseThrow();
        assertThat(Math.sqrt(squared)).isLessThan(0.12);
    }

    @Test
    void isTheSameModelForShuffledRows() {
        long[] keys = new SplittableRandom(9).longs(ROWS).toArray();
        int[] rows = IntStream.range(0, ROWS)
                .boxed()
                .sorted(Comparator.comparingLong(row -> keys[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] labels = new double[ROWS];
        double[] moved = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            labels[row] = target[row] > 0 ? 1 : 0;
        }
        for (int row = 0; row < ROWS; row++) {
            moved[row] = labels[rows[row]];
        }
        double[] here = Arrays.stream(outOfFold(table(), labels)).sorted().toArray();
        double[] there =
                Arrays.stream(outOfFold(table().select(rows), moved)).sorted().toArray();
        assertThat(there).containsExactly(here, within(1e-12));
    }

    private static double[] outOfFold(ColumnTable table, double[] labels) {
        BinnedRows rows = Binning.of(table).bin(table);
        LearningTask task = LearningTask.of(rows, BoostingLoss.LOGISTIC, labels);
        return CrossFit.ofFixedRounds(
                        task,
                        Folds.of(rows, labels, 3, 2),
                        BoostingOptions.forRows(ROWS).withRounds(10))
                .outOfFold();
    }

    @Test
    void addsHardlyAnythingWhereThereIsNothingToLearn() {
        SplittableRandom random = new SplittableRandom(11);
        double[] coin =
                IntStream.range(0, ROWS).mapToDouble(row -> random.nextInt(2)).toArray();
        BinnedRows rows = Binning.of(table()).bin(table());
        CrossFit fit = CrossFit.of(
                LearningTask.of(rows, BoostingLoss.LOGISTIC, coin),
                Folds.of(rows, coin, 5, 1),
                BoostingOptions.forRows(ROWS));
        assertThat(fit.rounds()).isLessThan(5);
    }

    @Test
    void answersForRowsItCouldNotKnow() {
        BinnedRows rows = Binning.of(table()).bin(table());
        BoostedTrees trees = BoostedTrees.fit(
                LearningTask.of(rows, BoostingLoss.SQUARED, target),
                BoostingOptions.forRows(ROWS).withRounds(20));
        ColumnTable strange = ColumnTable.builder(3)
                .numbers("age", new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN})
                .categories("group", new String[] {"new", null, "newer"})
                .build();
        ColumnTable without = ColumnTable.builder(3).build();
        Binning binning = Binning.of(table());
        assertThat(trees.predict(binning.bin(strange), new double[3])).doesNotContain(Double.NaN);
        assertThat(trees.predict(binning.bin(without), new double[3])).doesNotContain(Double.NaN);
    }

    @Test
    void foldsSpreadEqualRowsEvenly() {
        BinnedRows rows = Binning.of(table()).bin(ColumnTable.builder(90).build());
        double[] labels = IntStream.range(0, 90).mapToDouble(row -> row % 2).toArray();
        Folds folds = Folds.of(rows, labels, 3, 4);
        for (int fold = 0; fold < 3; fold++) {
            assertThat(folds.inside(fold)).hasSize(30);
            assertThat(IntStream.of(folds.inside(fold))
                            .mapToDouble(row -> labels[row])
                            .sum())
                    .isEqualTo(15);
        }
    }
}
