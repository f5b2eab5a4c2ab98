package dev.perennial.serving.gateway;

/** Which requests the access log tells of. */
public enum AccessLevel {
    /** None. */
    OFF,
    /** Those that were refused or failed. */
    ERRORS,
    /** Every one. */
    ALL
}
