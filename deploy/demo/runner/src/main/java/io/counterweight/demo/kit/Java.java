package io.counterweight.demo.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
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
