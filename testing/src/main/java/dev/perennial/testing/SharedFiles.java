package dev.perennial.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Reference results and data sets that lie beside the checkout, in {@code ../shared}, and are not part of it.
 *
 * <p>Where one is absent, the test that asked for it is skipped and says so.
 */
public final class SharedFiles {
    private SharedFiles() {}

    /** Results of another implementation, for example {@code evidently_0.7.21_stattests.json}. */
    public static Path oracle(String name) {
        return existing("oracles", name);
    }

    /** A data set, for example {@code elec.csv.gz}. */
    public static Path data(String name) {
        return existing("data", name);
    }

    private static Path existing(String folder, String name) {
        Path file = Checkout.root().resolveSibling("shared").resolve(folder).resolve(name);
        Assumptions.assumeTrue(
                Files.isRegularFile(file), () -> "Skipped: this test needs " + file + ", which does not exist");
        return file;
    }
}
