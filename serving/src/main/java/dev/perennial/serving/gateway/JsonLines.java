package dev.perennial.serving.gateway;

/** The lines of a body that hold something, by their place. */
final class JsonLines {
    private JsonLines() {}

    /** Hands over every line that is not blank; blank ones are passed over, and counted. */
    static void each(byte[] body, Line use) {
        int start = 0;
        int number = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            if (!isBlank(body, start, end)) {
                use.line(number, start, end);
            }
            number++;
            start = end + 1;
        }
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int at = start; at < end; at++) {
            if (body[at] != ' ' && body[at] != '\r' && body[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Takes the line with this number, from 0, which lies in [start, end). */
    interface Line {
        void line(int number, int start, int end);
    }
}
