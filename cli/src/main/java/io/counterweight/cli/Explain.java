package io.counterweight.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says what is served, since when, why, what was refused and what would change it.")
final class Explain implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Mixin
    private Api api = new Api();

    @Option(names = "--json", description = "Prints JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws Cannot, WrongUse, InterruptedException {
        String path = "/api/v1/explain/"
                + URLEncoder.encode(service, StandardCharsets.UTF_8).replace("+", "%20");
        String text = api.get(
                path,
                json ? "application/json" : "text/plain",
                body -> new String(body.readAllBytes(), StandardCharsets.UTF_8));
        Printed.to(spec).println(text);
        return 0;
    }
}
