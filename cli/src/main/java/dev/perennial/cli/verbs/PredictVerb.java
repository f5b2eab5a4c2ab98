package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perennial predict}: asks a gateway for the predictions of a file's rows, one request a row. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a gateway for the predictions of a file's rows.",
            "Columns are the model's features, and if wanted event_time and entity."
        },
        footer = {"", "Example: perennial predict flight-delay -f flights.csv"})
final class PredictVerb implements Callable<Integer> {
    private static final Set<String> PARAMETERS = Set.of("event_time", "entity");
    /* What models answer with, of which each has one. */
    private static final List<String> ANSWERS = List.of("probability", "value", "class");
    private static final String NO_ROWS = "The file has no rows.";

    @Mixin
    private final Session session;

    @Parameters(paramLabel = "MODEL", description = "The model's name.")
    private String model = "";

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "ROWS",
            description = "CSV with a heading, or JSON lines.")
    private Path file = Path.of("");

    @Option(
            names = "--gateway",
            defaultValue = Option.NULL_VALUE,
            paramLabel = "URL",
            description = "The gateway; otherwise PERENNIAL_GATEWAY_URL, otherwise one that is alive.")
    private Optional<String> gateway = Optional.empty();

    PredictVerb(Shell shell) {
        this.session = new Session(shell);
    }

    @Override
    public Integer call() {
        ControlApi server = session.gateway(gateway);
        JsonNode metadata = server.get("/v2/models/" + ControlApi.segment(model));
        ObjectNode answer = server.object();
        ArrayNode predictions = answer.put("model", model).putArray("predictions");
        int number = 0;
        for (ObjectNode row : RowFile.read(file)) {
            number++;
            JsonNode predicted =
                    server.post("/v2/models/" + ControlApi.segment(model) + "/infer", request(metadata, row, number));
            ObjectNode prediction = predictions.addObject().put("row", number);
            predicted.path("outputs").forEach(output -> put(prediction, output));
            prediction
                    .put("version", predicted.path("model_version").asText())
                    .put("arm", predicted.at("/parameters/arm").asText())
                    .put(
                            "prediction_id",
                            predicted.at("/parameters/prediction_id").asText());
        }
        String said =
                ANSWERS.stream().filter(word -> has(metadata, word)).findFirst().orElse("probability");
        return session.show(
                answer,
                Table.of("/predictions", NO_ROWS)
                        .column("ROW", "/row")
                        .column(said.toUpperCase(Locale.ROOT), "/" + said)
                        .column("VERSION", "/version")
                        .column("ARM", "/arm")
                        .column("PREDICTION", "/prediction_id"));
    }

    private static boolean has(JsonNode metadata, String answer) {
        for (JsonNode output : metadata.path("outputs")) {
            if (output.path("name").asText().equals(answer)) {
                return true;
            }
        }
        return false;
    }

    /* One number or class, or a number for each class. */
    private static void put(ObjectNode prediction, JsonNode output) {
        String name = output.path("name").asText();
        if (ANSWERS.contains(name)) {
            prediction.set(name, output.at("/data/0"));
        } else if (output.at("/parameters/classes").isTextual()) {
            ObjectNode byClass = prediction.putObject(name);
            String[] classes = output.at("/parameters/classes").asText().split(",", -1);
            for (int at = 0; at < classes.length; at++) {
                byClass.set(classes[at], output.at("/data/" + at));
            }
        }
    }

    private ObjectNode request(JsonNode metadata, ObjectNode row, int number) {
        ObjectNode body = row.objectNode();
        ArrayNode inputs = body.putArray("inputs");
        Set<String> known = new HashSet<>(PARAMETERS);
        for (JsonNode input : metadata.path("inputs")) {
            String name = input.path("name").asText();
            known.add(name);
            if (row.hasNonNull(name)) {
                ObjectNode tensor = inputs.addObject()
                        .put("name", name)
                        .put("datatype", input.path("datatype").asText());
                tensor.putArray("shape").add(1);
                add(tensor.putArray("data"), input.path("datatype").asText(), name, row.get(name), number);
            }
        }
        row.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new CommandFailure(
                        ExitCode.INVALID,
                        file + ": row " + number + " has '" + name + "', which is no feature of " + model
                                + "; the features are " + names(metadata));
            }
        });
        ObjectNode parameters = body.putObject("parameters");
        PARAMETERS.stream()
                .filter(row::hasNonNull)
                .forEach(name -> parameters.put(name, row.get(name).asText()));
        return body;
    }

    private void add(ArrayNode data, String datatype, String name, JsonNode value, int row) {
        if (datatype.equals("BYTES")) {
            data.add(value.asText());
            return;
        }
        try {
            data.add(value.isNumber() ? value.asDouble() : Double.parseDouble(value.asText()));
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    file + ": row " + row + " has '" + value.asText() + "' for " + name + ", expected a number");
        }
    }

    private static Set<String> names(JsonNode metadata) {
        Set<String> names = new java.util.LinkedHashSet<>();
        metadata.path("inputs").forEach(input -> names.add(input.path("name").asText()));
        return names;
    }
}
