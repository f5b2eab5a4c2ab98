package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.distance.PopulationStabilityIndex;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.integrity.IntegrityFinding;
import dev.perennial.monitoring.integrity.IntegrityProfile;
import dev.perennial.monitoring.integrity.ValueFinding;
import dev.perennial.monitoring.integrity.WindowFacts;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all rows: order and partition change nothing, more of a fault never says less of it. */
class BadInputPropertiesTest {
    private static final Rows CLEAN = new Rows(1, 3000);
    private static final Looked.Reference REFERENCE = Looked.Reference.of(CLEAN.table(), CLEAN.times);

    /** Columns on which a rank test of continuous values would be wrong. */
    private enum Awkward {
        MOSTLY_ZERO,
        THREE_VALUES,
        ALL_TIES;

        private double draw(SplittableRandom random) {
            return switch (this) {
                case MOSTLY_ZERO -> random.nextDouble() < 0.99 ? 0 : random.nextDouble();
                case THREE_VALUES -> Math.floor(3 * random.nextDouble() * random.nextDouble());
                case ALL_TIES -> 4;
            };
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6})
    void orderPartsAndThreadsGiveTheSameReport(long seed) throws ExecutionException, InterruptedException {
        Rows rows = spoilt(seed, 1400);
        String whole = digest(REFERENCE.at(rows.table(), rows.times));
        assertThat(digest(REFERENCE.at(rows.table(), rows.times))).isEqualTo(whole);

        List<Integer> order =
                new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int[] permuted = order.stream().mapToInt(Integer::intValue).toArray();
        assertThat(digest(REFERENCE.at(rows.table().select(permuted), select(rows.times, permuted))))
                .isEqualTo(whole);

        for (int threads : new int[] {1, 8}) {
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            try {
                List<Future<IntegrityProfile>> profiles = new ArrayList<>();
                List<Future<TableProfile>> counts = new ArrayList<>();
                for (int part = 0; part < 7; part++) {
                    int[] chunk = Arrays.copyOfRange(permuted, part * 200, (part + 1) * 200);
                    profiles.add(pool.submit(() -> IntegrityProfile.of(
                            REFERENCE.frame(), rows.table().select(chunk), select(rows.times, chunk))));
                    counts.add(pool.submit(
                            () -> Looked.profile(REFERENCE.bins(), rows.table().select(chunk))));
                }
                Collections.shuffle(profiles, new Random(seed + threads));
                IntegrityProfile merged = IntegrityProfile.empty();
                TableProfile added = TableProfile.empty(REFERENCE.bins());
                for (int part = 0; part < 7; part++) {
                    merged = merged.merge(profiles.get(part).get());
                    added = added.merge(counts.get(6 - part).get());
                }
                assertThat(digest(REFERENCE.at(merged, added, WindowFacts.none())))
                        .isEqualTo(whole);
            } finally {
                pool.shutdown();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void moreOfAFaultIsNeverLess(long seed) {
        double missing = 0;
        double unseen = 0;
        double shift = 0;
        for (int step = 1; step <= 8; step++) {
            int affected = 40 * step;
            Rows rows = new Rows(seed, 600);
            Arrays.fill(rows.x, 0, affected, Double.NaN);
            Arrays.fill(rows.category, 0, affected, "new");
            Looked looked = REFERENCE.at(rows.table(), rows.times);
            double missingNow = share(looked, ValueFinding.MissingChanged.class, found -> found.current());
            double unseenNow = share(looked, ValueFinding.NewCategories.class, found -> found.share());
            assertThat(missingNow).isGreaterThan(missing);
            assertThat(unseenNow).isGreaterThan(unseen);
            missing = missingNow;
            unseen = unseenNow;

            double by = 2.0 * step;
            TableProfile moved = Looked.profile(
                    REFERENCE.bins(), new Rows(seed, 600).numbers(x -> x + by).table());
            double index = PopulationStabilityIndex.of(
                            REFERENCE.profile().column("x").orElseThrow(),
                            moved.column("x").orElseThrow())
                    .value();
            assertThat(index).isGreaterThan(shift);
            shift = index;
        }
    }

    @ParameterizedTest
    @EnumSource(Awkward.class)
    void awkwardColumnsAlarmNoMoreOftenThanStated(Awkward column) {
        DriftPolicy noFloors = new DriftPolicy(0, 0, 0, 0, 0.05, 50);
        SplittableRandom random = new SplittableRandom(column.name().length());
        int windows = 2000;
        int alarms = 0;
        for (int window = 0; window < windows; window++) {
            double[] reference = random(random, column, 2000);
            TableBins bins = TableBins.builder().numeric("x", reference).build();
            TableProfile before =
                    TableProfile.builder(bins).numeric("x", reference).build();
            TableProfile after = TableProfile.builder(bins)
                    .numeric("x", random(random, column, 400))
                    .build();
            alarms += DriftAssessment.assess(before, after, noFloors).drifted().size();
        }
        assertThat(alarms / (double) windows).isLessThanOrEqualTo(1.5 * noFloors.falseAlarmRate());
    }

    private static double[] random(SplittableRandom random, Awkward column, int rows) {
        double[] values = new double[rows];
        Arrays.setAll(values, row -> column.draw(random));
        return values;
    }

    private static <T extends IntegrityFinding> double share(Looked looked, Class<T> kind, ToDoubleFunction<T> share) {
        return looked.integrity().findings().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .mapToDouble(share)
                .sum();
    }

    private static Rows spoilt(long seed, int size) {
        Rows rows = new Rows(seed, size);
        rows.x[3] = Double.NaN;
        rows.x[4] = Double.POSITIVE_INFINITY;
        rows.x[5] = -1e308;
        rows.x[6] = -0.0;
        Arrays.fill(rows.category, 10, 200, "ALPHA");
        for (int row = 200; row < 400; row++) {
            rows.category[row] = "new " + row;
        }
        rows.fixed[9] = 1;
        return rows;
    }

    private static long[] select(long[] values, int[] rows) {
        return Arrays.stream(rows).mapToLong(row -> values[row]).toArray();
    }

    private static String digest(Looked looked) {
        Reports.requireFinite(looked.integrity());
        Reports.requireFinite(looked.drift());
        return Reports.digest(looked.integrity(), looked.drift());
    }
}
