package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.activities.data.TableFiles;
import dev.perennial.cli.client.ControlApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends a table that people have; the control API takes Parquet only. */
final class TableUpload {
    private static final String PARQUET = "application/vnd.apache.parquet";

    private TableUpload() {}

    static JsonNode send(ControlApi api, String path, Path table) {
        try {
            Path folder = Files.createTempDirectory("perennial-upload-");
            Path parquet = folder.resolve("table.parquet");
            try {
                TableFiles.toParquet(table, parquet);
                return api.postFile(path, PARQUET, parquet);
            } finally {
                Files.deleteIfExists(parquet);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot convert " + table, e);
        }
    }
}
