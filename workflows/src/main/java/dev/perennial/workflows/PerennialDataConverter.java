package dev.perennial.workflows;

import dev.perennial.registry.log.RegistryJson;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/**
 * The encoding of every message between clients, workflows and activities: the registry's JSON, which tolerates fields
 * that a newer sender added. The engine's stock mapper fails on them, and a workflow task that fails is retried for
 * ever.
 */
public final class PerennialDataConverter {
    private PerennialDataConverter() {}

    /** A converter for a client; workers and tests take theirs from the client. */
    public static DataConverter create() {
        return DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(RegistryJson.mapper()));
    }
}
