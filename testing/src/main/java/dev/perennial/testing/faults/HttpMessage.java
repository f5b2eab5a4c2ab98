package dev.perennial.testing.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A whole HTTP/1.1 request or response: first line, header lines in their order, and the body without its framing. */
final class HttpMessage {
    private static final int LINE_LIMIT = 64 << 10;
    private static final int BODY_LIMIT = 256 << 20;

    private final String firstLine;
    private final List<String> headerLines;
    private final byte[] body;

    private HttpMessage(String firstLine, List<String> headerLines, byte[] body) {
        this.firstLine = firstLine;
        this.headerLines = List.copyOf(headerLines);
        this.body = body;
    }

    /** The next request of a connection, or nothing where the client has closed it. Asks for a body that waits for 100. */
    static Optional<HttpMessage> readRequest(InputStream in, OutputStream out) throws IOException {
        Optional<String> firstLine = readLine(in);
        if (firstLine.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = readHeaderLines(in);
        Map<String, String> headers = toMap(lines);
        if (headers.containsKey("expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            lines.removeIf(line -> nameOf(line).equals("expect"));
        }
        byte[] body = headers.containsKey("content-length") || headers.containsKey("transfer-encoding")
                ? readBody(in, headers)
                : new byte[0];
        return Optional.of(new HttpMessage(firstLine.get(), lines, body));
    }

    /** The response to a request of {@code method}. */
    static HttpMessage readResponse(InputStream in, String method) throws IOException {
        while (true) {
            String firstLine = readLine(in).orElseThrow(() -> new EOFException("The server closed without an answer"));
            List<String> lines = readHeaderLines(in);
            int status = Integer.parseInt(firstLine.split(" ", 3)[1]);
            if (status >= 200) {
                boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
                return new HttpMessage(firstLine, lines, bodiless ? new byte[0] : readBody(in, toMap(lines)));
            }
        }
    }

    static HttpMessage response(int status, String code) {
        byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code
                        + "</Code><Message>Injected by the test's proxy</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        return new HttpMessage("HTTP/1.1 " + status + " " + code, List.of("Content-Type: application/xml"), body);
    }

    HttpMessage withBody(byte[] otherBody) {
        return new HttpMessage(firstLine, headerLines, otherBody);
    }

    boolean hasBody() {
        return body.length > 0;
    }

    byte[] body() {
        return body.clone();
    }

    ProxiedRequest asRequest() {
        String[] words = firstLine.split(" ", 3);
        return new ProxiedRequest(words[0], words.length > 1 ? words[1] : "", toMap(headerLines));
    }

    boolean asksToClose() {
        return "close".equalsIgnoreCase(toMap(headerLines).get("connection"));
    }

    /** Sends {@code sentBytes} of the body after announcing all of it; for a bodiless answer the announcement stays. */
    void writeTo(OutputStream out, int sentBytes, String connection) throws IOException {
        StringBuilder head = new StringBuilder(firstLine).append("\r\n");
        for (String line : headerLines) {
            String name = nameOf(line);
            boolean framing = name.equals("connection")
                    || name.equals("transfer-encoding")
                    || (name.equals("content-length") && body.length > 0);
            if (!framing) {
                head.append(line).append("\r\n");
            }
        }
        if (body.length > 0 || !toMap(headerLines).containsKey("content-length")) {
            boolean mayHaveBody = !firstLine.startsWith("GET ")
                    && !firstLine.startsWith("HEAD ")
                    && !firstLine.startsWith("HTTP/1.1 204")
                    && !firstLine.startsWith("HTTP/1.1 304");
            if (mayHaveBody) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
        }
        head.append("Connection: ").append(connection).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, 0, sentBytes);
        out.flush();
    }

    private static byte[] readBody(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return readChunks(in);
        }
        String length = headers.get("content-length");
        return length == null ? in.readNBytes(BODY_LIMIT) : readExactly(in, Integer.parseInt(length));
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = readLine(in).orElseThrow(() -> new EOFException("The body ended within its chunks"));
            int length = Integer.parseInt(size.split(";", 2)[0].trim(), 16);
            if (length == 0) {
                readHeaderLines(in);
                return body.toByteArray();
            }
            body.write(readExactly(in, length));
            readLine(in);
        }
    }

    private static byte[] readExactly(InputStream in, int length) throws IOException {
        if (length < 0 || length > BODY_LIMIT) {
            throw new IOException("Invalid body length: " + length + ", expected 0 to " + BODY_LIMIT);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The body ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static List<String> readHeaderLines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = readLine(in).orElseThrow(() -> new EOFException("The message ended within its headers"));
            if (line.isEmpty()) {
                return lines;
            }
            lines.add(line);
        }
    }

    private static Optional<String> readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < LINE_LIMIT) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            if (next == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            }
            line.write(next);
        }
        throw new IOException("Invalid header line: longer than " + LINE_LIMIT + " bytes");
    }

    private static Map<String, String> toMap(List<String> lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(nameOf(line), line.substring(colon + 1).trim());
            }
        }
        return headers;
    }

    private static String nameOf(String line) {
        int colon = line.indexOf(':');
        return (colon < 0 ? line : line.substring(0, colon)).toLowerCase(Locale.ROOT);
    }
}
