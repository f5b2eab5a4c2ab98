package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.print.Card;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Printer;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.print.View;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * A window's report for people, the worst first: the verdict in a sentence with what is done about it, what broke, what
 * changed, and then the rest. What is as it should be is counted, not listed; {@code -o json} has all of it.
 */
final class ReportView implements View {
    private static final Card SUBJECT = Card.blank()
            .line("model", "/champion")
            .line("window", "/window")
            .line("challenger", "/challenger", Cell.DIGEST)
            .line("declaration", "/context/spec/revision");
    private static final Table OBJECTIVES = Table.of("", "No objective is declared.")
            .column("OBJECTIVE", "/objective/metric")
            .column("STATE", "/kind")
            .column("WINDOW", "/window/value")
            .column("FROM", "/window/lower")
            .column("TO", "/window/upper")
            .column("REFERENCE", "/reference/value")
            .column("MAY BE WORSE BY", "/objective/worseThanReferenceBy")
            .column("REASON", "/reason");
    private static final Table OUTCOMES = Table.of("", "")
            .column("OUTCOME", "/name")
            .column("WINDOW", "/estimate/value")
            .column("FROM", "/estimate/lower")
            .column("TO", "/estimate/upper")
            .column("REFERENCE", "/reference")
            .column("REASON", "/estimate/reason");
    private static final Table COLUMNS = Table.of("", "No column drifted.")
            .column("COLUMN", "/column")
            .column("STATE", "/kind")
            .column("WORST MEASURE", "/measurements/0/measure")
            .column("EFFECT", "/measurements/0/effect")
            .column("FLOOR", "/measurements/0/floor")
            .column("NOISE", "/measurements/0/noiseThreshold")
            .column("ADJUSTED P", "/measurements/0/adjustedPValue")
            .column("REASON", "/reason");
    private static final Table FINDINGS = Table.of("", "")
            .column("ABOUT", "/subject")
            .column("STATE", "/state")
            .column("WHAT WAS FOUND", "/because")
            .column("WHERE TO LOOK", "/hint");
    private static final Table ESTIMATES = Table.of("", "")
            .column("ESTIMATED", "/metric")
            .column("TRUST", "/estimate/kind")
            .column("VALUE", "/estimate/value")
            .column("FROM", "/estimate/lower")
            .column("TO", "/estimate/upper")
            .column("REALISED", "/realised")
            .column("AGAINST ITS LIMIT", "/harm/verdict/kind")
            .column("REASON", "/estimate/reason");
    private static final Table SLICES = Table.of("", "")
            .column("SLICE", "/name")
            .column("TRAFFIC", "/share")
            .column("BEFORE", "/referenceShare")
            .column("METRIC", "/metric")
            .column("WINDOW", "/window")
            .column("REFERENCE", "/reference")
            .column("THAN BEFORE", "/againstReference")
            .column("THAN THE REST", "/againstRest")
            .column("IMPACT", "/impact");
    private static final Table WEAK = Table.of("", "")
            .column("FOUND WEAK WHERE", "/where")
            .column("TRAFFIC", "/share")
            .column("EXCESS LOSS", "/excess/value")
            .column("FROM", "/excess/lower")
            .column("TO", "/excess/upper")
            .column("ADJUSTED P", "/adjustedPValue")
            .column("IMPACT", "/impact");
    private static final Table EVENTS = Table.of("", "Nothing else happened.")
            .column("TIME", "/at", Cell.TIME)
            .column("EVENT", "/kind")
            .column("WHAT HAPPENED", "/sentence");
    private static final List<String> WORST_FIRST = List.of("broken", "not-evaluable", "kept");

    @Override
    public void print(JsonNode answer, Printer printer) {
        JsonNode report = answer.path("report");
        verdict(report, printer);
        printer.line("");
        SUBJECT.print(report, printer);
        rows(report, printer);
        printer.line("report       " + Cell.DIGEST.of(digest(answer)));
        reasons(report.at("/verdict/reasons"), printer);
        objectives(report.at("/verdict/objectives"), printer);
        outcomes(report.at("/verdict/evidence"), printer);
        columns(report.at("/verdict/evidence/drift/columns"), printer);
        slices(report.at("/sections/slices"), printer);
        weakSlices(report.at("/sections/weakSlices/confirmed"), printer);
        integrity(report.at("/sections/integrity"), printer);
        estimates(report.at("/sections/estimates/metrics"), printer);
        sentences(report.at("/sections/bias/because"), printer);
        patterns(report.at("/sections/patterns/comparisons"), printer);
        events(report.at("/context/events"), printer);
        alarms(report.at("/sections/falseAlarms/because"), printer);
        notes(report.path("notes"), printer);
    }

    private static JsonNode digest(JsonNode answer) {
        return answer.has("digest") ? answer.path("digest") : answer.at("/evaluated/report");
    }

    private static void verdict(JsonNode report, Printer printer) {
        JsonNode verdict = report.path("verdict");
        printer.line(Cell.TEXT.of(verdict.path("word")).toUpperCase(Locale.ROOT) + ": "
                + Cell.TEXT.of(verdict.at("/reasons/0")));
        JsonNode cause = verdict.at("/ruling/cause");
        if (!cause.path("cause").asText("none").equals("none")) {
            printer.line("cause: " + Cell.TEXT.of(cause.path("cause")) + ", " + Cell.TEXT.of(cause.path("because")));
        }
        String severity = verdict.at("/ruling/severity").asText("log");
        printer.line("action: " + Cell.TEXT.of(verdict.path("action"))
                + (severity.equals("log") ? "" : " (" + Printer.printable(severity) + ")"));
    }

    private static void rows(JsonNode report, Printer printer) {
        JsonNode labels = report.at("/verdict/evidence/champion/labels");
        long predictions = labels.path("predictions").asLong();
        if (predictions > 0) {
            printer.line(String.format(
                    Locale.ROOT,
                    "rows         %,d predictions, %.1f %% of their labels have arrived",
                    predictions,
                    100.0 * labels.path("labelled").asLong() / predictions));
        }
    }

    private static void reasons(JsonNode reasons, Printer printer) {
        if (reasons.size() > 1) {
            printer.line("");
            for (int i = 1; i < reasons.size(); i++) {
                printer.line("  - " + Cell.TEXT.of(reasons.path(i)));
            }
        }
    }

    private static void objectives(JsonNode objectives, Printer printer) {
        if (!objectives.isEmpty()) {
            printer.line("");
            ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
            StreamSupport.stream(objectives.spliterator(), false)
                    .sorted(Comparator.comparingInt(
                            outcome -> WORST_FIRST.indexOf(outcome.path("kind").asText())))
                    .forEach(sorted::add);
            OBJECTIVES.print(sorted, printer);
        }
    }

    /* Of a regression, or of several classes: what was measured of it, beside the rows that the champion was proven on. */
    private static void outcomes(JsonNode evidence, Printer printer) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (JsonNode metric : evidence.at("/champion/metrics")) {
            ObjectNode line = all.addObject();
            line.set("name", metric.path("name"));
            line.set("estimate", metric.path("estimate"));
            for (JsonNode before : evidence.at("/reference/metrics")) {
                if (before.path("name").equals(metric.path("name"))) {
                    line.set("reference", before.at("/estimate/value"));
                }
            }
        }
        if (!all.isEmpty()) {
            printer.line("");
            OUTCOMES.print(all, printer);
        }
    }

    private static void columns(JsonNode columns, Printer printer) {
        if (!columns.isEmpty()) {
            ArrayNode told =
                    where(columns, column -> !column.path("kind").asText().equals("stable"));
            int stable = columns.size() - told.size();
            printer.line("");
            COLUMNS.print(told, printer);
            if (stable > 0 && !told.isEmpty()) {
                printer.line(stable + (stable == 1 ? " more column is stable" : " more columns are stable"));
            }
        }
    }

    /* Those that are worse, by metric; the sentence counts the others. */
    private static void slices(JsonNode section, Printer printer) {
        if (section.isMissingNode()) {
            return;
        }
        ArrayNode worse = JsonNodeFactory.instance.arrayNode();
        for (JsonNode slice : section.at("/report/slices")) {
            for (JsonNode metric : slice.path("metrics")) {
                String before = metric.at("/againstReference/kind").asText();
                String rest = metric.at("/againstRest/kind").asText();
                if (before.equals("worse") || rest.equals("worse")) {
                    worse.addObject()
                            .put("name", slice.path("name").asText())
                            .put("share", percent(slice.at("/share/value")))
                            .put("referenceShare", percent(slice.at("/referenceShare/value")))
                            .put("metric", metric.at("/window/name").asText())
                            .put("againstReference", before)
                            .put("againstRest", rest)
                            .set("window", metric.at("/window/estimate/value"));
                    ObjectNode row = (ObjectNode) worse.get(worse.size() - 1);
                    row.set("reference", metric.at("/reference/estimate/value"));
                    row.set("impact", metric.path("impact"));
                }
            }
        }
        printer.line("");
        if (worse.isEmpty()) {
            printer.line("slices: " + Cell.TEXT.of(section.path("because")));
        } else {
            SLICES.print(worse, printer);
        }
    }

    private static void weakSlices(JsonNode slices, Printer printer) {
        if (!slices.isEmpty()) {
            printer.line("");
            WEAK.print(slices, printer);
        }
    }

    private static String percent(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * share.asDouble()) : "";
    }

    private static void integrity(JsonNode section, Printer printer) {
        if (!section.isMissingNode()) {
            printer.line("");
            if (section.path("findings").isEmpty()) {
                printer.line("integrity: " + Cell.TEXT.of(section.path("because")));
            } else {
                FINDINGS.print(section.path("findings"), printer);
            }
        }
    }

    private static void estimates(JsonNode lines, Printer printer) {
        if (!lines.isEmpty()) {
            printer.line("");
            ESTIMATES.print(where(lines, line -> line.has("harm")), printer);
        }
    }

    private static void sentences(JsonNode sentences, Printer printer) {
        if (!sentences.isEmpty()) {
            printer.line("");
            sentences.forEach(sentence -> printer.line("groups: " + Cell.TEXT.of(sentence)));
        }
    }

    private static void patterns(JsonNode comparisons, Printer printer) {
        ArrayNode departed = where(
                comparisons, compared -> compared.at("/outcome/kind").asText().equals("departed"));
        if (!departed.isEmpty()) {
            printer.line("");
            departed.forEach(compared -> printer.line("season: " + Cell.TEXT.of(compared.path("because"))));
        }
    }

    private static void alarms(JsonNode sentence, Printer printer) {
        if (sentence.isTextual()) {
            printer.line("");
            printer.line("false alarms: " + Cell.TEXT.of(sentence));
        }
    }

    private static void events(JsonNode events, Printer printer) {
        if (!events.isEmpty()) {
            printer.line("");
            EVENTS.print(events, printer);
        }
    }

    private static void notes(JsonNode notes, Printer printer) {
        if (!notes.isEmpty()) {
            printer.line("");
            notes.forEach(note -> printer.line("note: " + Cell.TEXT.of(note)));
        }
    }

    private static ArrayNode where(JsonNode rows, Predicate<JsonNode> wanted) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        StreamSupport.stream(rows.spliterator(), false).filter(wanted).forEach(found::add);
        return found;
    }
}
