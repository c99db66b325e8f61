package io.counterweight.rulebook;

import io.counterweight.demo.kit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules of this checkout, as the root POM lists them. */
final class Modules {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    /** The module whose test sources are its own folder. */
    private static final String ACCEPTANCE = "src/test";

    private Modules() {}

    /** One module: its classes and its test classes with their sources. */
    record Module(String name, Path root) {
        Path classes() {
            return root.resolve("target/classes");
        }

        Path testClasses() {
            return root.resolve("target/test-classes");
        }

        Path testSources() {
            return name.equals(ACCEPTANCE) ? root : root.resolve("src/test/java");
        }

        /** Whether a class file, such as {@code io/a/B$C.class}, still has a source: deleted tests may leave theirs behind. */
        boolean hasTestSource(String className) {
            String outermost = className.contains("$") ? className.substring(0, className.indexOf('$')) : className;
            return Files.exists(testSources().resolve(outermost.replace('.', '/') + ".java"));
        }

        boolean hasTests() {
            if (!Files.isDirectory(testSources())) {
                return false;
            }
            try (Stream<Path> files = Files.walk(testSources())) {
                return files.anyMatch(file -> file.toString().endsWith("Test.java"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static List<Module> all() {
        Path root = Repository.root();
        try {
            return MODULE.matcher(Files.readString(root.resolve("pom.xml")))
                    .results()
                    .map((MatchResult found) -> new Module(found.group(1), root.resolve(found.group(1))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Module named(String name) {
        return all().stream()
                .filter(module -> module.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the root POM lists no module " + name));
    }
}
