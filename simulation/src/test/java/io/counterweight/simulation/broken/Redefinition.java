package io.counterweight.simulation.broken;

import com.sun.tools.attach.VirtualMachine;
import io.counterweight.simulation.PlayedWorld;
import io.counterweight.simulation.explore.ExploredWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Breaks the classes that are at work, and mends them again: what the JVM has compiled of all the others stays, so that most worlds play
 * many times as fast as with classes that are loaded anew. A change that gives a class another shape cannot be made so. For one thread.
 * The JVM must be started with {@code -Djdk.attach.allowAttachSelf=true}.
 */
final class Redefinition implements BrokenPlace {

    private final Instrumentation jvm;
    private final List<Class<?>> broken = new ArrayList<>();

    private Redefinition(Instrumentation jvm) {
        this.jvm = jvm;
    }

    /** Empty in a JVM that was not started for it. */
    static Optional<Redefinition> here() {
        if (!Boolean.getBoolean("jdk.attach.allowAttachSelf")) {
            return Optional.empty();
        }
        try {
            Path jar = jar();
            VirtualMachine self =
                    VirtualMachine.attach(String.valueOf(ProcessHandle.current().pid()));
            self.loadAgent(jar.toString());
            self.detach();
            Files.delete(jar);
            return System.getProperties().get(Agent.KEY) instanceof Instrumentation jvm
                    ? Optional.of(new Redefinition(jvm))
                    : Optional.empty();
        } catch (Exception e) {
            throw new IllegalStateException("cannot attach to this JVM itself", e);
        }
    }

    private static Path jar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", Agent.class.getName());
        manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
        Path jar = Files.createTempFile("broken-rules", ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new JarEntry(resource(Agent.class)));
            out.write(bytes(Agent.class));
        }
        return jar;
    }

    /** False, and nothing is changed, where the classes would have another shape. */
    boolean breaks(SortedMap<String, byte[]> classes) {
        List<ClassDefinition> definitions = new ArrayList<>();
        try {
            for (String name : classes.keySet()) {
                definitions.add(new ClassDefinition(
                        Class.forName(name, true, classes()), classes.getOrDefault(name, new byte[0])));
            }
            jvm.redefineClasses(definitions.toArray(ClassDefinition[]::new));
        } catch (ClassNotFoundException | UnmodifiableClassException | UnsupportedOperationException e) {
            return false;
        }
        definitions.forEach(each -> broken.add(each.getDefinitionClass()));
        return true;
    }

    void mend() {
        try {
            jvm.redefineClasses(broken.stream()
                    .map(each -> new ClassDefinition(each, bytes(each)))
                    .toArray(ClassDefinition[]::new));
            broken.clear();
        } catch (ClassNotFoundException | UnmodifiableClassException e) {
            throw new IllegalStateException("cannot mend " + broken, e);
        }
    }

    private static String resource(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) {
        try (InputStream in = type.getClassLoader().getResourceAsStream(resource(type))) {
            if (in == null) {
                throw new IllegalStateException("no " + resource(type));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public BiFunction<Long, String, String> random() {
        return new PlayedWorld();
    }

    @Override
    public LongFunction<String> explored() {
        return new ExploredWorld();
    }

    @Override
    public ClassLoader classes() {
        return Redefinition.class.getClassLoader();
    }
}
