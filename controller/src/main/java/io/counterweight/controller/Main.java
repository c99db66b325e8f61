package io.counterweight.controller;

import io.counterweight.controller.api.Tokens;
import io.counterweight.controller.config.ConfigLoader;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.config.InvalidConfig;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Path;

/** Starts a controller: the one argument is the configuration file. */
@QuarkusMain
public class Main {
    private static final int EXIT_BAD_CONFIG = 78;

    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "counterweight.yaml").toAbsolutePath();
        try {
            ControllerConfig config = ConfigLoader.load(file);
            if (config.api().tokens().isPresent()) {
                Tokens.read(config.api().tokens().get());
            }
            System.setProperty("quarkus.http.host", config.api().listen().host());
            System.setProperty(
                    "quarkus.http.port", String.valueOf(config.api().listen().port()));
            System.setProperty(Controller.FILE, file.toString());
        } catch (InvalidConfig | IOException | IllegalArgumentException e) {
            System.err.println("counterweight cannot start: " + e.getMessage());
            System.exit(EXIT_BAD_CONFIG);
        }
        Quarkus.run(args);
    }

    private Main() {}
}
