package dev.perennial.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class SharedFilesTest {
    @Test
    void skipsTheTestThatNeedsAnAbsentFileAndNamesIt() {
        assertThatThrownBy(() -> SharedFiles.oracle("of-delphi.json"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("shared/oracles/of-delphi.json, which does not exist");
    }

    @Test
    void seedsAreFixedAndDistinct() {
        assertThat(Seeds.many().distinct().count()).isEqualTo(100);
        assertThat(Seeds.few().toArray()).isEqualTo(Seeds.few().toArray());
    }
}
