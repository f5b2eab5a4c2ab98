package dev.perennial.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for the data of a shared server, deleted when the JVM ends. */
final class ServerData {
    private ServerData() {}

    static Path folder(String name) {
        try {
            Path folder = Files.createTempDirectory("perennial-" + name + "-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete-" + name));
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot create a folder for " + name + ": " + failure.getMessage(), failure);
        }
    }

    /* The server may be dying at the same moment and still create files, hence the rounds. */
    private static void delete(Path folder) {
        int rounds = 3;
        while (rounds > 0 && !isDeleted(folder)) {
            rounds--;
        }
    }

    private static boolean isDeleted(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException beingWritten) {
            return false;
        }
    }
}
