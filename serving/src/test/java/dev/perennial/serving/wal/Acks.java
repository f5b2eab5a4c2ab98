package dev.perennial.serving.wal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A listener that a test can wait for. */
final class Acks extends CompletableFuture<Boolean> implements AppendListener {
    @Override
    public void durable() {
        complete(true);
    }

    @Override
    public void failed(IOException reason) {
        completeExceptionally(reason);
    }

    static Acks append(WriteAheadLog log, String... texts) {
        FrameBuffer frames = new FrameBuffer();
        for (String text : texts) {
            frames.begin((byte) 1).putText(text).end();
        }
        Acks acks = new Acks();
        log.append(frames.take(), acks);
        var unused = acks.orTimeout(20, TimeUnit.SECONDS);
        return acks;
    }
}
