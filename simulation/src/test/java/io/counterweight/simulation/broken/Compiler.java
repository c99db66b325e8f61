package io.counterweight.simulation.broken;

import io.counterweight.engine.Engine;
import io.counterweight.health.Sight;
import io.counterweight.simulation.Cluster;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Compiles sources in memory, against the classes that are at work here. Safe for any thread, one at a time. */
final class Compiler {

    private final JavaCompiler compiler;
    private final JavaFileManager files;

    Compiler() {
        JavaCompiler found = ToolProvider.getSystemJavaCompiler();
        if (found == null) {
            throw new IllegalStateException("broken rules are compiled: run them with a JDK, not with a JRE");
        }
        compiler = found;
        files = found.getStandardFileManager(null, null, null);
    }

    /** The classes of these sources, by their full names. */
    synchronized SortedMap<String, byte[]> compile(SortedMap<String, String> sources) {
        Output output = new Output(files);
        StringWriter said = new StringWriter();
        List<String> options = List.of("-proc:none", "-nowarn", "-Xlint:none", "-cp", classPath());
        List<Source> units = sources.entrySet().stream()
                .map(source -> new Source(source.getKey(), source.getValue()))
                .toList();
        if (!compiler.getTask(said, output, null, options, null, units).call()) {
            throw new IllegalStateException("broken " + sources.keySet() + " does not compile:\n" + said);
        }
        SortedMap<String, byte[]> classes = new TreeMap<>();
        output.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    private static String classPath() {
        return Stream.of(Engine.class, Sight.class, Cluster.class, NullMarked.class)
                .map(Compiler::location)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///" + type.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Bytes extends SimpleJavaFileObject {
        private final OutputStream out;

        Bytes(String type, OutputStream out) {
            super(URI.create("bytes:///" + type.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
            this.out = out;
        }

        @Override
        public OutputStream openOutputStream() {
            return out;
        }
    }

    private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new TreeMap<>();

        Output(JavaFileManager around) {
            super(around);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String type, JavaFileObject.Kind kind, FileObject sibling) {
            return new Bytes(type, classes.computeIfAbsent(type, unseen -> new ByteArrayOutputStream()));
        }
    }
}
