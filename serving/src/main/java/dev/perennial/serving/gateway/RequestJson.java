package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;

/** How the bodies of requests are read: as UTF-8, which is all that JSON between programs may be in. */
final class RequestJson {
    private RequestJson() {}

    /** A factory of parsers that guess no other encoding, in whose texts no place could be found again by its bytes. */
    static JsonFactory factory() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .build();
    }
}
