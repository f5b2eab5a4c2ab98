package dev.perennial.monitoring.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.monitoring.JsonRoundTrip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TableProfileTest {

    @ParameterizedTest
    @MethodSource("dev.perennial.testing.Seeds#few")
    void sevenChunksInAnyOrderGiveTheBitsOfTheWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 700;
        double[] numbers = new double[n];
        String[] words = new String[n];
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = random.nextInt(10) == 0 ? Double.NaN : Math.exp(10 * random.nextDouble() - 5);
            words[i] = random.nextInt(10) == 0 ? null : "c" + random.nextInt(100);
            scores[i] = random.nextDouble();
        }
        numbers[3] = Double.POSITIVE_INFINITY;
        numbers[4] = 1e308;
        numbers[5] = -0.0;
        numbers[6] = Double.MIN_VALUE;
        TableBins bins = TableBins.builder()
                .numeric("number", numbers)
                .category("word", words)
                .score(scores)
                .build();
        TableProfile whole = profile(bins, numbers, words, scores, 0, n);
        List<TableProfile> parts = new ArrayList<>();
        for (int part = 0; part < 7; part++) {
            parts.add(profile(bins, numbers, words, scores, part * 100, part * 100 + 100));
        }
        Collections.shuffle(parts, new Random(seed));
        TableProfile merged = TableProfile.empty(bins);
        for (TableProfile part : parts) {
            merged = part.merge(merged);
        }
        assertThat(merged).isEqualTo(whole);
        assertThat(JsonRoundTrip.of(merged, TableProfile.class)).isEqualTo(JsonRoundTrip.of(whole, TableProfile.class));
        JsonRoundTrip.of(bins, TableBins.class);
        assertThat(whole.column("number").orElseThrow().missing())
                .isEqualTo(Arrays.stream(numbers).filter(Double::isNaN).count());
        assertThat(whole.column("number").orElseThrow().unexpected()).isEqualTo(1);
        assertThat(whole.column("word").orElseThrow().unexpected()).isPositive();
    }

    @Test
    void binsAreOfEqualDepthAndOpen() {
        double[] reference = new SplittableRandom(1).doubles(2000).toArray();
        NumericBins bins = NumericBins.of(reference);
        assertThat(bins.size()).isEqualTo(20);
        assertThat(NumericProfile.of(bins, reference).counts()).containsOnly(100L);
        assertThat(bins.pointMasses()).isFalse();
        assertThat(NumericProfile.of(bins, new double[] {-1e300, 1e300}).counts())
                .startsWith(1L)
                .endsWith(1L);
    }

    @Test
    void aValueThatHoldsABinsShareGetsItsOwn() {
        double[] zeroInflated = new double[1000];
        for (int i = 0; i < 300; i++) {
            zeroInflated[i] = i + 1;
        }
        NumericBins bins = NumericBins.of(zeroInflated);
        assertThat(bins.pointMasses()).isTrue();
        List<Long> counts = NumericProfile.of(bins, zeroInflated).counts();
        assertThat(counts.get(bins.bin(0))).isEqualTo(700);
        assertThat(counts.get(bins.bin(-1))).isZero();
        assertThat(counts.get(bins.bin(150))).isBetween(45L, 55L);
    }

    @Test
    void aConstantColumnHasBelowAtAndAbove() {
        double[] constant = new double[50];
        Arrays.fill(constant, 7);
        NumericBins bins = NumericBins.of(constant);
        assertThat(NumericProfile.of(bins, constant).counts()).containsExactly(0L, 50L, 0L);
        assertThat(bins.bin(6.999)).isZero();
        assertThat(bins.bin(7.001)).isEqualTo(2);
    }

    @Test
    void fewDistinctValuesAreEachABin() {
        double[] three = new double[90];
        for (int i = 0; i < 90; i++) {
            three[i] = i % 3;
        }
        NumericBins bins = NumericBins.of(three);
        NumericProfile profile = NumericProfile.of(bins, three);
        assertThat(profile.counts().stream().filter(count -> count > 0)).containsExactly(30L, 30L, 30L);
        JsonRoundTrip.of(profile, ColumnProfile.class);
    }

    @Test
    void aReferenceWithoutValuesStillCounts() {
        double[] nothing = {Double.NaN, Double.NaN};
        NumericProfile profile = NumericProfile.of(NumericBins.of(nothing), new double[] {1, Double.NaN});
        assertThat(profile.counts()).containsExactly(1L);
        assertThat(profile.missing()).isEqualTo(1);
        assertThat(NumericProfile.of(NumericBins.of(nothing), nothing).mean()).isEmpty();
    }

    @Test
    void momentsAreThoseOfTheValues() {
        double[] values = new SplittableRandom(2).doubles(1000, -50, 80).toArray();
        NumericProfile profile = NumericProfile.of(NumericBins.of(values), values);
        double mean = Arrays.stream(values).sum() / 1000;
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / 1000;
        assertThat(profile.mean().orElseThrow()).isCloseTo(mean, within(1e-9));
        assertThat(profile.standardDeviation().orElseThrow()).isCloseTo(Math.sqrt(variance), within(1e-9));
    }

    @Test
    void theMostFrequentCategoriesAreNamedAndTiesGoByName() {
        CategoryBins bins = CategoryBins.of(new String[] {"c", "b", "a", "c", "d", null}, 3);
        assertThat(bins.categories()).containsExactly("a", "b", "c");
        CategoryProfile profile = CategoryProfile.of(bins, new String[] {"a", "new", null, "d", "c"});
        assertThat(profile.counts()).containsExactly(1L, 0L, 1L);
        assertThat(profile.unexpected()).isEqualTo(2);
        assertThat(profile.missing()).isEqualTo(1);
        assertThat(profile.rows()).isEqualTo(5);
    }

    @Test
    void refusesToMergeOverOtherBins() {
        NumericProfile one = NumericProfile.of(NumericBins.of(new double[] {1, 2, 3}), new double[] {1});
        NumericProfile other = NumericProfile.of(NumericBins.of(new double[] {4, 5, 6}), new double[] {1});
        assertThatThrownBy(() -> one.merge(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot merge numeric profiles: their cut points differ");
    }

    @Test
    void refusesColumnsOfDifferentLengths() {
        TableBins bins = TableBins.builder()
                .numeric("a", new double[] {1})
                .numeric("b", new double[] {1})
                .build();
        assertThatThrownBy(() ->
                        TableProfile.builder(bins).numeric("a", new double[2]).numeric("b", new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid column b: 3 rows, expected 2");
    }

    private static TableProfile profile(
            TableBins bins, double[] numbers, String[] words, double[] scores, int from, int to) {
        return TableProfile.builder(bins)
                .numeric("number", Arrays.copyOfRange(numbers, from, to))
                .category("word", Arrays.copyOfRange(words, from, to))
                .score(Arrays.copyOfRange(scores, from, to))
                .build();
    }
}
