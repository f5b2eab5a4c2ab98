package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small file of rows, CSV with a heading or JSON lines, as JSON objects; an empty field of a CSV is left out. */
final class RowFile {
    private RowFile() {}

    static List<ObjectNode> read(Path file) {
        try {
            String text = Files.readString(file);
            return file.toString().endsWith(".csv") ? csv(file, text) : lines(file, text);
        } catch (IOException e) {
            throw invalid("Cannot read " + file + ": " + e.getMessage());
        }
    }

    private static List<ObjectNode> lines(Path file, String text) {
        ObjectMapper json = new ObjectMapper();
        List<ObjectNode> rows = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                JsonNode row = json.readTree(line);
                if (!(row instanceof ObjectNode object)) {
                    throw invalid(
                            file + ": line " + number + " is no JSON object; expected JSON lines, or a .csv file");
                }
                rows.add(object);
            } catch (IOException e) {
                throw invalid(file + ": line " + number + " is not JSON; expected JSON lines, or a .csv file");
            }
        }
        return rows;
    }

    private static List<ObjectNode> csv(Path file, String text) {
        List<List<String>> records = records(text);
        if (records.isEmpty()) {
            throw invalid(file + ": it is empty, expected a line of column names");
        }
        List<String> names = records.get(0);
        ObjectMapper json = new ObjectMapper();
        List<ObjectNode> rows = new ArrayList<>();
        for (int i = 1; i < records.size(); i++) {
            List<String> fields = records.get(i);
            if (fields.size() != names.size()) {
                throw invalid(file + ": row " + i + " has " + fields.size() + " fields, expected " + names.size());
            }
            ObjectNode row = json.createObjectNode();
            for (int field = 0; field < names.size(); field++) {
                if (!fields.get(field).isEmpty()) {
                    row.set(names.get(field), TextNode.valueOf(fields.get(field)));
                }
            }
            rows.add(row);
        }
        return rows;
    }

    /** The records of RFC 4180: fields may stand in quotes, a quote within is doubled. */
    private static List<List<String>> records(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                fields.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    add(records, fields);
                    fields = new ArrayList<>();
                }
            } else if (c != '\r') {
                field.append(c);
            }
        }
        fields.add(field.toString());
        add(records, fields);
        return records;
    }

    private static void add(List<List<String>> records, List<String> fields) {
        if (fields.size() > 1 || !fields.get(0).isEmpty()) {
            records.add(fields);
        }
    }

    private static CommandFailure invalid(String message) {
        return new CommandFailure(ExitCode.INVALID, message);
    }
}
