package dev.perennial.serving.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** DuckDB over the Parquet files below a folder, as any reader of the log would use it. */
public final class Sql {
    private Sql() {}

    /** The rows of a query; {@code LOG} in it stands for all files that match the glob below the folder. */
    public static List<List<@Nullable Object>> rows(Path folder, String glob, String query) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("threads", "1");
        properties.setProperty("memory_limit", "256MB");
        String log = "read_parquet('" + folder + "/" + glob + "', hive_partitioning=true, union_by_name=true)";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
                Statement zone = connection.createStatement();
                Statement statement = connection.createStatement()) {
            zone.execute("SET TimeZone='UTC'");
            try (ResultSet result = statement.executeQuery(query.replace("LOG", log))) {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                while (result.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                        row.add(result.getObject(column));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }
}
