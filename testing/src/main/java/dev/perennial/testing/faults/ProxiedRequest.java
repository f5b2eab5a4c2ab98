package dev.perennial.testing.faults;

import java.util.Locale;
import java.util.Map;

/** The head of a request that reached a {@link FaultyProxy}; header names are in lower case. */
public record ProxiedRequest(String method, String path, Map<String, String> headers) {
    public ProxiedRequest {
        headers = Map.copyOf(headers);
    }

    /** A put that only creates. */
    public boolean createsOnly() {
        return method.equals("PUT") && "*".equals(headers.get("if-none-match"));
    }

    /** A request of this method for a path that holds this text; the path begins with the bucket. */
    public boolean is(String expectedMethod, String pathPart) {
        return method.equals(expectedMethod.toUpperCase(Locale.ROOT)) && path.contains(pathPart);
    }
}
