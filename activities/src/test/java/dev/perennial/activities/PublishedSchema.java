package dev.perennial.activities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.perennial.workflows.monitor.WindowReport;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** The published schemas of windows' reports, beside {@link WindowReport}. */
final class PublishedSchema {
    private PublishedSchema() {}

    /** What of the document the schema does not allow, or does not describe. */
    static List<String> problems(String name, JsonNode document) throws IOException {
        try (InputStream stored = WindowReport.class.getResourceAsStream(name)) {
            JsonNode schema = new ObjectMapper().readTree(Objects.requireNonNull(stored, name));
            schema.path("$defs").forEach(PublishedSchema::close);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema)
                    .validate(document)
                    .stream()
                    .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                    .toList();
        }
    }

    /* The published schema lets a newer release add fields; what this one writes must all be described. */
    private static void close(JsonNode definition) {
        if (definition.has("properties")) {
            ((ObjectNode) definition).put("additionalProperties", false);
        }
    }
}
