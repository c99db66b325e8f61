package io.counterweight.health.probe;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Server certificates of any dates and names, made by the JDK's keytool. */
final class Identities {
    private static final String PASSWORD = "changeit";

    private Identities() {}

    /**
     * A self-signed identity, made once a directory.
     *
     * @param name in the certificate
     * @param begins as keytool takes it, such as {@code -400d}
     * @param days from then on
     */
    static PfxOptions of(Path directory, String name, String begins, int days) {
        Path file = directory.resolve((name + begins).replace('*', '_') + ".p12");
        PfxOptions identity = new PfxOptions().setPath(file.toString()).setPassword(PASSWORD);
        if (Files.exists(file)) {
            return identity;
        }
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "san=dns:" + name,
                "-startdate",
                begins,
                "-validity",
                String.valueOf(days),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
        return identity;
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
