package dev.perennial.monitoring.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.paired.Loss;
import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentProfileTest {

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void partsInAnyOrderGroupingAndThreadsGiveTheBytesOfTheWhole(long seed) {
        Rows rows = Rows.random(seed, 3000);
        ProfileLayout layout = rows.layout();
        byte[] whole = ProfileCodec.encode(rows.profile(layout, 0, 3000));
        List<Integer> starts = new ArrayList<>(
                IntStream.range(0, 30).mapToObj(part -> part * 100).toList());
        Collections.shuffle(starts, new Random(seed));

        ProfileBuilder oneByOne = new ProfileBuilder(layout);
        starts.forEach(start -> oneByOne.add(rows.profile(layout, start, start + 100)));
        assertThat(ProfileCodec.encode(oneByOne.build())).isEqualTo(whole);

        ProfileCodec codec = new ProfileCodec(layout);
        List<SegmentProfile> groups = new ArrayList<>();
        for (int group = 0; group < 30; group += 7) {
            groups.add(SegmentProfile.sum(
                    layout,
                    starts.subList(group, Math.min(30, group + 7)).stream()
                            .map(start -> codec.decode(ProfileCodec.encode(rows.profile(layout, start, start + 100))))
                            .toList()));
        }
        assertThat(ProfileCodec.encode(SegmentProfile.sum(layout, groups))).isEqualTo(whole);

        ConcurrentLinkedQueue<SegmentProfile> byThreads = new ConcurrentLinkedQueue<>();
        starts.parallelStream().forEach(start -> byThreads.add(rows.profile(layout, start, start + 100)));
        assertThat(ProfileCodec.encode(SegmentProfile.sum(layout, byThreads))).isEqualTo(whole);
        assertThat(SegmentProfile.sum(layout, byThreads)).isEqualTo(codec.decode(whole));
    }

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void distancesReadWhatTheSlowProfileCounts(long seed) {
        Rows rows = Rows.random(seed, 2500);
        ProfileLayout layout = rows.layout();
        SegmentProfile profile = rows.profile(layout, 0, 2500);

        assertThat(profile.featureProfile())
                .isEqualTo(TableProfile.builder(layout.features())
                        .numeric("number", rows.numbers)
                        .category("word", rows.words)
                        .build());
        NumberCounts numbers = (NumberCounts) profile.feature("number").orElseThrow();
        double[] finite =
                Arrays.stream(rows.numbers).filter(Double::isFinite).sorted().toArray();
        for (int bin = 0; bin < numbers.bins().size(); bin++) {
            int wanted = bin;
            assertThat(numbers.count(bin))
                    .isEqualTo(Arrays.stream(finite)
                            .filter(value -> numbers.bins().bin(value) == wanted)
                            .count());
        }
        assertThat(numbers.min()).hasValue(finite[0]);
        assertThat(numbers.max()).hasValue(finite[finite.length - 1]);
        BigInteger squares = Arrays.stream(finite)
                .mapToObj(value -> BigInteger.valueOf(numbers.bins().quanta(value)))
                .map(quanta -> quanta.multiply(quanta))
                .reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(numbers.profile().sumOfSquares()).isEqualTo(squares);
    }

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void valuesCountedByDictionaryAreValuesCountedOneByOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] dictionary = {-0.0, 3e300, Double.NaN, Double.NEGATIVE_INFINITY, -17.25, 1e-320, 5, -4e18};
        NumericBins bins = NumericBins.of(random.doubles(1000, -20, 20).toArray());
        NumberCounter oneByOne = new NumberCounter(bins);
        NumberCounter byDictionary = new NumberCounter(bins);
        for (double value : dictionary) {
            int times = random.nextInt(3000);
            double[] repeated = new double[times];
            Arrays.fill(repeated, value);
            oneByOne.add(repeated, 0, times);
            byDictionary.add(value, times);
        }
        assertThat(byDictionary.freeze().profile()).isEqualTo(oneByOne.freeze().profile());
        assertThat(byDictionary.freeze().min()).isEqualTo(oneByOne.freeze().min());
    }

    @Test
    void answersAreCountedByArmAndLabelWithTheirLosses() {
        ProfileLayout layout = layoutOfScores();
        ProfileBuilder builder = new ProfileBuilder(layout);
        builder.rows(5);
        builder.answer(0, 0.8, 1);
        builder.answer(0, 0.3, 0);
        builder.answer(0, 0.9, Double.NaN);
        builder.answer(1, 0.0, 1);
        builder.answer(1, Double.NaN, 1);
        builder.slice(0, 0.8, 1);
        builder.slice(0, 3);
        SegmentProfile profile = builder.build();

        OutcomeSums champion = profile.answers("champion").orElseThrow().sums();
        assertThat(champion.rows()).isEqualTo(3);
        assertThat(champion.judged()).isEqualTo(2);
        assertThat(champion.positives()).isEqualTo(1);
        assertThat(champion.logLoss().orElseThrow())
                .isCloseTo((Loss.LOG_LOSS.of(0.8, true) + Loss.LOG_LOSS.of(0.3, false)) / 2, within(1e-11));
        assertThat(champion.brier().orElseThrow()).isCloseTo((0.04 + 0.09) / 2, within(1e-11));
        assertThat(profile.answers("champion").orElseThrow().histogram(Outcome.UNLABELLED))
                .containsExactly(0L, 1L);
        assertThat(profile.answers("canary").orElseThrow().histogram(Outcome.POSITIVE))
                .containsExactly(1L, 0L);
        assertThat(profile.answers("canary").orElseThrow().sums().logLoss().orElseThrow())
                .isCloseTo(Loss.LOG_LOSS.of(0, true), within(1e-9));
        assertThat(profile.slice("north").orElseThrow().rows()).isEqualTo(4);
        assertThat(profile.slice("north").orElseThrow().judged()).isEqualTo(1);
        assertThat(profile.answers("nobody")).isEmpty();
    }

    @Test
    void rareUnseenMissingAndAbsentAreToldApart() {
        CategoryBins bins = CategoryBins.of(new String[] {"a", "a", "b", "b", "c"}, 2);
        ProfileLayout layout =
                ProfileLayout.ofFeatures(TableBins.builder().add("word", bins).build());
        ProfileBuilder builder = new ProfileBuilder(layout);
        builder.add(ColumnTable.builder(5)
                .add("word", CategoryColumn.of(new @Nullable String[] {"a", "c", "new", null, "x".repeat(500)}))
                .build());
        builder.add(ColumnTable.builder(2)
                .add("another", new NumberColumn(new double[2]))
                .build());
        CategoryCounts counts = (CategoryCounts) builder.build().feature("word").orElseThrow();
        assertThat(counts.count(0)).isEqualTo(1);
        assertThat(counts.other()).isEqualTo(1);
        assertThat(counts.unseen()).isEqualTo(2);
        assertThat(counts.missing()).isEqualTo(1);
        assertThat(counts.absent()).isEqualTo(2);
        assertThat(counts.unseenCategories()).containsOnlyKeys("new", "x".repeat(UnseenSample.LONGEST_NAME));
        assertThat(counts.unseenDistinct()).isEqualTo(2);
        assertThat(counts.profile().missing()).isEqualTo(3);
        assertThat(counts.profile().unexpected()).isEqualTo(3);
    }

    @Test
    void namesOfUnseenCategoriesAreCutBetweenCharactersAndFitUtf8() {
        CategoryBins bins = CategoryBins.of(new String[] {"a"}, 2);
        ProfileBuilder builder = new ProfileBuilder(
                ProfileLayout.ofFeatures(TableBins.builder().add("word", bins).build()));
        builder.add(ColumnTable.builder(2)
                .add("word", CategoryColumn.of(new String[] {"x" + "\ud83d\ude00".repeat(80), "\ud83d"}))
                .build());
        CategoryCounts counts = (CategoryCounts) builder.build().feature("word").orElseThrow();
        assertThat(counts.unseenCategories()).containsOnlyKeys("x" + "\ud83d\ude00".repeat(49), "\ufffd");
    }

    @Test
    void tenThousandNewCategoriesCostAFewNamesAndAnEstimate() {
        ProfileLayout layout = ProfileLayout.ofFeatures(
                TableBins.builder().category("word", new String[] {"a"}).build());
        ProfileBuilder builder = new ProfileBuilder(layout).rows(20_000);
        for (int word = 0; word < 10_000; word++) {
            builder.category(0, "new " + word, 2);
        }
        CategoryCounts counts = (CategoryCounts) builder.build().feature("word").orElseThrow();
        assertThat(counts.unseen()).isEqualTo(20_000);
        assertThat(counts.unseenCategories()).hasSize(UnseenSample.MOST);
        assertThat(counts.unseenCategories().values()).containsOnly(2L);
        assertThat(counts.unseenDistinct()).isBetween(5_000L, 20_000L);
        assertThat(ProfileCodec.encode(builder.build()).length).isLessThan(1_500);
    }

    @Test
    void refusesFeaturesWithFewerRowsThanAnnounced() {
        ProfileBuilder builder = new ProfileBuilder(Rows.random(1, 100).layout()).rows(3);
        builder.missing(0, 3);
        builder.missing(1, 2);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid profile: feature word was given 2 rows, 3 were announced");
    }

    private static ProfileLayout layoutOfScores() {
        return new ProfileLayout(
                TableBins.builder().build(),
                new NumericBins(List.of(0.5), -40),
                List.of("champion", "canary"),
                List.of("north"));
    }

    /** Rows of a number, a word and an answer, with everything that a gateway might log. */
    static final class Rows {
        final double[] numbers;
        final String[] words;
        final double[] scores;
        final double[] labels;

        private Rows(int size) {
            numbers = new double[size];
            words = new String[size];
            scores = new double[size];
            labels = new double[size];
        }

        static Rows random(long seed, int size) {
            SplittableRandom random = new SplittableRandom(seed);
            Rows rows = new Rows(size);
            for (int row = 0; row < size; row++) {
                rows.numbers[row] = random.nextInt(10) == 0 ? Double.NaN : Math.exp(10 * random.nextDouble() - 5);
                rows.words[row] = random.nextInt(10) == 0 ? null : "c" + (int) Math.exp(7 * random.nextDouble());
                rows.scores[row] = random.nextDouble();
                rows.labels[row] = random.nextInt(4) == 0 ? Double.NaN : random.nextInt(2);
            }
            rows.numbers[3] = Double.POSITIVE_INFINITY;
            rows.numbers[4] = 1e308;
            rows.numbers[5] = -0.0;
            rows.numbers[6] = Double.MIN_VALUE;
            rows.numbers[7] = -9_007_199_254_740_994.0;
            rows.numbers[8] = -1e200;
            return rows;
        }

        /* Cut from the first half, so that the second holds what the reference does not. */
        ProfileLayout layout() {
            int half = numbers.length / 2;
            return new ProfileLayout(
                    TableBins.builder()
                            .numeric("number", Arrays.copyOf(numbers, half))
                            .category("word", Arrays.copyOf(words, half))
                            .build(),
                    NumericBins.of(Arrays.copyOf(scores, half)),
                    List.of("champion", "canary"),
                    List.of("north"));
        }

        SegmentProfile profile(ProfileLayout layout, int from, int to) {
            ProfileBuilder builder = new ProfileBuilder(layout)
                    .add(ColumnTable.builder(to - from)
                            .numbers("number", Arrays.copyOfRange(numbers, from, to))
                            .categories("word", Arrays.copyOfRange(words, from, to))
                            .build());
            builder.scores(scores, from, to);
            for (int row = from; row < to; row++) {
                builder.answer(row % 2, scores[row], labels[row]);
                if (row % 3 == 0) {
                    builder.slice(0, scores[row], labels[row]);
                }
            }
            return builder.build();
        }
    }
}
