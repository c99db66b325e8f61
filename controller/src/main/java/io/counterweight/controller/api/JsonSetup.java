package io.counterweight.controller.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.controller.wire.Wire;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Answers write names the way the wire does. */
@Singleton
public class JsonSetup implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(Wire.names());
    }
}
