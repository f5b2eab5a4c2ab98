package dev.perennial.serving.gateway;

import dev.perennial.registry.spec.LogSpec;
import dev.perennial.serving.wal.Durability;
import dev.perennial.serving.wal.WalSettings;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What an answer to an inference request says of its place in the log, as a header and among its parameters. */
final class LogPromise {
    private static final HttpString DURABILITY = new HttpString("X-Durability");
    private static final HttpString LOGGED = new HttpString("X-Logged");
    private static final byte[] PARAMETERS = "\"parameters\":{".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNLOGGED = "\"logged\":false,".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ASYNC = ("\"durability\":\"async\",\"may_lose\":" + WalSettings.UNWRITTEN_RECORDS + ",")
            .getBytes(StandardCharsets.US_ASCII);
    private static final String ASYNC_HEADER = "async; may-lose=" + WalSettings.UNWRITTEN_RECORDS;

    private final Durability durability;
    private final WhenLogFails whenLogFails;

    LogPromise(Durability durability, WhenLogFails whenLogFails) {
        this.durability = durability;
        this.whenLogFails = whenLogFails;
    }

    /** What is promised of the predictions of a model whose file says this. */
    LogPromise of(LogSpec log) {
        return log.whenFailing()
                .map(policy -> new LogPromise(durability, WhenLogFails.of(policy)))
                .orElse(this);
    }

    boolean answersUnlogged() {
        return whenLogFails == WhenLogFails.DEGRADED;
    }

    /** The answer of a prediction that the log has taken; changed only where taking it promises less than usual. */
    AnswerBody logged(HttpServerExchange exchange, AnswerBody answer) {
        if (durability != Durability.ASYNC) {
            return answer;
        }
        exchange.getResponseHeaders().put(DURABILITY, ASYNC_HEADER);
        return with(ASYNC, answer);
    }

    /** The answer of a prediction that the log has not taken. */
    static AnswerBody unlogged(HttpServerExchange exchange, AnswerBody answer) {
        exchange.getResponseHeaders().put(LOGGED, "false");
        return with(UNLOGGED, answer);
    }

    /* In front of the first parameters, which are the answer's. No text of a client holds these bytes: it has its quotes escaped. */
    private static AnswerBody with(byte[] parameter, AnswerBody answer) {
        ByteBuffer bytes = answer.bytes();
        int at = 0;
        while (!bytes.slice(at, PARAMETERS.length).equals(ByteBuffer.wrap(PARAMETERS))) {
            at++;
        }
        at += PARAMETERS.length;
        ByteBuffer changed = ByteBuffer.allocate(bytes.remaining() + parameter.length);
        changed.put(bytes.slice(0, at)).put(parameter).put(bytes.slice(at, bytes.remaining() - at));
        return new AnswerBody(changed.flip(), answer.jsonLength() + parameter.length);
    }
}
