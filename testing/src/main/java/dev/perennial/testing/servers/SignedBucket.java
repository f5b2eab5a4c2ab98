package dev.perennial.testing.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A bucket spoken to in single signed requests, none of which is ever repeated: what a test sees is what the server did.
 *
 * <p>For probing servers and proxies; product code has its own object store. The signature leaves the body out
 * (UNSIGNED-PAYLOAD), and names the host and port that the request is sent to, as a proxy in front passes them on.
 * Thread-safe.
 */
public final class SignedBucket {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String REGION = "us-east-1";
    private static final String SIGNED_HEADERS = "host;x-amz-content-sha256;x-amz-date";

    private final URI endpoint;
    private final String bucket;
    private final String accessKey;
    private final String secretKey;
    private final InstantSource clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    public SignedBucket(URI endpoint, String bucket, String accessKey, String secretKey, InstantSource clock) {
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.clock = clock;
    }

    /** The status of a put that overwrites. */
    public int put(String key, byte[] bytes) throws IOException {
        return send(request("PUT", key).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)))
                .statusCode();
    }

    /** The status of a put with {@code If-None-Match: *}: 200 for the one that created the object, else 412. */
    public int create(String key, byte[] bytes) throws IOException {
        return send(request("PUT", key).header("If-None-Match", "*").PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)))
                .statusCode();
    }

    /** The whole answer to a get, whatever its status. */
    public HttpResponse<byte[]> get(String key) throws IOException {
        return send(request("GET", key).GET());
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + endpoint, interruption);
        }
    }

    /* AWS Signature Version 4, header variant. Keys must need no escaping in a URI. */
    private HttpRequest.Builder request(String method, String key) {
        String moment = MOMENT.format(clock.instant());
        String day = moment.substring(0, 8);
        String path = "/" + bucket + "/" + key;
        String canonical = method + "\n" + path + "\n\n"
                + "host:" + endpoint.getAuthority() + "\n"
                + "x-amz-content-sha256:UNSIGNED-PAYLOAD\n"
                + "x-amz-date:" + moment + "\n\n"
                + SIGNED_HEADERS + "\nUNSIGNED-PAYLOAD";
        String scope = day + "/" + REGION + "/s3/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + moment + "\n" + scope + "\n" + hex(sha256(canonical));
        byte[] signingKey = hmac(
                hmac(hmac(hmac(("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8), day), REGION), "s3"),
                "aws4_request");
        return HttpRequest.newBuilder(endpoint.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
                .header("x-amz-date", moment)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKey + "/" + scope + ", SignedHeaders=" + SIGNED_HEADERS
                                + ", Signature=" + hex(hmac(signingKey, toSign)));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Cannot sign: this Java has no SHA-256", absent);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Cannot sign: this Java has no HmacSHA256", absent);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
