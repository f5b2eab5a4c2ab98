package dev.perennial.cli.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.cli.client.Session;
import dev.perennial.console.gateways.Gateways;
import dev.perennial.registry.Actor;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.ObjectStoreRegistry;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.RegistryJson;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.registry.store.S3ObjectStore;
import dev.perennial.registry.store.S3Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The rollback that needs neither Temporal nor the control API: one entry in the model's log, which gateways follow. The
 * model's workflow reads the log before its next step and finds the rollback there.
 */
final class BreakGlass {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Session session;

    BreakGlass(Session session) {
        this.session = session;
    }

    JsonNode rollBack(String name, Optional<String> to, Optional<String> reason) {
        ModelName model = new ModelName(name);
        Optional<Integer> wanted = to.map(text -> number(model, text));
        String why = reason.orElse("no reason given");
        ObjectMapper json = RegistryJson.mapper();
        try (S3ObjectStore store =
                S3ObjectStore.of(S3Settings.fromEnvironment(session.addresses().environment()))) {
            Registry registry = new ObjectStoreRegistry(store, session.shell().clock());
            RegistryEntry entry =
                    registry.append(model, "break-glass:" + UUID.randomUUID(), state -> draft(state, wanted, why));
            List<Gateways.Progress> gateways =
                    new Gateways(store, session.shell().clock()).awaitFollowing(model, entry.seq(), PATIENCE);
            return json.createObjectNode()
                    .put(
                            "message",
                            entry.entry().sentence() + "; written straight to the store, the model's workflow finds it"
                                    + " there when it runs again")
                    .put("logSeq", entry.seq())
                    .put("complete", gateways.stream().allMatch(Gateways.Progress::follows))
                    .set("gateways", json.valueToTree(gateways));
        }
    }

    private static int number(ModelName model, String text) {
        if (text.matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(text);
        }
        ModelVersion version = ModelVersion.parse(text);
        if (!version.model().equals(model)) {
            throw new IllegalArgumentException("Invalid target: " + version + " is not a version of " + model);
        }
        return version.number();
    }

    private EntryDraft draft(ModelState state, Optional<Integer> wanted, String why) {
        ModelVersion champion = state.requireChampion();
        int target = wanted.orElseGet(() -> state.traffic().isPresent()
                ? champion.number()
                : state.requireRollbackTarget().number());
        ModelVersion version = new ModelVersion(state.model(), target);
        return new EntryDraft(
                TimelineKind.ROLLED_BACK,
                Actor.user(session.user()),
                Optional.empty(),
                "Rolled back from " + champion + " to " + version + " by breaking the glass: " + why,
                new RegistryChange.RolledBack(target),
                Evidence.none().with("from", champion.toString()).with("to", version.toString()));
    }
}
