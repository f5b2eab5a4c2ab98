package dev.perennial.serving.log;

import java.util.Locale;
import java.util.Optional;

/** What somebody says about a prediction. */
public enum FeedbackKind {
    /** What turned out to be true. */
    LABEL(0, Says.TRUTH),
    /** What is true after all, where something else was said before. */
    CORRECTION(1, Says.TRUTH),
    /** How good somebody finds the prediction, a number. */
    RATING(2, Says.OPINION),
    /** What somebody did with it: clicked, skipped, stayed so many seconds. */
    CLICK(3, Says.OPINION);

    private final int code;
    private final Says says;

    FeedbackKind(int code, Says says) {
        this.code = code;
        this.says = says;
    }

    /** Whether it is joined to the prediction as its label. */
    public boolean isTruth() {
        return says == Says.TRUTH;
    }

    /** The word in requests and in the log's {@code _kind} column. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that the word names. */
    public static Optional<FeedbackKind> ofWord(String word) {
        for (FeedbackKind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    int code() {
        return code;
    }

    static FeedbackKind ofCode(int code) {
        for (FeedbackKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("Invalid feedback code: " + code + ", expected 0 to 3");
    }

    private enum Says {
        TRUTH,
        OPINION
    }
}
