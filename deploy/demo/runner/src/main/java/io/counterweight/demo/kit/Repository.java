package io.counterweight.demo.kit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this checkout and what was built in it lie. */
public final class Repository {
    private Repository() {}

    /** The checkout's root: the nearest folder above the working directory that holds the build and the controller. */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path at = here; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("pom.xml")) && Files.isDirectory(at.resolve("failover-engine"))) {
                return at;
            }
        }
        throw new IllegalStateException("no checkout of Counterweight above " + here + ": run this inside one");
    }

    public static Path controllerJar() {
        return built("controller/target/quarkus-app/quarkus-run.jar");
    }

    public static Path shopJar() {
        return built("deploy/demo/shop/target/quarkus-app/quarkus-run.jar");
    }

    public static Path ledgerJar() {
        return built("deploy/demo/ledger/target/demo-ledger-0.1.0-SNAPSHOT.jar");
    }

    private static Path built(String relative) {
        Path path = root().resolve(relative);
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing: run make build first");
        }
        return path;
    }
}
