package io.counterweight.demo.kit;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Command lines for small virtual machines. */
final class Java {
    private Java() {}

    /** {@code java -jar} with these arguments, sized for a machine with many of them. */
    static List<String> jar(Path jar, int heapMegabytes, List<String> properties, List<String> arguments) {
        List<String> command = small(heapMegabytes);
        properties.forEach(property -> command.add("-D" + property));
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return command;
    }

    /** A main class of this virtual machine's own class path. */
    static List<String> main(Class<?> main, int heapMegabytes, List<String> arguments) {
        List<String> command = small(heapMegabytes);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Absolute, for children start in folders of their own. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> small(int heapMegabytes) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto"));
    }
}
