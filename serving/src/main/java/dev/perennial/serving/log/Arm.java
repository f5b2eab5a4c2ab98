package dev.perennial.serving.log;

import java.util.Locale;

/** Which part of the traffic a prediction belongs to. */
public enum Arm {
    /** Answered by the champion. */
    CHAMPION(0),
    /** Answered by the challenger of the traffic plan. */
    CANARY(1),
    /** Answered by the model's constant, because no version could answer. */
    FALLBACK(2),
    /** Answered by the version that the caller asked for by number; not part of any plan's split. */
    PINNED(3),
    /** Made by another server, and only told to this one. */
    EXTERNAL(4);

    private final int code;

    Arm(int code) {
        this.code = code;
    }

    /** The word in answers and in the log's {@code _arm} column. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    int code() {
        return code;
    }

    static Arm ofCode(int code) {
        return switch (code) {
            case 0 -> CHAMPION;
            case 1 -> CANARY;
            case 2 -> FALLBACK;
            case 3 -> PINNED;
            case 4 -> EXTERNAL;
            default -> throw new IllegalArgumentException("Invalid arm code: " + code + ", expected 0 to 4");
        };
    }
}
