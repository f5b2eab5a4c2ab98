package dev.perennial.console.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;

/**
 * Who may ask while there is no authentication: programs on this machine. A page in a browser on this machine is not
 * one of them: another site's name that resolves to loopback is told by its {@code Host}, and a form of another site
 * cannot carry the actor's header, which every change demands.
 */
public final class LocalCallers {
    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private LocalCallers() {}

    /** Refuses everyone else. */
    public static void check(Context context) {
        String host = context.host();
        String name = host == null ? "" : host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
        if (!HOSTS.contains(name)) {
            throw ApiException.forbidden("Cannot answer requests for the host '" + printable(name)
                    + "': the control API answers on this machine only, as localhost, 127.0.0.1 or [::1]");
        }
        if (!Set.of("GET", "HEAD").contains(context.req().getMethod())) {
            Parameters.actor(context);
        }
    }

    private static String printable(String name) {
        return name.replaceAll("[^a-z0-9.:_-]", "?");
    }
}
