package dev.perennial.console.http;

import dev.perennial.registry.log.RefusedException;
import dev.perennial.registry.log.UnknownModelException;
import dev.perennial.registry.spec.InvalidSpecException;
import dev.perennial.registry.spec.SpecProblem;
import dev.perennial.registry.store.StoreDeniedException;
import dev.perennial.registry.store.StoreUnavailableException;
import dev.perennial.workflows.client.TemporalUnavailableException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every exception of a route into the API's one error body, {@code {"error": {"code", "message", "problems"}}}. */
public final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private Errors() {}

    /** Registers the answers. */
    public static void register(RoutesConfig routes) {
        routes.exception(ApiException.class, (e, context) -> answer(context, e.code(), text(e), e.problems()));
        routes.exception(
                InvalidSpecException.class,
                (e, context) -> answer(
                        context,
                        ErrorCode.INVALID,
                        "Invalid model file: " + e.problems().size()
                                + (e.problems().size() == 1 ? " problem" : " problems"),
                        e.problems()));
        routes.exception(
                UnknownModelException.class, (e, context) -> answer(context, ErrorCode.NOT_FOUND, text(e), List.of()));
        routes.exception(
                RefusedException.class, (e, context) -> answer(context, ErrorCode.CONFLICT, text(e), List.of()));
        unreachable(routes, StoreUnavailableException.class);
        unreachable(routes, StoreDeniedException.class);
        unreachable(routes, TemporalUnavailableException.class);
        routes.exception(HttpResponseException.class, (e, context) -> {
            ErrorCode code = switch (e.getStatus()) {
                case 404, 405 -> ErrorCode.NOT_FOUND;
                case 403 -> ErrorCode.FORBIDDEN;
                default -> ErrorCode.INVALID;
            };
            String message =
                    code == ErrorCode.NOT_FOUND ? "No such route: " + context.method() + " " + context.path() : text(e);
            answer(context, code, message, List.of());
        });
        routes.exception(Exception.class, (e, context) -> {
            String reference = UUID.randomUUID().toString();
            LOG.error("request failed method={} path={} reference={}", context.method(), context.path(), reference, e);
            answer(
                    context,
                    ErrorCode.FAILED,
                    "Cannot answer: an unexpected failure; the console's log has it under " + reference,
                    List.of());
        });
    }

    private static <E extends Exception> void unreachable(RoutesConfig routes, Class<E> type) {
        routes.exception(type, (e, context) -> {
            LOG.warn("server unreachable path={} reason={}", context.path(), e.getMessage());
            answer(context, ErrorCode.UNREACHABLE, text(e), List.of());
        });
    }

    private static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static void answer(Context context, ErrorCode code, String message, List<SpecProblem> problems) {
        Json.answer(context, code.status(), new Answer(new Description(code, message, problems)));
    }

    private record Answer(Description error) {}

    private record Description(ErrorCode code, String message, List<SpecProblem> problems) {}
}
