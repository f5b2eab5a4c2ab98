package dev.perennial.workflows.model;

import dev.perennial.registry.Actor;
import java.util.OptionalInt;

/** A person's order to return to a version; without {@code to}, to the last known good one. */
public record RollbackCommand(String commandId, OptionalInt to, String reason, Actor actor) {}
