package dev.perennial.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in, named by the system property {@code perennial.root}. */
public final class Checkout {
    private Checkout() {}

    /** The folder that holds the parent pom. Surefire sets the property; an IDE may have to. */
    public static Path root() {
        String root = System.getProperty("perennial.root");
        if (root == null) {
            throw new IllegalStateException(
                    "Cannot find the checkout: the system property perennial.root is not set, expected the folder of the parent pom");
        }
        Path folder = Path.of(root).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder.resolve("infra"))) {
            throw new IllegalStateException("Cannot use perennial.root " + folder
                    + ": it has no folder infra, expected the folder of the parent pom");
        }
        return folder;
    }

    /** A script of {@code infra/}. */
    public static Path infra(String script) {
        return root().resolve("infra").resolve(script);
    }
}
