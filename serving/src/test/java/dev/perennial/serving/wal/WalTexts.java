package dev.perennial.serving.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the texts that {@link Acks#append} wrote. */
final class WalTexts {
    private WalTexts() {}

    static WalSettings settings(Path directory, long epoch, Durability durability, int segmentBytes) {
        return new WalSettings(directory, "gw1", epoch, durability, segmentBytes, 1 << 28, Duration.ofMillis(20));
    }

    static List<String> of(WriteAheadLog log) throws IOException {
        List<String> texts = new ArrayList<>();
        for (SealedSegment segment : log.sealedSegments()) {
            texts.addAll(of(log.content(segment)));
        }
        return texts;
    }

    static List<String> of(SegmentContent content) {
        List<String> texts = new ArrayList<>();
        for (SegmentContent.Frame frame : content.frames()) {
            ByteBuffer payload = content.payload(frame);
            byte[] text = new byte[payload.getShort() & 0xFFFF];
            payload.get(text);
            texts.add(new String(text, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
