package io.counterweight.controller.wire;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * The engine's records as JSON: names as plain texts, unknown fields skipped, so that an older version reads what a newer one wrote;
 * maps and sets that are not there are empty, so that a newer one reads what an older one wrote (rule G10).
 */
public final class Wire {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(names())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withConfigOverride(SortedMap.class, Wire::emptyWhereAbsent)
            .withConfigOverride(SortedSet.class, Wire::emptyWhereAbsent)
            .build();

    private Wire() {}

    private static void emptyWhereAbsent(MutableConfigOverride collections) {
        collections.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    /** How names are written: as plain texts. */
    public static SimpleModule names() {
        SimpleModule module = new SimpleModule("names");
        name(module, Site.class, Site::of);
        name(module, Region.class, Region::of);
        name(module, ServiceName.class, ServiceName::of);
        name(module, EndpointName.class, EndpointName::of);
        name(module, ControllerId.class, ControllerId::parse);
        name(module, HybridStamp.class, HybridStamp::parse);
        name(module, IntentKey.class, Wire::intentKey);
        name(module, Placement.class, Wire::placement);
        return module;
    }

    private static <T> void name(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, ToStringSerializer.instance);
        module.addDeserializer(type, new FromText<>(type, parse));
        module.addKeyDeserializer(type, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return parse.apply(key);
            }
        });
    }

    private static final class FromText<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1;
        private final transient Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parse.apply(parser.getText());
        }
    }

    public static IntentKey intentKey(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("intent key '" + text + "' must be written kind/name");
        }
        return new IntentKey(text.substring(0, slash), text.substring(slash + 1));
    }

    private static Placement placement(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("place '" + text + "' must be written service@datacenter");
        }
        return new Placement(ServiceName.of(text.substring(0, at)), Site.of(text.substring(at + 1)));
    }

    public static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    public static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** Reads a record; what does not fit is an {@link IllegalArgumentException}. */
    public static <T> T read(byte[] bytes, Class<T> type) {
        return read(new String(bytes, StandardCharsets.UTF_8), type);
    }

    public static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    public static <T> T read(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no " + type.getType() + ": " + e.getOriginalMessage(), e);
        }
    }
}
