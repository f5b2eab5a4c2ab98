package dev.perennial.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.cli.shell.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintTest {
    private static String printed(View view, String json) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonNode answer = new ObjectMapper().readTree(json);
        view.print(
                answer,
                new Printer(new Shell(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                        Map.of(),
                        Map.of(),
                        InstantSource.system(),
                        Shell.Attachment.PIPE)));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aColumnIsAsWideAsItsWidestCellAndAbsentValuesAreDashes() throws IOException {
        Table table = Table.of("/rows", "Nothing.")
                .column("NAME", "/name")
                .column("SINCE", "/since", Cell.TIME)
                .column("SHARE", "/share", Cell.SHARE)
                .column("HELD", "/held", Cell.YES)
                .column("DIGEST", "/digest", Cell.DIGEST)
                .column("SCORE", "/score");

        assertThat(printed(
                        table,
                        "{\"rows\": [{\"name\": \"a\", \"since\": \"2026-01-02T03:04:05.678Z\", \"share\": 2550,"
                                + " \"held\": true, \"digest\": \"0123456789abcdef\", \"score\": 0.123456},"
                                + " {\"name\": \"much-longer\", \"since\": null, \"score\": 12}]}"))
                .isEqualTo("""
                        NAME         SINCE             SHARE   HELD  DIGEST        SCORE
                        a            2026-01-02 03:04  25.5 %  yes   0123456789ab  0.1235
                        much-longer  -                 -       -     -             12
                        """);
        assertThat(printed(table, "{\"rows\": []}")).isEqualTo("Nothing.\n");
    }

    @Test
    void aCardLeavesOutWhatIsAbsent() throws IOException {
        Card card = Card.blank().line("model", "/model").line("held by", "/hold/actor");

        assertThat(printed(card, "{\"model\": \"risk\", \"hold\": {\"actor\": \"user:ada\"}}"))
                .isEqualTo("model    risk\nheld by  user:ada\n");
        assertThat(printed(card, "{\"model\": \"risk\", \"hold\": null}")).isEqualTo("model  risk\n");
    }

    @Test
    void anOutlineShowsADocumentOfAnyShape() throws IOException {
        assertThat(printed(
                        Outline.of("/document"),
                        "{\"document\": {\"a\": 1, \"longer\": \"b\", \"list\": [1, {\"c\": true}], \"empty\": []}}"))
                .isEqualTo("""
                          a       1
                          longer  b
                          list
                            - 1
                            -
                              c  true
                          empty   []
                        """);
    }

    @Test
    void whatOthersWroteCannotActOnTheTerminal() throws IOException {
        assertThat(printed(
                        Card.blank().line("comment", "/comment"),
                        "{\"comment\": \"fine\\u001b[2Jgone\\r\\nnext\\u202etxt\"}"))
                .isEqualTo("comment  fine?[2Jgone??next?txt\n");
    }
}
