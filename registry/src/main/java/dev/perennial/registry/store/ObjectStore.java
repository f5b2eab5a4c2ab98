package dev.perennial.registry.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The port to object storage, narrowed to what every S3 store that passes {@code storage verify} does alike. Keys are
 * relative to the environment's prefix. Implementations are safe for use by several threads, bound every wait, and
 * throw {@link StoreUnavailableException} when an outcome cannot be known.
 */
public interface ObjectStore extends AutoCloseable {
    /** Makes the place ready for use, such as creating an absent bucket; doing it again changes nothing. */
    default void prepare() {}

    /**
     * Creates an object only if it is absent, in one request. After a refusal, a conflict or a transport error the
     * object is read back and compared, so a lost reply is not mistaken for somebody else's write.
     */
    CreateOutcome create(String key, byte[] content);

    /** Creates an object from a local file under the same rule; the file is not changed. */
    CreateOutcome create(String key, Path file);

    /** Writes an object whatever stood there: only for what may be lost, such as presence marks and snapshots. */
    void overwrite(String key, byte[] content);

    /** The object's bytes, or empty if it is absent. */
    Optional<byte[]> read(String key);

    /** Downloads the object to a local file, atomically; false if it is absent. */
    boolean download(String key, Path target);

    /** Whether the object exists. */
    boolean exists(String key);

    /** Up to {@code limit} keys that begin with {@code prefix} and sort after {@code startAfter} (may be empty), sorted. */
    List<String> list(String prefix, String startAfter, int limit);

    /** The distinct next path segments below {@code prefix}, which ends in a slash: {@code model=a/}, {@code model=b/}. */
    List<String> listFolders(String prefix);

    /** Removes an object; removing what is absent succeeds. */
    void delete(String key);

    /** Where the store is, for messages. */
    String address();

    @Override
    void close();
}
