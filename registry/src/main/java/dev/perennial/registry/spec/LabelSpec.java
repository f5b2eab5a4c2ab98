package dev.perennial.registry.spec;

import java.time.Duration;

/** The truth that comes later: its name, its positive value, when it usually arrives and when it may be trusted. */
public record LabelSpec(String name, String positive, Duration typicalDelay, Duration matureAfter) {}
