package dev.perennial.cli.print;

import com.fasterxml.jackson.databind.JsonNode;

/** How people see an answer. */
@FunctionalInterface
public interface View {
    /** Prints the answer. */
    void print(JsonNode answer, Printer printer);
}
