package dev.perennial.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that hold a secret: readable by their owner only, from the moment they exist. */
public final class PrivateFile {
    private PrivateFile() {}

    /** Creates the file; refuses where there is one already. */
    public static void create(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    /** Creates the file in the place of any other. */
    public static void replace(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        create(file, text);
    }
}
