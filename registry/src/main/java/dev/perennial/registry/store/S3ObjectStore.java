package dev.perennial.registry.store;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import okhttp3.OkHttpClient;

/**
 * An S3 bucket behind the port, through the MinIO client. Nothing is asked of the store before the first call, so a
 * process may start while it is down. Safe for use by several threads.
 */
public final class S3ObjectStore implements ObjectStore {
    /*
     * The client's habits that shape this class (MinIO client 9.0.4, OkHttp 5.5.1, all observed):
     * 1. A transport error is an IllegalStateException around the cause; a broken body is an IOException of the stream.
     * 2. A client built around a given OkHttpClient makes one attempt; all repeating is done here, bounded.
     * 3. A put may have taken effect whatever the client says, so an outcome is decided by reading back.
     * 4. A body that does not match its ETag is handed over without complaint, so writers leave the SHA-256 as metadata.
     */
    private static final long LARGEST_IN_MEMORY = 64L << 20;
    private static final int PAGE = 1000;
    private static final Http.Headers IF_ABSENT = new Http.Headers("If-None-Match", "*");
    private static final Http.Headers ALWAYS = new Http.Headers();

    private final S3Settings settings;
    private final Backoff backoff;
    private final OkHttpClient http;
    private final MinioClient client;
    private final MinioClient transferClient;

    /** A store with limits of its own; {@code jitter} yields uniform numbers in [0, 1) and is called by several threads. */
    public S3ObjectStore(S3Settings settings, S3Limits limits, DoubleSupplier jitter) {
        this.settings = settings;
        this.backoff = new Backoff(limits.attempts(), limits.firstPause(), limits.longestPause(), jitter);
        this.http = S3Http.client(limits);
        this.client = client(http);
        this.transferClient =
                client(http.newBuilder().callTimeout(limits.transfer()).build());
    }

    /** The store that the settings name, with the standard limits; no request is made. */
    public static S3ObjectStore of(S3Settings settings) {
        return new S3ObjectStore(
                settings, S3Limits.standard(), () -> ThreadLocalRandom.current().nextDouble());
    }

    private MinioClient client(OkHttpClient transport) {
        return MinioClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.region())
                .credentials(settings.accessKeyId(), settings.secretAccessKey())
                .httpClient(transport)
                .build();
    }

    @Override
    public void prepare() {
        String bucket = settings.bucket();
        repeatedly("create bucket " + bucket, () -> {
            if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
                try {
                    client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
                } catch (MinioException e) {
                    // Another process may have made it in between.
                    if (S3Failure.of(e).kind() != S3Failure.Kind.CONDITION) {
                        throw e;
                    }
                }
            }
            return bucket;
        });
    }

    @Override
    public CreateOutcome create(String key, byte[] content) {
        return create(key, new ObjectBody.Bytes(content));
    }

    @Override
    public CreateOutcome create(String key, Path file) {
        try {
            return create(
                    key,
                    Files.size(file) <= LARGEST_IN_MEMORY
                            ? new ObjectBody.Bytes(Files.readAllBytes(file))
                            : ObjectBody.LargeFile.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file.getFileName() + " to upload it as " + key, e);
        }
    }

    private CreateOutcome create(String key, ObjectBody body) {
        String action = "create " + key;
        for (int attempt = 1; ; attempt++) {
            S3Failure failure;
            try {
                body.put(clientFor(body), settings.bucket(), full(key), IF_ABSENT);
                return CreateOutcome.CREATED;
            } catch (MinioException | IOException | IllegalStateException e) {
                failure = failureOf(e);
            }
            if (failure.kind() == S3Failure.Kind.DENIED) {
                throw denied(action, failure);
            }
            try {
                Optional<String> standing = digestOf(key);
                if (standing.isPresent()) {
                    return standing.get().equals(body.sha256()) ? CreateOutcome.IDENTICAL : CreateOutcome.CONFLICT;
                }
            } catch (MinioException | IOException | IllegalStateException e) {
                failure.cause().addSuppressed(e);
            }
            if (!backoff.pause(attempt)) {
                throw unavailable(action, attempt, failure);
            }
        }
    }

    private MinioClient clientFor(ObjectBody body) {
        return body instanceof ObjectBody.LargeFile ? transferClient : client;
    }

    /** The digest of what stands under the key now, in one attempt; empty if nothing does. */
    private Optional<String> digestOf(String key) throws MinioException, IOException {
        try (GetObjectResponse response = get(transferClient, key)) {
            return Optional.of(checked(response, ObjectBody.digestOf(response)));
        } catch (MinioException e) {
            if (S3Failure.of(e).kind() == S3Failure.Kind.ABSENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void overwrite(String key, byte[] content) {
        ObjectBody body = new ObjectBody.Bytes(content);
        repeatedly("write " + key, () -> {
            body.put(client, settings.bucket(), full(key), ALWAYS);
            return key;
        });
    }

    @Override
    public Optional<byte[]> read(String key) {
        return repeatedly("read " + key, () -> {
            try (GetObjectResponse response = get(client, key)) {
                byte[] content = response.readAllBytes();
                checked(response, ObjectBody.digestOf(content));
                return content;
            }
        });
    }

    @Override
    public boolean download(String key, Path target) {
        return repeatedly("download " + key, () -> {
                    Path parent = target.toAbsolutePath().getParent();
                    Path part = Files.createTempFile(parent, target.getFileName() + ".", ".part");
                    try (GetObjectResponse response = get(transferClient, key)) {
                        MessageDigest digest = ObjectBody.newDigest();
                        try (InputStream in = new DigestInputStream(response, digest);
                                OutputStream out = Files.newOutputStream(part)) {
                            in.transferTo(out);
                        }
                        checked(response, HexFormat.of().formatHex(digest.digest()));
                        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                        return key;
                    } finally {
                        Files.deleteIfExists(part);
                    }
                })
                .isPresent();
    }

    private GetObjectResponse get(MinioClient through, String key) throws MinioException {
        return through.getObject(GetObjectArgs.builder()
                .bucket(settings.bucket())
                .object(full(key))
                .build());
    }

    /** Compares what was received with what the writer left as metadata; objects of other writers have none. */
    private static String checked(GetObjectResponse response, String sha256) throws IOException {
        String written = response.headers().get("x-amz-meta-" + ObjectBody.DIGEST_METADATA);
        if (written != null && !written.equals(sha256)) {
            throw new IOException("the body received has SHA-256 " + sha256 + ", expected " + written);
        }
        return sha256;
    }

    @Override
    public boolean exists(String key) {
        return repeatedly("look for " + key, () -> {
                    client.statObject(StatObjectArgs.builder()
                            .bucket(settings.bucket())
                            .object(full(key))
                            .build());
                    return key;
                })
                .isPresent();
    }

    @Override
    public List<String> list(String prefix, String startAfter, int limit) {
        return repeatedly("list " + prefix, () -> {
                    List<String> keys = new ArrayList<>();
                    ListObjectsArgs.Builder args = ListObjectsArgs.builder()
                            .bucket(settings.bucket())
                            .prefix(full(prefix))
                            .recursive(true)
                            .maxKeys(Math.max(1, Math.min(limit, PAGE)));
                    if (!startAfter.isEmpty()) {
                        args.startAfter(full(startAfter));
                    }
                    for (Result<Item> result : client.listObjects(args.build())) {
                        if (keys.size() >= limit) {
                            break;
                        }
                        keys.add(relative(result.get().objectName()));
                    }
                    keys.sort(null);
                    return List.copyOf(keys);
                })
                .orElseGet(List::of);
    }

    @Override
    public List<String> listFolders(String prefix) {
        return repeatedly("list folders of " + prefix, () -> {
                    TreeSet<String> folders = new TreeSet<>();
                    for (Result<Item> result : client.listObjects(ListObjectsArgs.builder()
                            .bucket(settings.bucket())
                            .prefix(full(prefix))
                            .build())) {
                        Item item = result.get();
                        if (item.isDir()) {
                            folders.add(relative(item.objectName()).substring(prefix.length()));
                        }
                    }
                    return List.copyOf(folders);
                })
                .orElseGet(List::of);
    }

    @Override
    public void delete(String key) {
        repeatedly("delete " + key, () -> {
            client.removeObject(RemoveObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(full(key))
                    .build());
            return key;
        });
    }

    @Override
    public String address() {
        return settings.address();
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private String full(String key) {
        return settings.prefix() + key;
    }

    private String relative(String objectName) {
        return objectName.substring(settings.prefix().length());
    }

    /** One request of the client, repeatable without harm. */
    private interface Request<T> {
        T send() throws MinioException, IOException;
    }

    /** The answer, or empty if the store says that there is no such object; transient failures are repeated, bounded. */
    private <T> Optional<T> repeatedly(String action, Request<T> request) {
        for (int attempt = 1; ; attempt++) {
            S3Failure failure;
            try {
                return Optional.of(request.send());
            } catch (MinioException | IOException | IllegalStateException e) {
                failure = failureOf(e);
            }
            switch (failure.kind()) {
                case ABSENT -> {
                    return Optional.empty();
                }
                case DENIED -> throw denied(action, failure);
                case CONDITION, TRANSIENT -> {
                    if (!backoff.pause(attempt)) {
                        throw unavailable(action, attempt, failure);
                    }
                }
            }
        }
    }

    /** The client wraps an interruption like any other cause; the flag must outlive it, for it ends the repeating. */
    private static S3Failure failureOf(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
        return S3Failure.of(failure);
    }

    private StoreDeniedException denied(String action, S3Failure failure) {
        return new StoreDeniedException(
                "Cannot " + action + " at " + address() + ": the store refuses: " + failure.reason(), failure.cause());
    }

    private StoreUnavailableException unavailable(String action, int attempts, S3Failure failure) {
        return new StoreUnavailableException(
                "Cannot " + action + " at " + address() + ": " + failure.reason()
                        + (attempts == 1 ? "" : " (" + attempts + " attempts)"),
                failure.cause());
    }
}
