package dev.perennial.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleSettingsTest {
    private static final Duration WAIT = Duration.ofSeconds(1);

    @Test
    void refusesToListenWhereOthersCouldAsk() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConsoleSettings("0.0.0.0", 0, WAIT, WAIT, WAIT))
                .withMessage(
                        "Invalid console host: '0.0.0.0', expected a loopback address such as 127.0.0.1: the control"
                                + " API has no authentication yet");
    }

    @Test
    void listensOnBothKindsOfLoopback() {
        assertThat(new ConsoleSettings("::1", 0, WAIT, WAIT, WAIT).host()).isEqualTo("::1");
        assertThat(ConsoleSettings.onLoopback(0).host()).isEqualTo("127.0.0.1");
    }
}
