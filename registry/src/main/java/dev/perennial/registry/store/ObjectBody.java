package dev.perennial.registry.store;

import io.minio.Http;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** What a put sends, always in one request: a multipart upload ignores the condition and overwrites. */
sealed interface ObjectBody {
    /** The metadata in which a writer leaves the content's SHA-256, for readers to check what they received. */
    String DIGEST_METADATA = "sha256";

    /** The whole content's SHA-256 in hexadecimal. */
    String sha256();

    void put(MinioClient client, String bucket, String key, Http.Headers condition) throws MinioException, IOException;

    /** Bytes in memory. */
    final class Bytes implements ObjectBody {
        private final byte[] content;
        private final String sha256;

        Bytes(byte[] content) {
            this.content = content;
            this.sha256 = digestOf(content);
        }

        @Override
        public String sha256() {
            return sha256;
        }

        @Override
        public void put(MinioClient client, String bucket, String key, Http.Headers condition) throws MinioException {
            client.putObject(PutObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .data(content, content.length)
                    .contentType("application/octet-stream")
                    .headers(condition)
                    .userMetadata(Map.of(DIGEST_METADATA, sha256))
                    .build());
        }
    }

    /** A file too large for memory; the part size is chosen so that it goes as one part. */
    record LargeFile(Path file, long size, String sha256) implements ObjectBody {
        private static final long SMALLEST_PART = 5L << 20;
        private static final long LARGEST_PART = 5L << 30;

        static LargeFile of(Path file) throws IOException {
            long size = Files.size(file);
            if (size > LARGEST_PART) {
                throw new IllegalArgumentException("Invalid object: " + file.getFileName() + " has " + size
                        + " bytes, expected at most " + LARGEST_PART + ", the most that one request may carry");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return new LargeFile(file, size, digestOf(in));
            }
        }

        @Override
        public void put(MinioClient client, String bucket, String key, Http.Headers condition) throws MinioException {
            client.uploadObject(UploadObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .filename(file.toString(), Math.max(size, SMALLEST_PART))
                    .contentType("application/octet-stream")
                    .headers(condition)
                    .userMetadata(Map.of(DIGEST_METADATA, sha256))
                    .build());
        }
    }

    /** The SHA-256 of all that is left in the stream. */
    static String digestOf(InputStream in) throws IOException {
        MessageDigest digest = newDigest();
        new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The SHA-256 of the bytes. */
    static String digestOf(byte[] content) {
        return HexFormat.of().formatHex(newDigest().digest(content));
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot digest: every Java platform has SHA-256", e);
        }
    }
}
