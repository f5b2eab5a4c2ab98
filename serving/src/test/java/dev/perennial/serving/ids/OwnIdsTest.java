package dev.perennial.serving.ids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.ModelName;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OwnIdsTest {
    private static final ModelName MODEL = new ModelName("flights");
    private static final long MILLIS = Instant.parse("2013-03-01T00:00:00Z").toEpochMilli();

    @Test
    void areTheSameDigitsThatAnImportWrites() {
        UUID id = OwnIds.of(MODEL, "é-7", MILLIS);
        assertThat(id).hasToString("013d233f-8c00-801b-8b57-444999d58e85");
        assertThat(OwnIds.isOne(id)).isTrue();
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void tellModelsIdsAndTimesApart() {
        assertThat(OwnIds.of(new ModelName("flight"), "é-7", MILLIS)).isNotEqualTo(OwnIds.of(MODEL, "é-7", MILLIS));
        assertThat(OwnIds.of(MODEL, "é-8", MILLIS)).isNotEqualTo(OwnIds.of(MODEL, "é-7", MILLIS));
        assertThat(OwnIds.of(MODEL, "é-7", MILLIS + 1)).isNotEqualTo(OwnIds.of(MODEL, "é-7", MILLIS));
    }
}
