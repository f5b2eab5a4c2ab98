package dev.perennial.monitoring.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProfileCodecTest {
    /* A stored profile of version 1: what it says must be readable for as long as profiles of it may lie in a store. */
    private static final String GOLDEN =
            "5053500125508074018aeb7906040102000104010100000180808080b8ae01038080808080808080a001"
                    + "b2e83b0000000000000008c00000000000e0854002020004010101010155ee02e71e064608036ee40177"
                    + "01020101040100000001808080808040030080800500000000000000d03f000000000000e83f08000101"
                    + "0000000000030201000180808080801001a693c2d8b41201808080808004030101010180808080801001"
                    + "c8beffc2dc5801808080808024";

    @Test
    void bytesOfVersionOneSayWhatTheyAlwaysSaid() {
        ProfileBuilder builder = new ProfileBuilder(layout()).rows(6);
        builder.numbers(0, new double[] {-3, 0.25, 0.5, 700, Double.NaN, Double.POSITIVE_INFINITY}, 0, 6);
        builder.category(1, "a", 2);
        builder.category(1, "rare", 1);
        builder.category(1, "näw", 1);
        builder.missing(1, 1);
        builder.absent(1, 1);
        builder.scores(new double[] {0.25, 0.75, Double.NaN}, 0, 3);
        builder.answer(0, 0.25, 0);
        builder.answer(0, 0.75, Double.NaN);
        builder.slice(0, 0.25, 1);
        SegmentProfile profile = builder.build();

        assertThat(HexFormat.of().formatHex(ProfileCodec.encode(profile))).isEqualTo(GOLDEN);
        SegmentProfile read = new ProfileCodec(layout()).decode(HexFormat.of().parseHex(GOLDEN));
        assertThat(read).isEqualTo(profile);
        assertThat(read.featureProfile()).isEqualTo(profile.featureProfile());
        assertThat(((CategoryCounts) read.feature("word").orElseThrow()).unseenCategories())
                .containsEntry("näw", 1L);
    }

    @Test
    void profilesOfAnotherLayoutAreRefused() {
        byte[] bytes = ProfileCodec.encode(new ProfileBuilder(layout()).build());
        ProfileLayout other = ProfileLayout.ofFeatures(layout().features());
        assertThatThrownBy(() -> new ProfileCodec(other).decode(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid profile of " + bytes.length
                        + " bytes: it was counted over another layout (at byte 12)");
    }

    @Test
    void damageIsRefusedAndNeverAnythingElse() {
        ProfileCodec codec = new ProfileCodec(layout());
        byte[] bytes = HexFormat.of().parseHex(GOLDEN);
        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.decode(torn)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("1 bytes after its end");
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 5_000; round++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatCode(() -> {
                        try {
                            codec.decode(flipped);
                        } catch (IllegalArgumentException refused) {
                            assertThat(refused).hasMessageStartingWith("Invalid profile of ");
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    private static ProfileLayout layout() {
        return new ProfileLayout(
                TableBins.builder()
                        .add("number", new NumericBins(List.of(0.0, 0.5, 1.5), -32))
                        .add("word", new CategoryBins(List.of("a", "b"), List.of("rare")))
                        .build(),
                new NumericBins(List.of(0.5), -40),
                List.of("champion"),
                List.of("north"));
    }
}
