package io.counterweight.rulebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which variants break which rules on purpose, asked of the simulation's compiled tests: no module points to them. */
final class BrokenVariants {
    private static final String LIST = "io.counterweight.simulation.broken.BrokenRules";

    private BrokenVariants() {}

    /** The names, by rule. */
    static SortedMap<String, SortedSet<String>> collect() {
        SortedMap<String, SortedSet<String>> names = new TreeMap<>();
        try (URLClassLoader classes = new URLClassLoader(
                new URL[] {Modules.named("simulation").testClasses().toUri().toURL()})) {
            for (Object each :
                    (List<?>) classes.loadClass(LIST).getMethod("all").invoke(null)) {
                names.computeIfAbsent(said(each, "rule"), rule -> new TreeSet<>())
                        .add(said(each, "name"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the simulation's tests have no list of broken rules", e);
        }
        return names;
    }

    private static String said(Object variant, String part) throws ReflectiveOperationException {
        return (String) variant.getClass().getMethod(part).invoke(variant);
    }
}
