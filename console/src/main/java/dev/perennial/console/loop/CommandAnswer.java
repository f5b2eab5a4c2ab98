package dev.perennial.console.loop;

/** A command was obeyed. {@code id} is what it started or changed; {@code commandId} finds the same answer again. */
public record CommandAnswer(String commandId, String id, String message) {}
