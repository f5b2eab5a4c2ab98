package dev.perennial.workflows.model;

import dev.perennial.workflows.CommandResult;

/** A command's id and the answer it got. */
public record AnsweredCommand(String commandId, CommandResult answer) {}
