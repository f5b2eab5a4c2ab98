package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.IOContext;
import java.io.IOException;

/**
 * How the bodies of requests are read: as UTF-8, which is all that JSON between programs may be in. Its parsers guess no
 * other encoding, in whose texts no place could be found again by its bytes.
 */
final class RequestJson extends JsonFactory {
    private static final long serialVersionUID = 1;

    RequestJson() {
        super((JsonFactoryBuilder) JsonFactory.builder()
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER));
    }

    /** A parser of so many bytes of a body. */
    BodyParser parser(byte[] body, int offset, int length) throws IOException {
        return (BodyParser) createParser(body, offset, length);
    }

    @Override
    protected BodyParser _createParser(byte[] body, int offset, int length, IOContext context) {
        return new BodyParser(
                context, _parserFeatures, _byteSymbolCanonicalizer.makeChild(_factoryFeatures), body, offset, length);
    }
}
