package dev.perennial.benchmarks.profiles;

import dev.perennial.activities.segments.ParquetProfiles;
import dev.perennial.monitoring.profile.ProfileBuilder;
import dev.perennial.monitoring.profile.ProfileCodec;
import dev.perennial.monitoring.profile.ProfileLayout;
import dev.perennial.monitoring.profile.SegmentProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A window of 90 days with one segment an hour, evaluated as the workers do it with files in place of a store: a segment
 * is read once and its profile kept, a whole day is added up once and its sum kept.
 */
final class SlidingWindow {
    private static final int HOURS = 90 * 24;

    private final ProfileLayout layout;
    private final ProfileCodec codec;
    private final Path segment;
    private final Path folder;
    private int read;

    SlidingWindow(ProfileLayout layout, Path segment, Path folder) {
        this.layout = layout;
        this.segment = segment;
        this.folder = folder;
        codec = new ProfileCodec(layout);
    }

    /** How many segments were read so far. */
    int read() {
        return read;
    }

    /** Adds up the window that begins in this hour; how many profiles that took. */
    int evaluate(int firstHour) throws IOException {
        List<Path> parts = new ArrayList<>();
        int hour = firstHour;
        while (hour < firstHour + HOURS) {
            boolean whole = hour % 24 == 0 && hour + 24 <= firstHour + HOURS;
            parts.add(whole ? day(hour / 24) : ofHour(hour));
            hour += whole ? 24 : 1;
        }
        if (sum(parts).rows() != 5_000L * HOURS) {
            throw new IllegalStateException("A window of " + HOURS + " segments lost rows");
        }
        return parts.size();
    }

    private Path day(int day) throws IOException {
        Path kept = folder.resolve("day-" + day);
        if (!Files.exists(kept)) {
            List<Path> hours = new ArrayList<>();
            for (int hour : IntStream.range(24 * day, 24 * day + 24).toArray()) {
                hours.add(ofHour(hour));
            }
            Files.write(kept, ProfileCodec.encode(sum(hours)));
        }
        return kept;
    }

    private Path ofHour(int hour) throws IOException {
        Path kept = folder.resolve("hour-" + hour);
        if (!Files.exists(kept)) {
            read++;
            Files.write(kept, ProfileCodec.encode(ParquetProfiles.profile(layout, List.of(segment))));
        }
        return kept;
    }

    private SegmentProfile sum(List<Path> parts) throws IOException {
        ProfileBuilder builder = new ProfileBuilder(layout);
        for (Path part : parts) {
            builder.add(codec.decode(Files.readAllBytes(part)));
        }
        return builder.build();
    }
}
