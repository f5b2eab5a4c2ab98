package dev.perennial.serving.gateway;

import dev.perennial.serving.wal.AppendListener;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An answer that is sent once its records are in the log; 503 if they are not. */
final class LoggedAnswer implements AppendListener {
    private final HttpServerExchange exchange;
    private final Answers answers;
    private final int status;
    private final AnswerBody answer;
    private final Runnable whenSent;

    /** An answer in JSON. */
    LoggedAnswer(HttpServerExchange exchange, Answers answers, int status, ByteBuffer json, Runnable whenSent) {
        this(exchange, answers, status, AnswerBody.json(json), whenSent);
    }

    LoggedAnswer(HttpServerExchange exchange, Answers answers, int status, AnswerBody answer, Runnable whenSent) {
        this.exchange = exchange;
        this.answers = answers;
        this.status = status;
        this.answer = answer;
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

    /** The same from whatever thread it is: for an exchange whose IO thread does not come back. */
    AppendListener withoutIoThread() {
        return new AppendListener() {
            @Override
            public void durable() {
                send();
            }

            @Override
            public void failed(IOException reason) {
                refuse();
            }
        };
    }

    private void send() {
        answers.body(exchange, status, answer);
        whenSent.run();
    }

    private void refuse() {
        answers.error(exchange, 503, "Cannot log the request, so it is not answered: try again");
    }

    private void onIoThread(Runnable send) {
        if (exchange.isInIoThread()) {
            send.run();
        } else {
            exchange.getIoThread().execute(send);
        }
    }
}
