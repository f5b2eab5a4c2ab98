package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.cli.client.ControlApi;
import dev.perennial.cli.client.Session;
import dev.perennial.cli.print.Cell;
import dev.perennial.cli.print.Table;
import dev.perennial.cli.shell.CommandFailure;
import dev.perennial.cli.shell.ExitCode;
import dev.perennial.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code perennial doctor}: what can be reached, what cannot, and what to do about it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says what can be reached, what cannot, and what to do about it.",
        footer = {"", "Example: perennial doctor"})
final class DoctorVerb implements Callable<Integer> {
    private static final Table FINDINGS = Table.of("/findings", "Nothing was looked at.")
            .column("WHAT", "/what")
            .column("WHERE", "/where")
            .column("FINE", "/fine", Cell.YES)
            .column("WHAT TO DO", "/remedy");

    @Mixin
    private final Session session;

    DoctorVerb(Shell shell) {
        this.session = new Session(shell);
    }

    @Override
    public Integer call() {
        ControlApi api = session.api();
        ObjectNode answer = api.object();
        ArrayNode findings = answer.putArray("findings");
        JsonNode health;
        try {
            health = api.getWhatever("/health");
            finding(findings, "control API", api.address(), true, "");
        } catch (CommandFailure failure) {
            finding(findings, "control API", api.address(), false, "perennial dev, or perennial console");
            session.show(answer, FINDINGS);
            return ExitCode.UNREACHABLE.status();
        }
        server(findings, "Temporal", health.path("temporal"), "start it, or set TEMPORAL_ADDRESS");
        server(findings, "object store", health.path("store"), "start it, or set AWS_ENDPOINT_URL_S3");
        finding(
                findings,
                "worker",
                health.at("/worker/polling").asInt() + " polling",
                health.at("/worker/polling").asInt() > 0,
                "perennial worker");
        int gateways = health.path("gateways").asInt();
        finding(findings, "gateway", gateways + " alive", gateways > 0, "perennial serve");
        if (health.at("/store/reachable").asBoolean()) {
            for (JsonNode gateway : api.get("/gateways").path("gateways")) {
                gateway.path("follows").properties().forEach(followed -> {
                    if (followed.getValue().hasNonNull("problem")) {
                        finding(
                                findings,
                                "gateway " + gateway.path("instance").asText(),
                                followed.getKey(),
                                false,
                                followed.getValue().path("problem").asText());
                    }
                });
            }
        }
        session.show(answer, FINDINGS);
        for (JsonNode finding : findings) {
            if (!finding.path("fine").asBoolean()) {
                return ExitCode.UNREACHABLE.status();
            }
        }
        return ExitCode.DONE.status();
    }

    private static void server(ArrayNode findings, String what, JsonNode server, String remedy) {
        finding(
                findings,
                what,
                server.path("address").asText(),
                server.path("reachable").asBoolean(),
                remedy);
    }

    private static void finding(ArrayNode findings, String what, String where, boolean fine, String remedy) {
        ObjectNode finding =
                findings.addObject().put("what", what).put("where", where).put("fine", fine);
        if (!fine) {
            finding.put("remedy", remedy);
        }
    }
}
