package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Page;
import dev.perennial.console.html.Tag;
import java.util.List;

/**
 * A window's report as one self-contained page, the worst first: the verdict in a sentence, then what broke, then what
 * changed, then all the rest, each with the table behind its charts. It reads the stored document and nothing else, and
 * leaves out what an older document lacks.
 */
public final class ReportPage {
    private final JsonNode report;
    private final String digest;
    private final List<JsonNode> earlier;

    /**
     * The page of a stored report.
     *
     * @param report the document
     * @param digest the digest under which it is stored
     * @param earlier reports of the same model's windows before, oldest first; they make the trends
     */
    public ReportPage(JsonNode report, String digest, List<JsonNode> earlier) {
        this.report = report;
        this.digest = digest;
        this.earlier = List.copyOf(earlier);
    }

    /** The page. */
    public String html() {
        return Page.of(model() + " " + Words.window(report.path("window").asText()), body());
    }

    /** What the page shows, without its frame. */
    public Markup body() {
        return Tag.of("main")
                .holding(
                        new VerdictPart(report, model()).markup(),
                        new ObjectivesPart(report).markup(),
                        new TrendPart(report, earlier).markup(),
                        new DriftPart(report).markup(),
                        new SlicesPart(report).markup(),
                        new RowsPart(report).markup(),
                        new EstimatesPart(report).markup(),
                        new BiasPart(report).markup(),
                        new OutcomesPart(report).markup(),
                        new EvidentlyPart(report).markup(),
                        new BackgroundPart(report, digest).markup());
    }

    private String model() {
        String version = report.path("champion").asText();
        int at = version.lastIndexOf('@');
        return report.at("/context/model").asText(at < 0 ? version : version.substring(0, at));
    }

    /** A part of the page under its heading; nothing where there is nothing to show. */
    static Markup section(String heading, Markup lead, Markup content) {
        return content.isEmpty()
                ? Markup.EMPTY
                : Tag.of("section")
                        .holding(
                                Tag.of("h2").holding(heading),
                                lead.isEmpty()
                                        ? Markup.EMPTY
                                        : Tag.of("p", "lead").holding(lead),
                                content);
    }
}
