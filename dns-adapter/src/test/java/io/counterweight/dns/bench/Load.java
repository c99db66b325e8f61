package io.counterweight.dns.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of dnsperf against a server, and what it cost the server. */
final class Load {

    /** What one run came to: answers a second, the server's processor time for each, and what was not answered. */
    record Result(double answersPerSecond, double cpuMicrosPerAnswer, double averageMillis, long lost) {}

    private static final Pattern COMPLETED = Pattern.compile("Queries completed:\\s+(\\d+)");
    private static final Pattern LOST = Pattern.compile("Queries lost:\\s+(\\d+)");
    private static final Pattern RATE = Pattern.compile("Queries per second:\\s+([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("Average Latency \\(s\\):\\s+([0-9.]+)");

    private final String dnsperf;
    private final Path queries;
    private final long ticksPerSecond;

    Load(String dnsperf, Path queries) throws IOException {
        this.dnsperf = dnsperf;
        this.queries = queries;
        this.ticksPerSecond = Long.parseLong(run(List.of("getconf", "CLK_TCK")).strip());
    }

    /** Asks for so many seconds, at so many queries a second; 0 means as fast as answers come back. */
    Result run(Contender server, int seconds, int rate) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                dnsperf,
                "-s",
                server.address().getAddress().getHostAddress(),
                "-p",
                String.valueOf(server.address().getPort()),
                "-d",
                queries.toString(),
                "-l",
                String.valueOf(seconds)));
        if (rate > 0) {
            command.addAll(List.of("-Q", String.valueOf(rate)));
        }
        long before = server.cpuTicks();
        String printed = run(command);
        long ticks = server.cpuTicks() - before;
        double completed = number(COMPLETED, printed);
        return new Result(
                number(RATE, printed), ticks * 1e6 / ticksPerSecond / completed, number(LATENCY, printed) * 1000, (long)
                        number(LOST, printed));
    }

    private static double number(Pattern pattern, String printed) {
        Matcher matcher = pattern.matcher(printed);
        if (!matcher.find()) {
            throw new IllegalStateException("dnsperf did not print " + pattern + ":\n" + printed);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroy();
        }
    }
}
