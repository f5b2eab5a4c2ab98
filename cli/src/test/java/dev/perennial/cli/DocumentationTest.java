package dev.perennial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.perennial.registry.spec.ModelSpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation's commands and model files, held against the program. */
class DocumentationTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ ?\\./perennial (.*?)(?: +[#>] .*)?$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    private static List<Path> pages() throws IOException {
        Path root = Path.of(System.getProperty("perennial.root"));
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(root.resolve("README.md")),
                            docs.filter(page -> page.toString().endsWith(".md")))
                    .toList();
        }
    }

    private static List<String> blocks(Path page, String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(page));
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                blocks.add(matcher.group(2));
            }
        }
        return blocks;
    }

    @Test
    void everyCommandShownExists() throws IOException {
        int commands = 0;
        for (Path page : pages()) {
            for (String block : blocks(page, "console")) {
                Matcher matcher = COMMAND.matcher(block);
                while (matcher.find()) {
                    String[] arguments = words(matcher.group(1));
                    assertThatCode(() -> Main.parse(TestShell.quiet(), arguments))
                            .as(page.getFileName() + ": ./perennial " + matcher.group(1))
                            .doesNotThrowAnyException();
                    commands++;
                }
            }
        }
        assertThat(commands).isGreaterThan(10);
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)").matcher(line);
        while (matcher.find()) {
            words.add(
                    matcher.group(1) != null
                            ? matcher.group(1)
                            : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        return words.toArray(new String[0]);
    }

    @Test
    void everyModelFileShownIsValid() throws IOException {
        int files = 0;
        for (Path page : pages()) {
            for (String block : blocks(page, "yaml")) {
                if (block.contains("kind: Model")) {
                    assertThatCode(() -> ModelSpecReader.read(block))
                            .as(page.getFileName().toString())
                            .doesNotThrowAnyException();
                    files++;
                }
            }
        }
        assertThat(files).isPositive();
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        for (Path page : pages()) {
            Matcher matcher = LINK.matcher(Files.readString(page));
            while (matcher.find()) {
                Path target = page.resolveSibling(matcher.group(1)).normalize();
                assertThat(target)
                        .as(page.getFileName() + " links to " + matcher.group(1))
                        .exists();
            }
        }
    }
}
