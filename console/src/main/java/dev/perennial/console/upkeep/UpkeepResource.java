package dev.perennial.console.upkeep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Body;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.loop.Loop;
import dev.perennial.console.models.KnownModels;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.workflows.upkeep.Erasure;
import dev.perennial.workflows.upkeep.UpkeepOptions;
import dev.perennial.workflows.upkeep.UpkeepRequest;
import dev.perennial.workflows.upkeep.UpkeepSummary;
import dev.perennial.workflows.upkeep.UpkeepTask;
import dev.perennial.workflows.upkeep.UpkeepTotals;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Compacts a model's log, removes what is too old, and erases the rows of one entity. Whose rows are to be erased goes into
 * an object of the store, never into a workflow's history, and is removed with them.
 */
public final class UpkeepResource {
    private static final int SALT_BYTES = 16;
    private static final int ID_LENGTH = 32;

    private final ObjectStore store;
    private final KnownModels models;
    private final Loop loop;
    private final Duration longestWait;
    private final ObjectMapper json = RegistryJson.mapper();
    private final SecureRandom random = new SecureRandom();

    /** Upkeep of these models' logs; no request waits longer than {@code longestWait} for its end. */
    public UpkeepResource(ObjectStore store, KnownModels models, Loop loop, Duration longestWait) {
        this.store = store;
        this.models = models;
        this.loop = loop;
        this.longestWait = longestWait;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.post("/api/v1/models/{model}/log/compact", context -> tidy(context, UpkeepTask.COMPACT));
        routes.post("/api/v1/models/{model}/log/expire", context -> tidy(context, UpkeepTask.EXPIRE));
        routes.post("/api/v1/models/{model}/log/erase", this::erase);
    }

    private void tidy(Context context, UpkeepTask task) {
        ModelName model = models.state(context).model();
        Body body = Body.of(context, "reason", "wait", "commandId");
        UpkeepRequest request = new UpkeepRequest(
                Optional.of(model),
                List.of(task),
                Optional.empty(),
                Parameters.actor(context),
                body.optional("reason").orElse(""),
                UpkeepOptions.GRACE);
        String workflow = loop.startUpkeep(model, task.word(), request);
        Json.answer(context, answer(model, workflow, body, Optional.empty()));
    }

    private void erase(Context context) {
        ModelName model = models.state(context).model();
        Body body = Body.of(context, "entity", "reason", "wait", "commandId");
        String entity =
                body.required("entity", "whose rows are to be erased, as 'parameters.entity' of requests named it");
        String id = Digest.of(body.commandId()).hex().substring(0, ID_LENGTH);
        UpkeepRequest request = new UpkeepRequest(
                Optional.of(model),
                List.of(UpkeepTask.ERASE),
                Optional.of(id),
                Parameters.actor(context),
                body.required("reason", "why the rows are erased"),
                UpkeepOptions.GRACE);
        Erasure erasure = kept(id, entity);
        String workflow = loop.startUpkeep(model, UpkeepTask.ERASE.word() + "-" + id, request);
        Json.answer(context, answer(model, workflow, body, Optional.of(erasure)));
    }

    /* A command that is repeated finds its erasure, and so its salt. */
    private Erasure kept(String id, String entity) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Erasure erasure = new Erasure(entity, HexFormat.of().formatHex(salt));
        try {
            if (store.create(Erasure.key(id), json.writeValueAsBytes(erasure)) != CreateOutcome.CONFLICT) {
                return erasure;
            }
            Erasure earlier = json.readValue(
                    store.read(Erasure.key(id))
                            .orElseThrow(() -> ApiException.conflict("Cannot erase again: erasure " + id + " is over")),
                    Erasure.class);
            if (!earlier.entity().equals(entity)) {
                throw ApiException.conflict("Cannot erase: this command's id was used for another entity");
            }
            return earlier;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write an erasure", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read erasure " + id, e);
        }
    }

    private Upkept answer(ModelName model, String workflow, Body body, Optional<Erasure> erasure) {
        boolean waits = !body.optional("wait").filter("no"::equals).isPresent();
        Optional<UpkeepSummary.Done> done = waits
                ? loop.upkeep(workflow, 1, longestWait)
                        .flatMap(summary -> summary.done().stream().findFirst())
                : Optional.empty();
        return new Upkept(
                model,
                workflow,
                done.isPresent(),
                done.map(UpkeepSummary.Done::pieces),
                done.map(UpkeepSummary.Done::totals),
                done.map(UpkeepSummary.Done::more),
                erasure.map(Erasure::salt),
                erasure.map(Erasure::digest));
    }

    private record Upkept(
            ModelName model,
            String workflow,
            boolean done,
            Optional<Integer> pieces,
            Optional<UpkeepTotals> totals,
            Optional<Boolean> more,
            Optional<String> receipt,
            Optional<Digest> entityDigest) {}
}
