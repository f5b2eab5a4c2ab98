package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Outline;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.print.View;
import java.util.List;
import java.util.Locale;

/** A review on one screen: what is asked, the gate's word, candidate and champion beside each other, the candidates. */
final class ReviewView implements View {
    private static final Card HEAD = Card.blank()
            .line("review", "/review")
            .line("version", "/version")
            .line("status", "/status")
            .line("what", "/sentence")
            .line("requested", "/requestedAt", Cell.TIME)
            .line("deadline", "/deadline", Cell.TIME)
            .line("evidence", "/evidence")
            .line("gate", "/document/validation/gate/kind")
            .line("opponent", "/document/validation/gate/evidence/opponent")
            .line("trained on", "/document/validation/training")
            .line("held-out rows", "/document/validation/holdOut")
            .line("decided by", "/ending/actor")
            .line("decision", "/ending/sentence");
    private static final Table METRICS = Table.of("/metrics", "The evidence holds no metrics.")
            .column("METRIC", "/metric")
            .column("CHAMPION", "/champion")
            .column("CANDIDATE", "/candidate");
    /* What candidates of a task are compared by, of which each has some; the rest is in the evidence. */
    private static final List<String> FIGURES = List.of("rmse", "mae", "r2", "log-loss", "auc", "brier", "accuracy");
    private static final int MOST_FIGURES = 3;

    @Override
    public void print(JsonNode answer, Printer printer) {
        HEAD.print(answer, printer);
        printer.line("");
        METRICS.print(metrics(answer), printer);
        if (!answer.at("/document/validation/candidates").isEmpty()) {
            printer.line("");
            candidates(answer).print(answer, printer);
        }
        if (!answer.at("/document/validation/notes").isEmpty()) {
            printer.line("");
            printer.line("notes");
            Outline.of("/document/validation/notes").print(answer, printer);
        }
        if (answer.path("status").asText().equals("open")) {
            String review = Printer.printable(answer.path("review").asText());
            printer.advice("all of the evidence: perennial review show " + review + " -o yaml");
            printer.advice("next: perennial review approve " + review + ", or perennial review reject " + review);
        }
    }

    private static Table candidates(JsonNode answer) {
        JsonNode metrics = answer.at("/document/validation/candidates/0/metrics");
        Table table = Table.of("/document/validation/candidates", "")
                .column("TRAINED", "/recipe/algorithm")
                .column("PARAMETERS", "/recipe/parameters");
        for (String figure :
                FIGURES.stream().filter(metrics::has).limit(MOST_FIGURES).toList()) {
            table = table.column(figure.replace('-', ' ').toUpperCase(Locale.ROOT), "/metrics/" + figure);
        }
        return table;
    }

    private static JsonNode metrics(JsonNode answer) {
        JsonNode candidate = answer.at("/document/manifest/metrics");
        JsonNode champion = answer.at("/document/validation/championMetrics");
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        ArrayNode metrics = both.putArray("metrics");
        candidate
                .properties()
                .forEach(metric -> metrics.addObject()
                        .put("metric", metric.getKey())
                        .<ObjectNode>set("champion", champion.path(metric.getKey()))
                        .set("candidate", metric.getValue()));
        return both;
    }
}
