package dev.perennial.serving.gateway;

import dev.perennial.serving.wal.AppendListener;
import dev.perennial.serving.wal.Durability;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An answer that is sent once its records are in the log; 503 if they are not, or marked so where that is promised. */
final class LoggedAnswer implements AppendListener {
    private static final LogPromise STRICT = new LogPromise(Durability.WRITTEN, WhenLogFails.STRICT);

    private final HttpServerExchange exchange;
    private final Answers answers;
    private final int status;
    private final AnswerBody answer;
    private final LogPromise promise;
    private final Runnable whenSent;

    /** An answer in JSON, of which nothing is sent unless it is logged. */
    LoggedAnswer(HttpServerExchange exchange, Answers answers, int status, ByteBuffer json, Runnable whenSent) {
        this(exchange, answers, status, AnswerBody.json(json), STRICT, whenSent);
    }

    LoggedAnswer(
            HttpServerExchange exchange,
            Answers answers,
            int status,
            AnswerBody answer,
            LogPromise promise,
            Runnable whenSent) {
        this.exchange = exchange;
        this.answers = answers;
        this.status = status;
        this.answer = answer;
        this.promise = promise;
        this.whenSent = whenSent;
    }

    @Override
    public void durable() {
        onIoThread(this::send);
    }

    @Override
    public void failed(IOException reason) {
        onIoThread(this::refuse);
    }

    void send() {
        answers.body(exchange, status, promise.logged(exchange, answer));
        whenSent.run();
    }

    void refuse() {
        if (promise.answersUnlogged()) {
            answers.unlogged(exchange, status, LogPromise.unlogged(exchange, answer));
            whenSent.run();
        } else {
            answers.error(exchange, 503, "Cannot log the request, so it is not answered: try again");
        }
    }

    /** Now where this is the exchange's thread; in that thread's next pass otherwise. */
    void onIoThread(Runnable send) {
        if (exchange.isInIoThread()) {
            send.run();
        } else {
            exchange.getIoThread().execute(send);
        }
    }
}
