package dev.perennial.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Prints the story: lines that stay, and on a terminal one line at the bottom that says how far it is. Safe for use by
 * several threads.
 */
final class Narrator {
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private final Instant began;
    private String status = "";

    private Narrator(PrintStream out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** Prints plain lines. */
    static Narrator plain(PrintStream out, InstantSource clock) {
        return new Narrator(out, false, clock);
    }

    /** Prints lines above a progress line. */
    static Narrator onTerminal(PrintStream out, InstantSource clock) {
        return new Narrator(out, true, clock);
    }

    /** A heading of the story. */
    synchronized void chapter(String text) {
        line("");
        line("── " + text + "  (" + elapsed() + ")");
    }

    /** A line that stays. */
    synchronized void line(String text) {
        if (terminal) {
            out.print(ERASE_LINE);
        }
        out.println(text);
        if (terminal) {
            out.print(status);
        }
        out.flush();
    }

    /** An entry of the domain timeline. */
    void entry(JsonNode entry) {
        line(String.format(
                Locale.ROOT,
                "%s  %-18s  %s  [%s]",
                entry.path("eventTime").asText().replaceAll(":\\d\\d(\\.\\d+)?Z$", "Z"),
                entry.path("kind").asText(),
                entry.path("sentence").asText(),
                entry.path("actor").asText()));
    }

    /** How far it is; replaces what was said before, on a terminal only. */
    synchronized void progress(String text) {
        if (terminal) {
            status = text + "  (" + elapsed() + ")";
            out.print(ERASE_LINE + status);
            out.flush();
        }
    }

    /** No more progress. */
    synchronized void settled() {
        if (terminal) {
            status = "";
            out.print(ERASE_LINE);
            out.flush();
        }
    }

    private String elapsed() {
        Duration elapsed = Duration.between(began, clock.instant());
        return String.format(Locale.ROOT, "%d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
    }
}
