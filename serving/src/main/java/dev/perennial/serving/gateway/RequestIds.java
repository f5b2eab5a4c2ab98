package dev.perennial.serving.gateway;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Names for requests by which an answer, a line of the access log and the client's own log are found together. Thread-safe. */
final class RequestIds {
    private static final int LONGEST = 128;
    private static final String PUNCTUATION = "-_.:/+=@";

    private final String prefix = Long.toHexString(ThreadLocalRandom.current().nextLong() >>> 32) + '-';
    private final AtomicLong next = new AtomicLong();

    /** The client's own id if it is a fit one, or else a new one. */
    String of(@Nullable String given) {
        return given != null && isFit(given) ? given : prefix + Long.toHexString(next.incrementAndGet());
    }

    /** Whether an id may be repeated in headers and log lines: what could be mistaken for something else may not. */
    static boolean isFit(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int at = 0; at < id.length(); at++) {
            char letter = id.charAt(at);
            boolean fits = (letter >= 'a' && letter <= 'z')
                    || (letter >= 'A' && letter <= 'Z')
                    || (letter >= '0' && letter <= '9')
                    || PUNCTUATION.indexOf(letter) >= 0;
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
