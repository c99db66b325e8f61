package io.counterweight.dns.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The medians of all rounds, as data and as a page. */
record BenchReport(int services, int seconds, int steadyRate, Map<String, Rounds> byServer) {

    /** One server's results, round by round. */
    record Rounds(List<Load.Result> fullSpeed, List<Load.Result> steady) {}

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("dns.json"), json());
        Files.writeString(folder.resolve("dns.md"), page());
    }

    String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # DNS answers

                %d names, UDP, one answering thread each, rounds interleaved, medians of %d rounds of %d s.
                The load comes from one thread of dnsperf at one client address: where a server's CPU per answer leaves it idle,
                the rate is dnsperf's. %s.

                | server | answers/s at full speed | CPU per answer | lost | CPU per answer at %d/s | latency there | lost |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: |
                """.formatted(services, rounds(), seconds, machine(), steadyRate));
        byServer.forEach((name, rounds) -> page.append(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f us | %.0f | %.2f us | %.3f ms | %.0f |%n",
                name,
                median(rounds.fullSpeed(), Load.Result::answersPerSecond),
                median(rounds.fullSpeed(), Load.Result::cpuMicrosPerAnswer),
                median(rounds.fullSpeed(), Load.Result::lost),
                median(rounds.steady(), Load.Result::cpuMicrosPerAnswer),
                median(rounds.steady(), Load.Result::averageMillis),
                median(rounds.steady(), Load.Result::lost))));
        return page.toString();
    }

    private String json() throws IOException {
        String servers = byServer.entrySet().stream()
                .map(each -> "    \"%s\": {\n      \"fullSpeed\": %s,\n      \"steady\": %s\n    }"
                        .formatted(
                                each.getKey(),
                                json(each.getValue().fullSpeed()),
                                json(each.getValue().steady())))
                .collect(Collectors.joining(",\n"));
        return """
                {
                  "machine": "%s",
                  "names": %d,
                  "rounds": %d,
                  "secondsEach": %d,
                  "steadyRate": %d,
                  "servers": {
                %s
                  }
                }
                """.formatted(machine(), services, rounds(), seconds, steadyRate, servers);
    }

    private static String json(List<Load.Result> results) {
        String each = results.stream()
                .map(result -> String.format(Locale.ROOT, "%.0f", result.answersPerSecond()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "{\"answersPerSecond\": %.0f, \"cpuMicrosPerAnswer\": %.3f, \"averageMillis\": %.3f, \"lost\": %.0f, "
                        + "\"answersPerSecondByRound\": [%s]}",
                median(results, Load.Result::answersPerSecond),
                median(results, Load.Result::cpuMicrosPerAnswer),
                median(results, Load.Result::averageMillis),
                median(results, Load.Result::lost),
                each);
    }

    private int rounds() {
        return byServer.values().iterator().next().fullSpeed().size();
    }

    private static double median(List<Load.Result> results, ToDoubleFunction<Load.Result> value) {
        double[] sorted = results.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String machine() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("processor unknown");
        return "%d cores, %s, Linux %s, JDK %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        model,
                        System.getProperty("os.version"),
                        Runtime.version());
    }
}
