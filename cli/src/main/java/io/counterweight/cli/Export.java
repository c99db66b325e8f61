package io.counterweight.cli;

import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.intent.ReplayQuestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Fetches what a controller recorded, for cw replay.")
final class Export implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Where to write it; nothing there is overwritten.")
    private Path file = Path.of("recording.cwr");

    @Mixin
    private Api api = new Api();

    @Option(names = "--from", paramLabel = "MOMENT", description = "From when on, such as 2026-11-24T09:30:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "MOMENT", description = "Up to when.")
    private @Nullable String to;

    @Override
    public Integer call() throws Cannot, WrongUse, InterruptedException {
        if (Files.exists(file)) {
            throw new WrongUse(file + " is there already: name another file");
        }
        String path = "/api/v1/recording/export" + interval();
        long bytes = api.get(path, "application/octet-stream", body -> {
            try {
                return Files.copy(body, file);
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        });
        Printed.to(spec).println(file + ": " + bytes + " bytes");
        return 0;
    }

    private String interval() throws WrongUse {
        List<String> parts = new ArrayList<>();
        try {
            if (from != null) {
                ReplayQuestion.moment("--from", from);
                parts.add("from=" + from);
            }
            if (to != null) {
                ReplayQuestion.moment("--to", to);
                parts.add("to=" + to);
            }
        } catch (InvalidIntent e) {
            throw new WrongUse(String.valueOf(e.getMessage()));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }
}
