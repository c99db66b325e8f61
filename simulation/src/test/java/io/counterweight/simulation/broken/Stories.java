package io.counterweight.simulation.broken;

import io.counterweight.rules.Rule;
import io.counterweight.simulation.PlayedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The simulated scenarios that are told one by one: the tests of this module that play no random world. */
final class Stories {

    private static final String PACKAGE = PlayedWorld.class.getPackageName();

    private Stories() {}

    /** The first story of this rule that does not come out with these classes, and why not; empty when all do. */
    static Optional<String> failing(String rule, ClassLoader classes) {
        for (String type : types()) {
            try {
                Class<?> stories = classes.loadClass(PACKAGE + "." + type);
                for (Method story : told(stories, rule)) {
                    Optional<String> failure = tell(stories, story);
                    if (failure.isPresent()) {
                        return Optional.of(type + "." + story.getName() + ": " + failure.get());
                    }
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot tell the stories of " + type, e);
            }
        }
        return Optional.empty();
    }

    private static SortedSet<String> types() {
        Path folder = Path.of(URI.create(PlayedWorld.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .resolve(PACKAGE.replace('.', '/'));
        SortedSet<String> types = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.class") && !name.startsWith("Random"))
                    .forEach(name -> types.add(name.substring(0, name.length() - ".class".length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }

    private static List<Method> told(Class<?> stories, String rule) {
        return Arrays.stream(stories.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> rules(method.getAnnotations()).contains(rule)
                        || rules(stories.getAnnotations()).contains(rule))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** The annotation is one of the classes that are loaded anew. */
    private static List<String> rules(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .filter(each -> each.annotationType().getName().equals(Rule.class.getName()))
                .flatMap(each -> Arrays.stream(value(each)))
                .toList();
    }

    private static String[] value(Annotation rule) {
        try {
            return (String[]) rule.annotationType().getMethod("value").invoke(rule);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a rule without its number", e);
        }
    }

    private static Optional<String> tell(Class<?> stories, Method story) throws ReflectiveOperationException {
        Constructor<?> made = stories.getDeclaredConstructor();
        made.setAccessible(true);
        story.setAccessible(true);
        try {
            story.invoke(made.newInstance());
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(String.valueOf(e.getCause()).lines().findFirst().orElse(""));
        }
    }
}
