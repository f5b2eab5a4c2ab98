package dev.perennial.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the peers' script in the pinned Python environment, each peer in a process of its own and with one thread. */
final class Peer {
    private static final String RESULT = "RESULT ";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "OMP_NUM_THREADS", "1",
            "OPENBLAS_NUM_THREADS", "1",
            "MKL_NUM_THREADS", "1",
            "NUMEXPR_NUM_THREADS", "1",
            "ARROW_NUM_THREADS", "1",
            "NML_DISABLE_USAGE_LOGGING", "1",
            "DO_NOT_TRACK", "1");

    private final Path python;
    private final Path script;
    private final Path folder;

    Peer(Path python, Path script, Path folder) {
        this.python = python;
        this.script = script;
        this.folder = folder;
    }

    void makeData(int rows) throws IOException, InterruptedException {
        run(List.of("data", folder.toString(), Integer.toString(rows)));
    }

    JsonNode measure(String what) throws IOException, InterruptedException {
        String line = run(List.of(what, folder.toString())).stream()
                .filter(text -> text.startsWith(RESULT))
                .findFirst()
                .orElseThrow(() -> new IOException("Cannot read the result of " + what + ": the script printed none"));
        return new ObjectMapper().readTree(line.substring(RESULT.length()));
    }

    private List<String> run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(ENVIRONMENT);
        Process process = builder.start();
        List<String> lines;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines = reader.lines().toList();
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException("Cannot run " + arguments.get(0) + ": the script ended with status " + status);
        }
        return lines;
    }
}
