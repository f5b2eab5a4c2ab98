package dev.perennial.testing.faults;

import dev.perennial.testing.faults.Exchange.After;
import java.io.IOException;
import java.time.Duration;

/** What a {@link FaultyProxy} does to one request instead of passing it and its answer on. */
public final class Fault {
    private final String name;
    private final Strike strike;

    private Fault(String name, Strike strike) {
        this.name = name;
        this.strike = strike;
    }

    /** The server does what was asked, the connection is reset without a byte of its answer: a lost acknowledgement. */
    public static Fault loseAnswer() {
        return new Fault("lose answer", exchange -> {
            exchange.forward();
            return exchange.reset();
        });
    }

    /** The request is read and the connection is reset: the server never hears of it. */
    public static Fault loseRequest() {
        return new Fault("lose request", Exchange::reset);
    }

    /** The proxy answers by itself, as S3 does, with {@code code} in an XML body; the server never hears of it. */
    public static Fault answer(int status, String code) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("Invalid status: " + status + ", expected 400 to 599");
        }
        return new Fault("answer " + status, exchange -> exchange.send(HttpMessage.response(status, code)));
    }

    /** The request reaches the server later. */
    public static Fault delayRequest(Duration delay) {
        return new Fault("delay request by " + delay, exchange -> {
            exchange.pause(delay);
            return exchange.send(exchange.forward());
        });
    }

    /** The server does what was asked at once, its answer comes later: with an impatient client a lost acknowledgement. */
    public static Fault delayAnswer(Duration delay) {
        return new Fault("delay answer by " + delay, exchange -> {
            HttpMessage response = exchange.forward();
            exchange.pause(delay);
            return exchange.send(response);
        });
    }

    /** The announced length stays, half of the body comes, the connection ends. Passes over answers without a body. */
    public static Fault truncateBody() {
        return new Fault("truncate body", exchange -> {
            HttpMessage response = exchange.forward();
            return response.hasBody() ? exchange.sendHalf(response) : exchange.passOver(response);
        });
    }

    /** One bit in the middle of the body is another. Passes over answers without a body. */
    public static Fault flipBit() {
        return new Fault("flip bit", exchange -> {
            HttpMessage response = exchange.forward();
            if (!response.hasBody()) {
                return exchange.passOver(response);
            }
            byte[] body = response.body();
            body[body.length / 2] ^= 0x10;
            return exchange.send(response.withBody(body));
        });
    }

    After strike(Exchange exchange) throws IOException {
        return strike.on(exchange);
    }

    @Override
    public String toString() {
        return name;
    }

    @FunctionalInterface
    private interface Strike {
        After on(Exchange exchange) throws IOException;
    }
}
