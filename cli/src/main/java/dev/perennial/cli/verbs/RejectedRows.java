package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.cli.print.Printer;

/** The rows of a file that were not taken, for people: the first of them, with the reasons. */
final class RejectedRows {
    private RejectedRows() {}

    static void print(JsonNode rejected, long all, int most, Printer printer) {
        int shown = 0;
        for (JsonNode row : rejected) {
            if (shown == most) {
                break;
            }
            String id = row.path("id").asText();
            printer.line(Printer.printable("  row " + row.path("row").asLong() + (id.isEmpty() ? "" : ", " + id) + ": "
                    + row.path("reason").asText()));
            shown++;
        }
        if (all > shown) {
            printer.line("  and " + (all - shown) + " more; -o json names " + rejected.size());
        }
    }
}
