package io.counterweight.controller.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.controller.kit.Certificates;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z.]+)` \\|");
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

    @TempDir
    Path directory;

    @Test
    void pageNamesEveryKeyAndNoOther() throws IOException {
        SortedSet<String> documented = new TreeSet<>();
        Matcher rows = ROW.matcher(Files.readString(PAGE));
        while (rows.find()) {
            documented.add(rows.group(1));
        }

        assertEquals(keys("", ConfigFile.class), documented);
    }

    private static SortedSet<String> keys(String prefix, Class<?> section) {
        SortedSet<String> keys = new TreeSet<>();
        for (RecordComponent component : section.getRecordComponents()) {
            String key = prefix + component.getName();
            if (component.getType().isRecord()) {
                keys.addAll(keys(key + ".", component.getType()));
            } else {
                keys.add(key);
            }
        }
        return keys;
    }

    @Test
    void exampleOfThePageIsValid() throws Exception {
        Matcher example = YAML.matcher(Files.readString(PAGE));
        example.find();
        Path file = Files.writeString(directory.resolve("counterweight.yaml"), example.group(1));
        Certificates.in(directory.resolve("certs"), List.of(), "east");

        assertEquals("east/a", ConfigLoader.load(file).self().toString());
    }
}
