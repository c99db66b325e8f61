package io.counterweight.controller.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the configuration file. Paths in it are relative to the file. */
public final class ConfigLoader {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

    private ConfigLoader() {}

    /** Reads and checks the file; the first thing wrong is an {@link InvalidConfig}. */
    public static ControllerConfig load(Path file) throws InvalidConfig {
        String text = "";
        try {
            text = Files.readString(file);
            if (text.isBlank()) {
                throw new InvalidConfig(file + " is empty: docs/configuration.md has a file to begin with");
            }
            ConfigFile read = YAML.readValue(text, ConfigFile.class);
            Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
            return new ConfigBuilder(parent).build(Values.need("controller", read));
        } catch (UnrecognizedPropertyException e) {
            String known = e.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new InvalidConfig(file + where(text, e) + ": key '" + key(e) + "' is unknown; here stand " + known);
        } catch (MismatchedInputException e) {
            throw new InvalidConfig(file + where(text, e) + ": " + key(e) + " must be " + wanted(e.getTargetType())
                    + ": docs/configuration.md explains it");
        } catch (JsonProcessingException e) {
            throw new InvalidConfig(file + where(e) + ": no valid YAML: "
                    + String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new InvalidConfig(
                    file + " cannot be read: " + e.getMessage() + "; name the file as the first argument");
        } catch (IllegalArgumentException e) {
            throw new InvalidConfig(file + ": " + e.getMessage());
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    }

    /** Where the key stands: the reader tells of it only after it has read on. */
    private static String where(String text, JsonMappingException e) {
        String wanted = e.getPath().stream()
                .map(part -> part.getFieldName() == null ? String.valueOf(part.getIndex()) : part.getFieldName())
                .collect(Collectors.joining("/", "/", ""));
        try (JsonParser parser = YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().toString().equals(wanted)) {
                    return ", line " + parser.currentTokenLocation().getLineNr();
                }
            }
            return where(e);
        } catch (IOException unreadable) {
            return where(e);
        }
    }

    private static String key(JsonMappingException e) {
        String key = e.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                .collect(Collectors.joining("."));
        return key.isEmpty() ? "the file" : key;
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null || type.isRecord() || Map.class.isAssignableFrom(type)) {
            return "a section with keys of its own";
        }
        if (List.class.isAssignableFrom(type)) {
            return "a list, such as [one, two]";
        }
        return type == String.class ? "one text" : "a whole number";
    }
}
