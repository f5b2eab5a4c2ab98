package dev.perennial.console.html;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One self-contained page: everything it needs is in it, and it asks nobody for anything. */
public final class Page {
    /** What a browser may do with the page: nothing but apply its own style. */
    public static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String SHEET = "page.css";

    private Page() {}

    /** The page of this title. */
    public static String of(String title, Markup body) {
        Markup head = Tag.of("head")
                .holding(
                        Tag.of("meta").with("charset", "utf-8").alone(),
                        Tag.of("meta")
                                .with("name", "viewport")
                                .with("content", "width=device-width, initial-scale=1")
                                .alone(),
                        Tag.of("meta")
                                .with("name", "color-scheme")
                                .with("content", "light dark")
                                .alone(),
                        Tag.of("meta")
                                .with("name", "referrer")
                                .with("content", "no-referrer")
                                .alone(),
                        Tag.of("title").holding(title),
                        Markup.style(sheet()));
        return "<!DOCTYPE html>\n"
                + Tag.of("html").with("lang", "en").holding(head, Tag.of("body").holding(body)) + "\n";
    }

    /** Answers with the page. */
    public static void answer(Context context, String page) {
        context.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .contentType("text/html; charset=utf-8")
                .result(page.getBytes(StandardCharsets.UTF_8));
    }

    private static String sheet() {
        try (InputStream in = Page.class.getResourceAsStream(SHEET)) {
            if (in == null) {
                throw new IllegalStateException("Cannot find the resource " + SHEET + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the resource " + SHEET, e);
        }
    }
}
