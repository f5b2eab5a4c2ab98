package dev.perennial.serving.gateway;

import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RouteTable;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/**
 * One inference request that has been read, with the routes that were in force when it came.
 *
 * @param pinned the version that the caller named
 * @param before answers that its IO thread made before it in the same pass and has not sent
 * @param receivedMicros when it was read, microseconds since 1970
 * @param started the monotonic clock when its first byte was there
 * @param deadline the monotonic clock after which no further row is given to a version
 */
record InferBatch(
        HttpServerExchange exchange,
        RouteTable table,
        @Nullable LoadedVersion pinned,
        InferRequest request,
        PassAnswers before,
        long receivedMicros,
        long started,
        long deadline) {
    /** The version that answers rows that no traffic plan gives to another. */
    @Nullable
    LoadedVersion inCharge() {
        return pinned == null ? table.champion() : pinned;
    }
}
