package dev.perennial.cli.endtoend;

import dev.perennial.registry.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What gateways have brought to the object store, read as anybody would: DuckDB over the Parquet files. */
final class ShippedLog {
    private final ObjectStore store;
    private final Path folder;

    ShippedLog(ObjectStore store, Path folder) {
        this.store = store;
        this.folder = folder;
    }

    /** How many rows each prediction id has among {@code predictions} or {@code labels}. */
    Map<String, Integer> countsOf(String kind) throws IOException, SQLException {
        download(kind + "/");
        Map<String, Integer> counts = new HashMap<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet rows = statement.executeQuery("SELECT _prediction_id, count(*) FROM read_parquet('"
                        + folder.resolve(kind) + "/**/*.parquet') GROUP BY 1")) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getInt(2));
            }
        }
        return counts;
    }

    private void download(String prefix) throws IOException {
        String after = "";
        List<String> keys = store.list(prefix, after, 1000);
        while (!keys.isEmpty()) {
            for (String key : keys) {
                Path target = folder.resolve(key);
                if (key.endsWith(".parquet") && !Files.exists(target)) {
                    Files.createDirectories(target.getParent());
                    store.download(key, target);
                }
                after = key;
            }
            keys = store.list(prefix, after, 1000);
        }
    }
}
