package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.perennial.serving.routing.Routes;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;

/**
 * The protocol's model repository: its index is what the gateway serves. Loading and unloading are refused, since the
 * registry decides what is served. Thread-safe.
 */
final class RepositoryHandler {
    static final String MODELS = "/v2/repository/models/";

    private final Routes routes;
    private final BodyReader bodies;
    private final Answers answers;
    private final JsonFactory json = new RequestJson();

    RepositoryHandler(Routes routes, BodyReader bodies, Answers answers) {
        this.routes = routes;
        this.bodies = bodies;
        this.answers = answers;
    }

    /** Lists all versions; those that are ready alone where the body asks for it. A body is not needed. */
    void index(HttpServerExchange exchange) {
        bodies.read(
                exchange,
                (read, body) -> answers.json(
                        read,
                        200,
                        readyAlone(body)
                                ? MetadataAnswer.readyIndex(routes.all())
                                : MetadataAnswer.index(routes.all())));
    }

    private boolean readyAlone(byte[] body) {
        if (body.length == 0) {
            return false;
        }
        boolean ready = false;
        try (JsonParser in = json.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw RejectedRequestException.invalid("Invalid request: expected a JSON object or no body");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean flag = in.currentName().equals("ready");
                in.nextToken();
                if (flag) {
                    ready = RequestParameters.flag(in, "ready");
                } else {
                    in.skipChildren();
                }
            }
            if (in.nextToken() != null) {
                throw RejectedRequestException.invalid("Invalid request: something follows the JSON object");
            }
            return ready;
        } catch (JsonProcessingException e) {
            throw InferRequestReader.invalidJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read from memory", e);
        }
    }

    /** Refuses to load or unload the model that the path names. */
    RejectedRequestException refusal(String path) {
        int slash = path.indexOf('/', MODELS.length());
        String action = slash < 0 ? "" : path.substring(slash + 1);
        if (!action.equals("load") && !action.equals("unload")) {
            return new RejectedRequestException(404, "Not found: there is no such path");
        }
        String name = path.substring(MODELS.length(), slash);
        if (routes.of(name) == null) {
            return new RejectedRequestException(404, "Model " + GatewayHandler.echo(name) + " not found");
        }
        return new RejectedRequestException(
                409, "Cannot " + action + " model " + name + ": the registry decides which versions are served");
    }
}
