package dev.perennial.serving.gateway;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The place of a request in a distributed trace, as W3C Trace Context's {@code traceparent} carries it.
 *
 * @param traceId 32 hexadecimal digits
 * @param parentId the caller's span, 16 hexadecimal digits
 * @param spanId the gateway's own span
 * @param flags 2 hexadecimal digits
 */
record TraceContext(String traceId, String parentId, String spanId, String flags) {
    private static final int LENGTH = 55;
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    /** A span of the gateway below the caller's; null if the header is not one, which the standard says to ignore. */
    static @Nullable TraceContext below(String header) {
        boolean fits = header.length() >= LENGTH
                && header.charAt(2) == '-'
                && header.charAt(35) == '-'
                && header.charAt(52) == '-'
                && isHex(header, 0, 2)
                && isHex(header, 3, 35)
                && isHex(header, 36, 52)
                && isHex(header, 53, 55);
        if (!fits || header.startsWith("ff")) {
            return null;
        }
        // Only later versions of the standard may say more after the flags.
        boolean longer = header.length() > LENGTH;
        if (longer && (header.startsWith("00") || header.charAt(LENGTH) != '-')) {
            return null;
        }
        String trace = header.substring(3, 35);
        String parent = header.substring(36, 52);
        if (trace.equals(NO_TRACE) || parent.equals(NO_SPAN)) {
            return null;
        }
        return new TraceContext(trace, parent, newSpan(), header.substring(53, 55));
    }

    private static String newSpan() {
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        String digits = Long.toHexString(id);
        return NO_SPAN.substring(digits.length()) + digits;
    }

    private static boolean isHex(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            char letter = text.charAt(at);
            if (!((letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    /** The header that hands the trace on, with the gateway's span as the parent. */
    String traceparent() {
        return "00-" + traceId + '-' + spanId + '-' + flags;
    }
}
