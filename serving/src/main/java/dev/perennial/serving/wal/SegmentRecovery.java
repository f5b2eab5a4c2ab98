package dev.perennial.serving.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the segments of earlier starts hold, after torn tails have been cut off and empty segments removed. */
record SegmentRecovery(List<SealedSegment> segments, long tornBytes, long damagedFrames) {
    SegmentRecovery {
        segments = List.copyOf(segments);
    }

    static SegmentRecovery of(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> listing = Files.list(directory)) {
            files = listing.filter(file -> file.getFileName().toString().endsWith(".wal"))
                    .sorted()
                    .toList();
        }
        List<SealedSegment> segments = new ArrayList<>();
        long torn = 0;
        long damaged = 0;
        for (Path file : files) {
            Optional<SegmentContent> content = SegmentContent.read(file);
            if (content.isEmpty()) {
                torn += Files.size(file);
                Files.delete(file);
                continue;
            }
            SegmentContent sound = content.get();
            torn += sound.tornBytes();
            damaged += sound.damagedFrames();
            if (sound.frames().isEmpty()) {
                Files.delete(file);
                continue;
            }
            if (sound.tornBytes() > 0) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(sound.soundLength());
                    channel.force(true);
                }
            }
            segments.add(new SealedSegment(file, sound.header(), sound.soundLength()));
        }
        return new SegmentRecovery(segments, torn, damaged);
    }
}
