package dev.perennial.console.models;

import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Parameters;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.Registry;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the model that a request names, or says which there are. Safe for use by several threads. */
public final class KnownModels {
    private final Registry registry;

    /** The models of this registry. */
    public KnownModels(Registry registry) {
        this.registry = registry;
    }

    /** The state of the model that the request's path names; it has a log. */
    public ModelState state(Context context) {
        return state(Parameters.model(context));
    }

    /** The state of a model that has a log. */
    public ModelState state(ModelName model) {
        ModelState state = registry.state(model);
        if (state.seq() == 0) {
            throw unknown(model);
        }
        return state;
    }

    private ApiException unknown(ModelName model) {
        List<ModelName> known = registry.models();
        String names = known.stream().limit(20).map(ModelName::value).collect(Collectors.joining(", "));
        return ApiException.notFound(
                "No model '" + model + "'; " + (known.isEmpty() ? "none is declared yet" : "there are " + names));
    }
}
