package dev.perennial.scoring;

/** Whether a row may come without a feature. */
public enum Presence {
    /** A row without it is refused where rows enter the system. */
    REQUIRED,
    /** Its absence is ordinary and models learn from it. */
    OPTIONAL
}
