package dev.perennial.serving.ids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionIdsTest {
    private static final PredictionKey KEY = PredictionKey.ofSecret("a secret of enough length");
    private static final Instant TIME = Instant.parse("2013-03-01T10:05:00.123Z");
    private final PredictionIds ids = new PredictionIds(KEY, new ModelName("flight-delay"));

    @Test
    void hashesAsTheReferenceImplementationDoes() {
        // Appendix A of the SipHash paper: key 00..0f, message 00..0e.
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertThat(hash.of(new long[] {0x0706050403020100L}, 0x0e0d0c0b0a0908L, 15))
                .isEqualTo(0xa129ca6149be45e5L);
    }

    @Test
    void isAVersion7UuidThatCarriesTheEventTime() {
        UUID id = ids.next(TIME);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(ids.eventTime(id)).contains(TIME);
        assertThat(ids.eventTime(id.toString())).contains(TIME);
        assertThat(ids.eventTime(id.toString().toUpperCase(java.util.Locale.ROOT)))
                .isEmpty();
    }

    @Test
    void neverRepeatsWithinOneMillisecond() {
        Set<UUID> seen = new HashSet<>();
        for (int draw = 0; draw < 200_000; draw++) {
            assertThat(seen.add(ids.next(TIME))).isTrue();
        }
    }

    @Test
    void refusesEveryChangedBitAnotherModelAndAnotherKey() {
        UUID id = ids.next(TIME);
        for (int bit = 0; bit < 64; bit++) {
            assertThat(ids.eventTime(new UUID(id.getMostSignificantBits() ^ (1L << bit), id.getLeastSignificantBits())))
                    .isEmpty();
            assertThat(ids.eventTime(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ (1L << bit))))
                    .isEmpty();
        }
        assertThat(new PredictionIds(KEY, new ModelName("other")).eventTime(id)).isEmpty();
        assertThat(new PredictionIds(PredictionKey.ofSecret("another secret of length"), new ModelName("flight-delay"))
                        .eventTime(id))
                .isEmpty();
        assertThat(new PredictionIds(KEY, new ModelName("flight-delay")).eventTime(id))
                .contains(TIME);
    }

    @Test
    void refusesTextThatIsNoCanonicalUuid() {
        SplittableRandom random = new SplittableRandom(7);
        String id = ids.next(TIME).toString();
        assertThat(ids.eventTime("1-1-1-1-1")).isEmpty();
        assertThat(ids.eventTime("")).isEmpty();
        for (int trial = 0; trial < 1000; trial++) {
            char[] mangled = id.toCharArray();
            mangled[random.nextInt(mangled.length)] = (char) random.nextInt(1, 300);
            String text = new String(mangled);
            assertThat(ids.eventTime(text).isPresent()).isEqualTo(text.equals(id));
        }
    }

    @Test
    void keepsTheKeyThatItCreatedInAFile(@TempDir Path directory) {
        Path file = directory.resolve("prediction.key");
        UUID id = new PredictionIds(PredictionKey.ofFile(file), new ModelName("m")).next(TIME);
        assertThat(new PredictionIds(PredictionKey.ofFile(file), new ModelName("m")).eventTime(id))
                .contains(TIME);
        assertThat(PredictionKey.ofFile(file)).hasToString("PredictionKey[***]");
    }
}
