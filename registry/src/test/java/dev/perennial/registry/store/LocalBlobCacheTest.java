package dev.perennial.registry.store;

import static dev.perennial.registry.store.ObjectStoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalBlobCacheTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Map<Digest, byte[]> remote = new HashMap<>();
    private final AtomicInteger downloads = new AtomicInteger();
    private final AtomicLong seconds = new AtomicLong();
    private final InstantSource clock = () -> Instant.EPOCH.plusSeconds(seconds.incrementAndGet());

    private LocalBlobCache cache(long mostBytes) {
        return new LocalBlobCache(folder.resolve("cache"), mostBytes, this::download, clock);
    }

    private boolean download(Digest digest, Path target) {
        downloads.incrementAndGet();
        byte[] content = remote.get(digest);
        if (content == null) {
            return false;
        }
        try {
            Files.write(target, content);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Digest publish(String content) {
        Digest digest = Digest.of(content);
        remote.put(digest, bytes(content));
        return digest;
    }

    @Test
    void fetchesOnceAndServesAfterARestartWithoutTheSource() {
        Digest digest = publish("weights");
        LocalBlobCache cache = cache(1000);
        assertThat(cache.cached(digest)).isEmpty();
        assertThat(cache.fetch(digest))
                .hasValueSatisfying(file -> assertThat(file).hasContent("weights"));
        assertThat(cache.read(digest)).hasValue(bytes("weights"));
        remote.clear();
        assertThat(cache(1000).fetch(digest))
                .hasValueSatisfying(file -> assertThat(file).hasContent("weights"));
        assertThat(cache(1000).cached(digest)).isPresent();
        assertThat(downloads).hasValue(1);
    }

    @Test
    void fetchesAnewWhatTheDiskDamaged() throws IOException {
        Digest digest = publish("weights");
        Path file = cache(1000).fetch(digest).orElseThrow();
        Files.writeString(file, "we1ghts");
        assertThat(cache(1000).cached(digest)).isEmpty();
        assertThat(cache(1000).read(digest)).hasValue(bytes("weights"));
        assertThat(downloads).hasValue(2);
    }

    @Test
    void keepsNothingOfWhatDoesNotMatchItsDigest() {
        Digest digest = Digest.of("weights");
        remote.put(digest, bytes("others"));
        assertThatThrownBy(() -> cache(1000).fetch(digest))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage(
                        "the bytes fetched have digest " + Digest.of("others").abbreviated());
        assertThat(folder.resolve("cache")).isEmptyDirectory();
        assertThat(cache(1000).fetch(Digest.of("absent"))).isEmpty();
    }

    @Test
    void deletesWhatWasUsedLongestAgoButNeverTheNewest() {
        LocalBlobCache cache = cache(10);
        Digest first = publish("1111");
        Digest second = publish("2222");
        Digest third = publish("3333");
        Digest large = publish("larger than the whole cache");
        cache.fetch(first);
        cache.fetch(second);
        cache.fetch(first);
        cache.fetch(third);
        assertThat(cache.cached(first)).isPresent();
        assertThat(cache.cached(second)).isEmpty();
        assertThat(cache.cached(third)).isPresent();
        assertThat(cache.read(large)).isPresent();
        assertThat(cache.cached(large)).isPresent();
        assertThat(cache.cached(first)).isEmpty();
        assertThat(cache.cached(third)).isEmpty();
    }

    @Test
    void sweepsUpAfterAKilledProcess() throws IOException {
        Digest digest = publish("weights");
        cache(1000).fetch(digest);
        Files.writeString(folder.resolve("cache").resolve("fetch-123.part"), "half a bl");
        Files.writeString(folder.resolve("cache").resolve("README"), "not a blob");
        cache(1000);
        assertThat(folder.resolve("cache")).isDirectoryNotContaining("glob:**.part");
        Digest other = publish("other");
        assertThat(cache(3).fetch(other)).isPresent();
        assertThat(folder.resolve("cache").resolve("README")).exists();
    }
}
