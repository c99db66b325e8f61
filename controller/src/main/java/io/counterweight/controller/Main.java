package io.counterweight.controller;

import io.counterweight.controller.api.Tokens;
import io.counterweight.controller.config.ConfigLoader;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.config.InvalidConfig;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Starts a controller: the one argument is the configuration file. */
@QuarkusMain
public class Main {
    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "counterweight.yaml").toAbsolutePath();
        try {
            prepare(file);
        } catch (CannotStart e) {
            end(1, e);
        }
        // With a word of its own on what failed, the framework prints no stack trace.
        Quarkus.run(null, Main::end, args);
    }

    private static void prepare(Path file) {
        ControllerConfig config = read(file);
        try {
            Ports.check(config);
        } catch (IOException e) {
            throw CannotStart.inTheWay(e);
        }
        System.setProperty("quarkus.http.host", config.api().listen().host());
        System.setProperty(
                "quarkus.http.port", String.valueOf(config.api().listen().port()));
        System.setProperty(Controller.FILE, file.toString());
    }

    private static ControllerConfig read(Path file) {
        try {
            ControllerConfig config = ConfigLoader.load(file);
            if (config.api().tokens().isPresent()) {
                Tokens.read(config.api().tokens().get());
            }
            return config;
        } catch (InvalidConfig | IOException | IllegalArgumentException e) {
            throw CannotStart.badFile(e);
        }
    }

    private static void end(int status, @Nullable Throwable failure) {
        if (failure == null) {
            System.exit(status);
        } else {
            CannotStart told = CannotStart.within(failure);
            System.err.println(told.line());
            System.exit(told.status());
        }
    }

    private Main() {}
}
