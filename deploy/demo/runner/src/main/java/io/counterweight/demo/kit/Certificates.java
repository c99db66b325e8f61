package io.counterweight.demo.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Certificates as an operator makes them: by the same script as {@code make certs}. */
public final class Certificates {
    private Certificates() {}

    /** Makes a private authority and a certificate for every site in this directory. */
    public static void make(Path directory, List<String> sites) {
        run(directory, List.of(), sites);
    }

    /** Gives these sites new certificates of the same authority, in place of their old ones. */
    public static void renew(Path directory, List<String> sites) {
        run(directory, List.of("--renew"), sites);
    }

    private static void run(Path directory, List<String> flags, List<String> sites) {
        List<String> command = new ArrayList<>(
                List.of(Repository.root().resolve("deploy/certs.sh").toString()));
        command.addAll(flags);
        command.add(directory.toString());
        command.addAll(sites);
        Path log = directory.resolveSibling("certs.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            int exit = builder.start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("deploy/certs.sh exited with " + exit + ":\n" + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
