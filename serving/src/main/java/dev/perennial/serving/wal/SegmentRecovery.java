package dev.perennial.serving.wal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the segments of earlier starts hold, after torn tails have been cut off and segments without a record removed. All
 * that is kept has been forced: the process that wrote it may have been killed before it came to that.
 */
record SegmentRecovery(List<SealedSegment> segments, long tornBytes, long damagedFrames) {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentRecovery.class);

    SegmentRecovery {
        segments = List.copyOf(segments);
    }

    static SegmentRecovery of(LogStorage storage, String instance) throws IOException {
        List<SealedSegment> segments = new ArrayList<>();
        long torn = 0;
        long damaged = 0;
        storage.delete(DiskProbe.NAME);
        SpareFiles.removeAll(storage);
        for (String name : storage.names()) {
            if (!name.endsWith(".wal")) {
                continue;
            }
            byte[] file = storage.read(name);
            Optional<SegmentContent> intact = SegmentContent.of(file);
            // A header that rotted must not cost the records behind it: the file's name says the same.
            Optional<SegmentContent> found = intact.or(
                    () -> SegmentHeader.ofFileName(name, instance).map(header -> SegmentContent.of(header, file)));
            if (found.isEmpty() || found.get().frames().isEmpty()) {
                LOG.info("wal segment without records removed segment={} bytes={}", name, file.length);
                torn += intact.map(SegmentContent::tornBytes).orElseGet(() -> withoutRoom(file));
                storage.delete(name);
                continue;
            }
            SegmentContent content = found.get();
            torn += content.tornBytes();
            damaged += content.damagedFrames() + (intact.isEmpty() ? 1 : 0);
            if (content.soundLength() < file.length) {
                storage.cut(name, content.soundLength());
            } else {
                storage.force(name);
            }
            segments.add(new SealedSegment(name, content.header(), content.soundLength()));
        }
        storage.forceNames();
        return new SegmentRecovery(segments, torn, damaged);
    }

    /* A file that was made longer ahead, or used again, has zeros where nothing was written. */
    private static int withoutRoom(byte[] file) {
        int length = file.length;
        while (length > 0 && file[length - 1] == 0) {
            length--;
        }
        return length;
    }
}
