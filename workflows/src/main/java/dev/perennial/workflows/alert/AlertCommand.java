package dev.perennial.workflows.alert;

import dev.perennial.registry.Actor;

/** What a person says to an alert: a comment to an acknowledgement, the reason of a resolution. */
public record AlertCommand(String commandId, String comment, Actor actor) {}
