package dev.perennial.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python environment under a module's {@code target} with the packages that a folder of its test resources pins in
 * {@code requirements.txt} and {@code constraints.txt}. Made by the first test that asks; the pins name it, so that new
 * ones make a new one.
 */
public final class PythonEnvironment {
    private static final long LONGEST_MINUTES = 10;

    private final Path home;
    private final Path scripts;
    private final Path packages;

    private PythonEnvironment(Path home, Path scripts, Path packages) {
        this.home = home;
        this.scripts = scripts;
        this.packages = packages;
    }

    /** The environment of that module's folder; skips the test where there is no Python 3 with pip. */
    public static PythonEnvironment of(String name, String folder) throws IOException, InterruptedException {
        Path module = Checkout.root().resolve(name);
        Path scripts = module.resolve("src/test/resources").resolve(folder);
        Path home = Files.createDirectories(module.resolve("target/python"));
        Assumptions.assumeTrue(
                works(home, "python3", "-m", "pip", "--version"),
                "Skipped: this test needs python3 with pip on the PATH");
        String pins = Files.readString(scripts.resolve("requirements.txt"))
                + Files.readString(scripts.resolve("constraints.txt"));
        Path packages = home.resolve(folder + "-" + Integer.toHexString(pins.hashCode()));
        if (!Files.isDirectory(packages)) {
            Path unfinished = Files.createTempDirectory(home, folder);
            // Into a folder and not a virtual environment: some systems ship Python without the means to make one.
            run(
                    home,
                    List.of(
                            "python3",
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "--no-input",
                            "--target",
                            unfinished.toString(),
                            "--requirement",
                            scripts.resolve("requirements.txt").toString(),
                            "--constraint",
                            scripts.resolve("constraints.txt").toString()),
                    unfinished);
            Files.move(unfinished, packages);
        }
        return new PythonEnvironment(home, scripts, packages);
    }

    private static boolean works(Path home, String... command) throws InterruptedException {
        try {
            run(home, Arrays.asList(command), home);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What a script from elsewhere printed, run in the directory. */
    public String runIn(Path directory, Path script) throws IOException, InterruptedException {
        return run(directory, List.of("python3", script.toString()), packages);
    }

    /** What the script printed. */
    public String run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("python3", scripts.resolve(script).toString()));
        command.addAll(Arrays.asList(arguments));
        return run(home, command, packages);
    }

    private static String run(Path home, List<String> command, Path packages) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "out", ".txt");
        Path err = Files.createTempFile(home, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PYTHONPATH", packages.toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("Cannot run " + command + ": it said " + Files.readString(err));
            }
            return Files.readString(out);
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }
}
