package dev.perennial.workflows.alert;

import java.util.Optional;

/** An alert as its workflow sees it. */
public record AlertStatus(String id, AlertProgress progress, Optional<AlertOutcome> outcome) {}
