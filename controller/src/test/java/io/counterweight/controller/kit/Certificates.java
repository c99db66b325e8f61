package io.counterweight.controller.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real certificates, made by the script that ships with the product; kept between runs, since keytool is slow. */
public final class Certificates {
    private static final Path KEPT = Path.of("target", "certs").toAbsolutePath();

    private final Path directory;

    private Certificates(Path directory) {
        this.directory = directory;
    }

    /** The identities of these sites, all of one authority. */
    public static synchronized Certificates of(String... sites) {
        return in(KEPT, List.of(), sites);
    }

    /** Runs the script with this folder. */
    public static Certificates in(Path directory, List<String> flags, String... sites) {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(flags);
        command.add(directory.toString());
        command.addAll(List.of(sites));
        run(command);
        return new Certificates(directory);
    }

    /** What the script says; its failure is an {@link IllegalStateException} with its words. */
    public static String run(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static Path script() {
        return Path.of("..", "deploy", "certs.sh").toAbsolutePath().normalize();
    }

    public Path identity(String site) {
        return directory.resolve(site).resolve("identity.p12");
    }

    public Path password(String site) {
        return directory.resolve(site).resolve("password");
    }

    public Path authority() {
        return directory.resolve("ca.pem");
    }

    public String passwordText(String site) {
        try {
            return Files.readString(password(site)).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
