package dev.perennial.activities.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/**
 * A DuckDB instance in memory that reads and writes local Parquet files. Every query runs on a connection and a statement
 * of its own, because an error closes the statement it happens in. Safe for use by several threads.
 */
public final class DuckDb implements AutoCloseable {
    private final DuckDBConnection root;

    private DuckDb(DuckDBConnection root) {
        this.root = root;
    }

    /** Opens an instance within the given bounds; it never downloads an extension. */
    public static DuckDb open(DuckDbSettings settings) {
        return opened(settings, Order.FREE, new Properties());
    }

    /** Opens an instance that keeps the rows of files in their order. */
    static DuckDb ordered(DuckDbSettings settings) {
        return opened(settings, Order.KEPT, new Properties());
    }

    /** Opens an instance that sees the files of one directory, besides its own temporary ones, and nothing else. */
    static DuckDb confined(DuckDbSettings settings, Path directory) {
        Properties properties = new Properties();
        properties.setProperty("allowed_directories", "[" + Sql.text(directory + "/") + "]");
        properties.setProperty("enable_external_access", "false");
        return opened(settings, Order.FREE, properties);
    }

    private static DuckDb opened(DuckDbSettings settings, Order order, Properties properties) {
        properties.setProperty("memory_limit", settings.memoryMegabytes() + "MB");
        properties.setProperty("threads", String.valueOf(settings.threads()));
        properties.setProperty("temp_directory", settings.temporaryDirectory().toString());
        properties.setProperty("preserve_insertion_order", String.valueOf(order == Order.KEPT));
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        try {
            DuckDBConnection root =
                    DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
            try (Statement statement = root.createStatement()) {
                // Moments are written and read in UTC whatever the machine's zone; no query may change a bound.
                statement.execute("SET GLOBAL TimeZone = 'UTC'");
                statement.execute("SET GLOBAL lock_configuration = true");
            }
            return new DuckDb(root);
        } catch (SQLException e) {
            throw new QueryFailedException("Cannot open DuckDB: " + e.getMessage(), e);
        }
    }

    /** Runs a statement without a result, such as {@code COPY}; {@code what} names it in messages. */
    void execute(String what, String sql) {
        try (Connection connection = root.duplicate();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new QueryFailedException("Cannot " + what + ": " + e.getMessage(), e);
        }
    }

    /** Runs a query and hands its rows, in the query's order, to the reader. */
    <T> T query(String what, String sql, RowReader<T> reader) {
        try (Connection connection = root.duplicate();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return reader.read(rows);
        } catch (SQLException e) {
            throw new QueryFailedException("Cannot " + what + ": " + e.getMessage(), e);
        }
    }

    /** Runs a query that a person wrote; what is wrong with it is told in the engine's words, which point at the place. */
    <T> T ask(String sql, RowReader<T> reader) {
        try (Connection connection = root.duplicate();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return reader.read(rows);
        } catch (SQLException e) {
            throw new InvalidQuestionException("Invalid question: " + e.getMessage());
        }
    }

    /** The rows of a query as lines, their values apart by a space. */
    public List<String> lines(String sql) {
        return ask(sql, rows -> {
            List<String> lines = new ArrayList<>();
            int width = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder line = new StringBuilder(String.valueOf(rows.getString(1)));
                for (int column = 2; column <= width; column++) {
                    line.append(' ').append(rows.getString(column));
                }
                lines.add(line.toString());
            }
            return lines;
        });
    }

    /** Runs several statements on one connection, whose temporary tables they share. */
    void together(String what, Work work) {
        try (DuckDBConnection connection = root.duplicate().unwrap(DuckDBConnection.class)) {
            work.run(connection);
        } catch (SQLException e) {
            throw new QueryFailedException("Cannot " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException e) {
            throw new QueryFailedException("Cannot close DuckDB: " + e.getMessage(), e);
        }
    }

    /** Whether rows come in the order in which a file has them. */
    private enum Order {
        KEPT,
        FREE
    }

    /** Turns all rows of a result into a value. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** Statements on one connection. */
    @FunctionalInterface
    interface Work {
        void run(DuckDBConnection connection) throws SQLException;
    }
}
