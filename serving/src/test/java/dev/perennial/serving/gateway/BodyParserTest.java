package dev.perennial.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where numbers are read without tokens, what is read is what the library's own parser reads, errors included. */
class BodyParserTest {
    private static final String LETTERS = "0123456789.,-+eE[]{}\":n \n\t";

    private final RequestJson json = new RequestJson();
    private final JsonFactory plain = new JsonFactory();

    private static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatTheLibraryReadsOfAnyText(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int sound = 0;
        for (int trial = 0; trial < 20_000; trial++) {
            String text = array(random, 2);
            for (int change = random.nextInt(3); change > 0; change--) {
                int at = random.nextInt(text.length());
                String letter = String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length())));
                text = text.substring(0, at) + letter + text.substring(random.nextBoolean() ? at : at + 1);
            }
            List<String> expected = byTokens(text);
            assertThat(byNumbers(text)).as(text).isEqualTo(expected);
            sound += expected.get(expected.size() - 1).equals("end") ? 1 : 0;
        }
        assertThat(sound).isBetween(5_000, 19_000);
    }

    private static String array(SplittableRandom random, int depth) {
        StringBuilder text = new StringBuilder("[");
        int length = random.nextInt(5);
        for (int at = 0; at < length; at++) {
            text.append(at == 0 ? "" : ",").append(" \n\t  ", 0, random.nextInt(8) / 4);
            text.append(
                    switch (random.nextInt(12)) {
                        case 0 -> "null";
                        case 1 -> depth > 0 ? array(random, depth - 1) : "-0";
                        case 2 -> Double.toString(random.nextDouble() * Math.pow(10, random.nextInt(-30, 30)));
                        case 3 -> Long.toString(random.nextLong());
                        case 4 -> "\"text\"";
                        case 5 -> Double.toString(-random.nextDouble());
                        default -> Double.toString(random.nextInt(-2000, 2000) / 1000.0);
                    });
        }
        return text.append(" ".repeat(random.nextInt(2))).append(']').toString();
    }

    private List<String> byTokens(String text) throws IOException {
        List<String> seen = new ArrayList<>();
        try (JsonParser in = plain.createParser(text.getBytes(StandardCharsets.UTF_8))) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                note(seen, in, token);
            }
            seen.add("end");
        } catch (JsonProcessingException e) {
            seen.add(e.getOriginalMessage() + " " + e.getLocation().offsetDescription());
        }
        return seen;
    }

    private List<String> byNumbers(String text) throws IOException {
        List<String> seen = new ArrayList<>();
        byte[] body = (" " + text + "1").getBytes(StandardCharsets.UTF_8);
        try (BodyParser in = json.parser(body, 1, body.length - 2)) {
            JsonToken token = in.nextToken();
            while (token != null) {
                note(seen, in, token);
                if (in.getParsingContext().inArray()) {
                    for (double next = in.nextPlainNumber(); !Double.isNaN(next); next = in.nextPlainNumber()) {
                        seen.add(Double.toString(next));
                    }
                }
                token = in.nextToken();
            }
            seen.add("end");
        } catch (JsonProcessingException e) {
            seen.add(e.getOriginalMessage() + " " + e.getLocation().offsetDescription());
        }
        return seen;
    }

    private static void note(List<String> seen, JsonParser in, JsonToken token) throws IOException {
        // The library reads the whole number -0 as 0.
        boolean number = token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
        seen.add(number ? Double.toString(Double.parseDouble(in.getText())) : token + " " + in.getText());
    }

    @Test
    void readsAllNumbersOfAnArrayWithoutATokenOfThem() throws IOException {
        try (BodyParser in = parser("[1, -2.5,0,0.30000000000000004,  1234567890123456789]")) {
            in.nextToken();
            assertThat(in.nextPlainNumber()).isEqualTo(1);
            assertThat(in.nextPlainNumber()).isEqualTo(-2.5);
            assertThat(in.nextPlainNumber()).isZero();
            assertThat(in.nextPlainNumber()).isEqualTo(0.1 + 0.2);
            assertThat(in.nextPlainNumber()).isEqualTo((double) 1234567890123456789L);
            assertThat(in.nextPlainNumber()).isNaN();
            assertThat(in.nextToken()).isEqualTo(JsonToken.END_ARRAY);
            assertThat(in.nextToken()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e3",
                "1E-3",
                "12345678901234567890",
                "0.12345678901234567890",
                "01",
                "-01",
                ".5",
                "5.",
                "-",
                "+1",
                "1.2.3",
                "NaN",
                "null",
                "\"1\"",
                "1x",
                "[1]"
            })
    void leavesWhatIsWrittenOtherwise(String text) throws IOException {
        try (BodyParser in = parser("[" + text + ",2]")) {
            in.nextToken();
            assertThat(in.nextPlainNumber()).isNaN();
        }
        try (BodyParser in = parser("[2," + text + "]")) {
            in.nextToken();
            assertThat(in.nextPlainNumber()).isEqualTo(2);
            assertThat(in.nextPlainNumber()).isNaN();
        }
    }

    /* The buffer goes on behind what is to be read. */
    @Test
    void stopsWhereTheTextStops() throws IOException {
        byte[] body = "[1.25,3]".getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < body.length; length++) {
            try (BodyParser in = json.parser(body, 0, length)) {
                in.nextToken();
                boolean first = in.nextPlainNumber() == 1.25;
                assertThat(first).isEqualTo(length > 5);
                assertThat(in.nextPlainNumber()).isNaN();
            }
        }
    }

    private BodyParser parser(String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return json.parser(body, 0, body.length);
    }
}
