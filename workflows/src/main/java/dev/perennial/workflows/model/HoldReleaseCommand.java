package dev.perennial.workflows.model;

import dev.perennial.registry.Actor;

/** A person's permission to retrain and roll out again. */
public record HoldReleaseCommand(String commandId, String reason, Actor actor) {}
