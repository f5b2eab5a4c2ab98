package dev.perennial.testing.servers;

import dev.perennial.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One server program that can be killed and started again with the same command. Not thread-safe: its owner guards it.
 *
 * <p>The scripts of {@code infra/} replace themselves by the server, so the process is the server and SIGKILL reaches
 * it. A process that is alive when the JVM ends is killed with it.
 */
final class ServerProcess {
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);
    private static final int TAIL_CHARACTERS = 4_000;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final Callable<Boolean> ready;
    private @Nullable Process process;
    private @Nullable Thread hook;

    ServerProcess(
            String name, List<String> command, Map<String, String> environment, Path log, Callable<Boolean> ready) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.ready = ready;
    }

    /** Downloads the pinned servers unless they are there. */
    static void install(Path folderOfLogs) {
        Path log = folderOfLogs.resolve("install-servers.log");
        try {
            Files.createDirectories(folderOfLogs);
            Process install = new ProcessBuilder(
                            Checkout.infra("install-servers").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (!install.waitFor(INSTALL_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                install.destroyForcibly();
                throw new IllegalStateException(
                        "Cannot install the servers: not done after " + INSTALL_LIMIT + "; " + tail(log));
            }
            if (install.exitValue() != 0) {
                throw new IllegalStateException(
                        "Cannot install the servers: exit status " + install.exitValue() + "; " + tail(log));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot install the servers: " + failure.getMessage(), failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot install the servers: interrupted", interruption);
        }
    }

    void start() {
        if (isAlive()) {
            throw new IllegalStateException("Cannot start " + name + ": it runs already");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process started;
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            started = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot start " + name + ": " + failure.getMessage(), failure);
        }
        process = started;
        hook = new Thread(started::destroyForcibly, "end-" + name);
        Runtime.getRuntime().addShutdownHook(hook);
        awaitReady(started);
    }

    private void awaitReady(Process started) {
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        @Nullable Exception last = null;
        while (System.nanoTime() < deadline) {
            if (!started.isAlive()) {
                int status = started.exitValue();
                forget();
                throw new IllegalStateException(
                        "Cannot start " + name + ": it ended with status " + status + "; " + tail(log));
            }
            try {
                if (ready.call()) {
                    return;
                }
            } catch (Exception notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
        }
        kill();
        throw new IllegalStateException(
                "Cannot start " + name + ": not ready after " + READY_LIMIT + "; " + tail(log), last);
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    long pid() {
        if (process == null) {
            throw new IllegalStateException("Cannot name the process of " + name + ": it does not run");
        }
        return process.pid();
    }

    /** SIGKILL. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(process);
        }
    }

    /** SIGTERM, and SIGKILL for a server that does not heed it. */
    void stop() {
        if (process != null) {
            process.destroy();
            awaitEnd(process);
        }
    }

    private void awaitEnd(Process ending) {
        try {
            if (!ending.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                ending.destroyForcibly();
                ending.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException interruption) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        forget();
    }

    private void forget() {
        process = null;
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shutdownHasBegun) {
                // The hook runs anyway and ends what is ended already.
                return;
            } finally {
                hook = null;
            }
        }
    }

    String logTail() {
        return tail(log);
    }

    private static String tail(Path log) {
        try {
            String text = Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
            String end = text.substring(Math.max(0, text.length() - TAIL_CHARACTERS));
            return "the end of " + log + ":\n" + end;
        } catch (IOException failure) {
            return "its log " + log + " cannot be read: " + failure.getMessage();
        }
    }
}
