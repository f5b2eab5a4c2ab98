package dev.perennial.serving.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** How bodies are compressed: not, by gzip, or by deflate, which most clients take to mean the zlib format. */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    /* Below this an answer fits one packet either way. */
    private static final int WORTH_COMPRESSING = 1024;
    private static final int ZLIB_METHOD = 8;

    /** The coding of a request's body; one that is not understood is refused. */
    static ContentCoding ofRequest(HeaderMap headers) {
        HeaderValues values = headers.get(Headers.CONTENT_ENCODING);
        if (values == null) {
            return IDENTITY;
        }
        ContentCoding coding = values.size() == 1 ? named(values.getFirst().strip()) : null;
        if (coding == null) {
            throw new RejectedRequestException(
                    415, "Unsupported content encoding: expected gzip, deflate or none, applied once");
        }
        return coding;
    }

    private static @Nullable ContentCoding named(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "identity", "" -> IDENTITY;
            default -> null;
        };
    }

    /** The body as it was before it was compressed; refused if it would have more bytes than the limit. */
    byte[] decode(byte[] body, int limit) {
        if (this == IDENTITY) {
            return body;
        }
        Inflater inflater = new Inflater(!isZlib(body));
        try (InputStream in = this == GZIP
                ? new GZIPInputStream(new ByteArrayInputStream(body))
                : new InflaterInputStream(new ByteArrayInputStream(body), inflater)) {
            byte[] decoded = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw BodyReader.tooLarge(limit);
            }
            return decoded;
        } catch (IOException e) {
            throw RejectedRequestException.invalid(
                    "Invalid body: it is not what its content encoding " + name().toLowerCase(Locale.ROOT) + " says");
        } finally {
            inflater.end();
        }
    }

    /** Whether it begins with a header of the zlib format; raw deflate has none. */
    private static boolean isZlib(byte[] body) {
        return body.length >= 2
                && (body[0] & 0xF) == ZLIB_METHOD
                && ((body[0] & 0xFF) * 256 + (body[1] & 0xFF)) % 31 == 0;
    }

    /** The answer's body, compressed if that is worth it and the client asked for it; says so in the answer's headers. */
    static ByteBuffer encode(HttpServerExchange exchange, ByteBuffer body) {
        HeaderValues accepted = exchange.getRequestHeaders().get(Headers.ACCEPT_ENCODING);
        if (accepted == null || body.remaining() < WORTH_COMPRESSING) {
            return body;
        }
        ContentCoding coding = preferred(accepted);
        exchange.getResponseHeaders().put(Headers.VARY, Headers.ACCEPT_ENCODING_STRING);
        if (coding == IDENTITY) {
            return body;
        }
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_ENCODING, coding.name().toLowerCase(Locale.ROOT));
        return coding.compress(body);
    }

    private static ContentCoding preferred(HeaderValues accepted) {
        ContentCoding best = IDENTITY;
        for (String line : accepted) {
            for (String offer : line.split(",", -1)) {
                String[] parts = offer.split(";", -1);
                ContentCoding coding = named(parts[0].strip());
                boolean wanted = parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
                if (wanted && coding != null && (best == IDENTITY || coding == GZIP)) {
                    best = coding;
                }
            }
        }
        return best;
    }

    private ByteBuffer compress(ByteBuffer body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.remaining() / 2);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (OutputStream out =
                this == GZIP ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes, deflater)) {
            out.write(body.array(), body.arrayOffset() + body.position(), body.remaining());
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write to memory", e);
        } finally {
            deflater.end();
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
