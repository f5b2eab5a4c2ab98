package dev.perennial.cli.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One process of an environment, whose output goes to a file. When it ends unasked it is started again, at most
 * {@value #MOST_RESTARTS} times in a row without having become ready. Safe for use by several threads.
 */
final class ChildProcess {
    private static final int MOST_RESTARTS = 20;
    private static final int TAIL = 2_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration BEFORE_RESTART = Duration.ofMillis(300);

    private final Role role;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final BooleanSupplier ready;
    private final Consumer<String> announce;
    private @Nullable Process process;
    private boolean wanted;
    private int restarts;

    ChildProcess(
            Role role,
            List<String> command,
            Map<String, String> environment,
            Path log,
            BooleanSupplier ready,
            Consumer<String> announce) {
        this.role = role;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.ready = ready;
        this.announce = announce;
    }

    /** Starts the process; {@link #awaitReady} tells when it answers. */
    synchronized void start() {
        wanted = true;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = started;
            started.getOutputStream().close();
            watch(started);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the " + role.word() + ": " + command.get(0), e);
        }
    }

    private void watch(Process started) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        started.waitFor();
                        ended(started);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "watch-" + role.word());
        watcher.setDaemon(true);
        watcher.start();
    }

    private void ended(Process ended) {
        LockSupport.parkNanos(BEFORE_RESTART.toNanos());
        synchronized (this) {
            if (!wanted || ended != process) {
                return;
            }
            if (++restarts > MOST_RESTARTS) {
                announce.accept("the " + role.word() + " ended " + restarts + " times and is left alone; see " + log);
                return;
            }
            announce.accept("the " + role.word() + " ended with status " + ended.exitValue() + " and is started again");
            start();
        }
    }

    /** Waits until the process answers. */
    void awaitReady(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The " + role.word() + " does not answer after " + limit.toSeconds()
                        + " s; the end of " + log + " is:\n" + tail());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        synchronized (this) {
            restarts = 0;
        }
    }

    /** Ends the process at once, as a fault would; it is started again. */
    synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Asks the process to end, and ends it if it takes too long. */
    void stop(Duration limit) {
        @Nullable Process stopping;
        synchronized (this) {
            wanted = false;
            stopping = process;
        }
        if (stopping == null) {
            return;
        }
        stopping.destroy();
        try {
            if (!stopping.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                stopping.destroyForcibly();
            }
        } catch (InterruptedException e) {
            stopping.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The process id, or 0 if it does not run. */
    synchronized long pid() {
        return process != null && process.isAlive() ? process.pid() : 0;
    }

    private String tail() {
        try {
            String text = Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
            return text.substring(Math.max(0, text.length() - TAIL));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }
}
