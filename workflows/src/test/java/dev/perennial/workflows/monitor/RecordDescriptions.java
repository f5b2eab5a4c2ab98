package dev.perennial.workflows.monitor;

import dev.perennial.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sources' Javadoc says of a type, in its first sentence, and of its components. */
final class RecordDescriptions {
    private static final Pattern COMMENT =
            Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\\n]*\\n\\s*|@\\w+\\(\\{.*?\\}\\)\\s*)*"
                    + "(?:public |sealed |static |final )*(?:record|interface|enum|class) (\\w+)");

    private final Map<Path, Map<String, Description>> files = new HashMap<>();

    Description of(Class<?> type) {
        Class<?> file = type;
        while (file.getEnclosingClass() != null) {
            file = file.getEnclosingClass();
        }
        String path = "src/main/java/" + file.getName().replace('.', '/') + ".java";
        return module(path)
                .map(source -> files.computeIfAbsent(source, RecordDescriptions::read)
                        .getOrDefault(type.getSimpleName(), Description.NONE))
                .orElse(Description.NONE);
    }

    private static Optional<Path> module(String path) {
        return Stream.of("workflows", "monitoring", "registry")
                .map(module -> Checkout.root().resolve(module).resolve(path))
                .filter(Files::exists)
                .findFirst();
    }

    private static Map<String, Description> read(Path source) {
        String text;
        try {
            text = Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + source, e);
        }
        Map<String, Description> types = new HashMap<>();
        Matcher matcher = COMMENT.matcher(text);
        while (matcher.find()) {
            types.putIfAbsent(matcher.group(2), parse(matcher.group(1)));
        }
        return types;
    }

    private static Description parse(String comment) {
        String plain = comment.replaceAll("(?m)^\\s*\\* ?", "")
                .replaceAll("\\{@(?:code|link|value)\\s+([^}]*)\\}", "$1")
                .replaceAll("<[^>]+>", "");
        String[] parts = plain.split("(?m)^@param ", -1);
        TreeMap<String, String> components = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] words = parts[i].strip().split("\\s+", 2);
            components.put(words[0], words.length == 1 ? "" : oneLine(words[1]));
        }
        String[] sentences = oneLine(parts[0]).split("(?<=\\.) ", 2);
        return new Description(sentences[0], components);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    record Description(String type, Map<String, String> components) {
        static final Description NONE = new Description("", Map.of());
    }
}
