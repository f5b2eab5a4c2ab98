package dev.perennial.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page of documents that an evaluation really stored, and of the worst that could stand in them. */
class ReportPageTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final List<String> ELEMENTS = List.of(
            "main",
            "header",
            "section",
            "h1",
            "h2",
            "p",
            "strong",
            "b",
            "bdi",
            "span",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "code",
            "div",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "figure",
            "figcaption",
            "details",
            "summary",
            "svg",
            "title",
            "text",
            "line",
            "rect",
            "circle",
            "path");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void ofAQuantityShowsHowMuchLargerItsErrorMayBe() throws Exception {
        String text = parsed(new ReportPage(stored("quantity"), DIGEST, List.of(stored("quantity-before"))))
                .getDocumentElement()
                .getTextContent();

        // A tenth above the reference's 0.5739.
        assertThat(text)
                .containsSubsequence(
                        "Rmse 1.704 breaks its objective (reference 0.5739, tolerated 10 % worse",
                        "dashed: tolerated 0.6313",
                        "Over the last windows",
                        "Rmse with its 95 % band; grey line: reference, dashed: tolerated",
                        "0.5",
                        "1.704",
                        "of this task slices, bias, integrity");
    }

    @Test
    void ofAQuantityNamesTheFaultThatHarmsIt() throws Exception {
        String text = parsed(new ReportPage(stored("quantity-fault"), DIGEST, List.of()))
                .getDocumentElement()
                .getTextContent();

        assertThat(text)
                .containsSubsequence(
                        "Rmse 1726 breaks its objective",
                        "Cause: pipeline fault, which asks to fix; size is the reference's, scale ×100",
                        "Slices",
                        "The window as a whole is worse than the reference, and so are kind = a (rmse worse by ",
                        "it is shown, not judged",
                        "Integrity",
                        "convert it back at the source",
                        "Groups",
                        "Mean score by kind, dots by rows",
                        "Bias by kind, dots by rows",
                        "mean error",
                        "All metrics",
                        "mape");
    }

    @Test
    void ofSeveralClassesShowsTheSliceAndTheGroupsOfEachAnswer() throws Exception {
        String text = parsed(new ReportPage(stored("classes-slice"), DIGEST, List.of()))
                .getDocumentElement()
                .getTextContent();

        assertThat(text)
                .containsSubsequence(
                        "Accuracy of small is worse by 0.9500 more than tolerated",
                        "Cause: concept shift, which asks to retrain",
                        "Accuracy by slice",
                        "Log loss by slice",
                        "Accuracy by kind",
                        "Selection rate of answer low by kind",
                        "Gaps between groups, of answer low",
                        "All metrics",
                        "macro f1",
                        "Decisions");
    }

    @Test
    void ofAQuantityShowsWhatWasExpectedOfItAndAnotherToolsFigures() throws Exception {
        String text = parsed(new ReportPage(stored("quantity-sections"), DIGEST, List.of()))
                .getDocumentElement()
                .getTextContent();

        assertThat(text)
                .containsSubsequence(
                        "Rmse 1.506 breaks its objective",
                        "Estimated without labels",
                        "trees tell window from reference with an AUC of",
                        "Estimated errors, in the unit of the label, with the interval",
                        "rmse: 1.468, from 1.240 to 1.697",
                        "root mean squared error1.4681.240 to 1.6971.506trusted1 of 1 within, error 0.03805",
                        "the probability that it breaks its limit of 1.2769 is 0.95",
                        "Evidently 0.7",
                        "DataDriftPreset",
                        "ValueDrift(column=size,method=Wasserstein distance (normed),threshold=0.1)",
                        "RegressionPreset",
                        "RMSE(regression_name=default,error_plot=False,error_distr=True,error_normality=False)1.506");
    }

    @Test
    void drawsTheLimitWhereTheVerdictHasIt() {
        assertThat(ObjectivesPart.limit("r2", -1.25, 0.5)).hasValue(-1.875);
        assertThat(ObjectivesPart.limit("r2", 0.5, 0.5)).hasValue(0.25);
        assertThat(ObjectivesPart.limit("rmse", 2, 0.5)).hasValue(3);
        assertThat(ObjectivesPart.limit("rmse", 0, 0.5)).hasValue(0);
        assertThat(ObjectivesPart.limit("bias", -1, 0.5)).isEmpty();
        assertThat(ObjectivesPart.limit("of-a-later-release", 1, 0.5)).isEmpty();
    }

    @Test
    void saysTheWorstFirst() throws Exception {
        String text = parsed(new ReportPage(stored("window"), DIGEST, List.of(stored("before"))))
                .getDocumentElement()
                .getTextContent();

        assertThat(text)
                .containsSubsequence(
                        "Harm, and a newer model would be better",
                        "The challenger is better: advantage 0.1152 log loss",
                        "an alert is raised and a retraining asked for",
                        "Objectives",
                        "log lossbroken",
                        "Over the last windows",
                        "Columns",
                        "All metrics",
                        "What this report rests on",
                        DIGEST);
    }

    @Test
    void needsNothingFromElsewhere() throws Exception {
        String html = new ReportPage(stored("window"), DIGEST, List.of(stored("before"))).html();

        assertThat(html)
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .doesNotContain("<script", "http:", "https:", "url(", "@import", " src=", " href=", " style=")
                .doesNotContainPattern(" on[a-z]+=");
    }

    @Test
    void showsHostileNamesAsTheyAreWritten() throws Exception {
        String hostile = "a<script>alert('1')</script>\"><img src=x onerror=1>\u202Egnp.exe\u0007 שלום &amp;";
        String report = json.writeValueAsString(stored("window"))
                .replace("\"height\"", json.writeValueAsString(hostile))
                .replace("\"kind\":\"category\",\"reference\"", "\"kind\":\"category\",\"reference\"")
                .replace("\"a\"", json.writeValueAsString(hostile))
                .replace("synthetic@1", "<b onclick='x'>@1")
                .replace("population-stability-index", "<iframe>");

        Document page = parsed(new ReportPage(json.readTree(report), DIGEST, List.of()));

        assertThat(elements(page)).allSatisfy(element -> {
            assertThat(element.getTagName()).isIn(ELEMENTS);
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(element.getAttributes().item(i).getNodeName())
                        .doesNotStartWith("on")
                        .isNotIn("href", "src", "style");
            }
        });
        assertThat(page.getDocumentElement().getTextContent())
                .contains("a<script>alert('1')</script>\"><img src=x onerror=1>[U+202E]gnp.exe[U+0007] שלום &amp;")
                .contains("<iframe>")
                .doesNotContain("\u202E");
    }

    @Test
    void leavesOutWhatAnOlderDocumentLacks() throws Exception {
        JsonNode first = json.readTree("{\"champion\":\"m@1\",\"window\":\"2013-01-01T00:00:00Z/P7D\",\"verdict\":"
                + "{\"word\":\"not-evaluable\",\"action\":\"wait\",\"reasons\":[\"0 of 10 labels\"]}}");

        Document page = parsed(new ReportPage(first, DIGEST, List.of()));

        assertThat(page.getDocumentElement().getTextContent())
                .contains("Not evaluable", "0 of 10 labels", "wait for labels");
        assertThat(page.getElementsByTagName("section").getLength()).isEqualTo(1);
    }

    @Test
    void everyChartHasATitleAndATable() throws Exception {
        Document page = parsed(new ReportPage(stored("window"), DIGEST, List.of(stored("before"))));

        List<Element> figures = elements(page).stream()
                .filter(element -> element.getTagName().equals("figure"))
                .toList();
        assertThat(figures).hasSizeGreaterThan(6).allSatisfy(figure -> {
            Element chart = (Element) figure.getElementsByTagName("svg").item(0);
            assertThat(chart.getAttribute("role")).isEqualTo("img");
            assertThat(chart.getAttribute("aria-label")).isNotBlank();
            assertThat(figure.getElementsByTagName("td").getLength()).isPositive();
        });
        assertThat(page.getDocumentElement().getTextContent().toLowerCase(Locale.ROOT))
                .doesNotContain("nan", "infinity", "null");
    }

    private JsonNode stored(String name) throws IOException {
        try (InputStream in = ReportPageTest.class.getResourceAsStream("/reports/" + name + ".json")) {
            return json.readTree(in);
        }
    }

    /* The body is well-formed XML: an element that a name had opened or closed would show. */
    private static Document parsed(ReportPage page) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(page.body().toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document page) {
        NodeList all = page.getElementsByTagName("*");
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            elements.add((Element) all.item(i));
        }
        return elements;
    }
}
