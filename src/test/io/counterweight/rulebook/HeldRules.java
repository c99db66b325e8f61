package io.counterweight.rulebook;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.counterweight.rules.Rule;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which tests hold which rules, read from the compiled test classes of every module; no class is loaded. */
final class HeldRules {
    private static final Set<String> TEST_ANNOTATIONS = Set.of(
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.api.RepeatedTest",
            "org.junit.jupiter.api.TestFactory",
            "org.junit.jupiter.api.TestTemplate",
            "org.junit.jupiter.params.ParameterizedTest");

    private static final String SIMULATION = "simulation";

    private HeldRules() {}

    /**
     * A test method, by its class without package.
     *
     * @param simulated it is told of whole clusters in one thread
     */
    record HoldingTest(String type, String method, boolean simulated) implements Comparable<HoldingTest> {
        HoldingTest(String type, String method) {
            this(type, method, false);
        }

        @Override
        public int compareTo(HoldingTest other) {
            return Comparator.comparing(HoldingTest::type)
                    .thenComparing(HoldingTest::method)
                    .compare(this, other);
        }
    }

    /** By rule, in every module of this checkout. */
    static SortedMap<String, SortedSet<HoldingTest>> collect() {
        SortedMap<String, SortedSet<HoldingTest>> held = new TreeMap<>();
        SortedMap<String, String> names = new TreeMap<>();
        for (Modules.Module module : Modules.all()) {
            if (module.hasTests()) {
                if (!Files.isDirectory(module.testClasses())) {
                    throw new IllegalStateException("the tests of " + module.name()
                            + " are not compiled, so their rules cannot be read: run mvn test-compile");
                }
                new ClassFileImporter()
                        .importPath(module.testClasses()).stream()
                                .filter(type -> module.hasTestSource(type.getName()))
                                .forEach(type -> {
                                    requireItsOwnName(type, names);
                                    collect(type, module.name().equals(SIMULATION), held);
                                });
            }
        }
        return held;
    }

    /** The page names classes without package: two of one name would be one line, and nobody could tell whose tests it lists. */
    private static void requireItsOwnName(JavaClass type, SortedMap<String, String> names) {
        String other = names.putIfAbsent(shortName(type), type.getName());
        if (shortName(type).endsWith("Test") && other != null) {
            throw new IllegalStateException(
                    type.getName() + " and " + other + " have the same name in docs/rules.md: rename one");
        }
    }

    /** Adds the rules that the tests of one class hold. */
    private static void collect(JavaClass type, boolean simulated, SortedMap<String, SortedSet<HoldingTest>> held) {
        SortedSet<String> ofType = new TreeSet<>();
        for (Optional<JavaClass> at = Optional.of(type);
                at.isPresent();
                at = at.get().getEnclosingClass()) {
            ofType.addAll(rules(at.get()));
        }
        for (JavaMethod method : type.getMethods()) {
            SortedSet<String> rules = new TreeSet<>(ofType);
            rules.addAll(rules(method));
            if (isTest(method)) {
                HoldingTest test = new HoldingTest(shortName(type), method.getName(), simulated);
                rules.forEach(rule ->
                        held.computeIfAbsent(rule, any -> new TreeSet<>()).add(test));
            } else if (!rules(method).isEmpty()) {
                throw new IllegalStateException(
                        method.getFullName() + " carries @Rule but is no test: a rule is held by what runs");
            }
        }
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(each -> TEST_ANNOTATIONS.contains(each.getRawType().getName()));
    }

    private static List<String> rules(CanBeAnnotated element) {
        Set<? extends JavaAnnotation<?>> annotations =
                switch (element) {
                    case JavaClass type -> type.getAnnotations();
                    case JavaMethod method -> method.getAnnotations();
                    default -> throw new IllegalArgumentException(String.valueOf(element));
                };
        return annotations.stream()
                .filter(each -> each.getRawType().getName().equals(Rule.class.getName()))
                .flatMap(each -> List.of((String[]) each.get("value").orElseThrow()).stream())
                .toList();
    }

    private static String shortName(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }
}
