package io.counterweight.simulation.availability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures every case and writes {@code cases.md}, {@code cases.tsv} and {@code grid.tsv} into a directory. Arguments: years, seed,
 * directory.
 */
public final class Availability {

    private static final List<Double> DETECTIONS = List.of(0.75, 2.0, 5.0, 15.0, 60.0, 120.0);
    private static final List<Integer> TTLS = List.of(5, 20, 60, 300);

    private final int years;
    private final long seed;
    private final Path directory;

    private Availability(int years, long seed, Path directory) {
        this.years = years;
        this.seed = seed;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("wanted: years, seed, directory");
        }
        Path directory = Files.createDirectories(Path.of(arguments[2]));
        new Availability(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]), directory).run();
    }

    private void run() throws IOException {
        grid();
        cases();
    }

    private void cases() throws IOException {
        List<String> page = new ArrayList<>(List.of(
                years + " simulated years of each case, seed " + seed + ".",
                "",
                "| case | outages a year | nobody moves | bare limit (1-a)² | both down | allowed | Counterweight | beside what is allowed | availability |",
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"));
        List<String> table = new ArrayList<>(List.of("case\tunmoved\tbothDown\tallowed\tcounterweight"));
        for (Case each : Cases.all()) {
            Measured measured = Measured.over(each, years, seed);
            page.add(row(measured));
            table.add(String.format(
                    Locale.ROOT,
                    "\"%s\"\t%.3e\t%.3e\t%.3e\t%.3e",
                    each.name(),
                    measured.unmoved(),
                    measured.bothDown(),
                    measured.perfect(),
                    measured.counterweight()));
            Files.write(directory.resolve("cases.md"), page);
            Files.write(directory.resolve("cases.tsv"), table);
        }
    }

    private static String row(Measured measured) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %s | %s | %.2f | %.4f %% |",
                measured.about().name(),
                measured.outages() / measured.years(),
                hours(measured.unmoved()),
                hours(measured.about().bareLimit()),
                hours(measured.bothDown()),
                hours(measured.perfect()),
                hours(measured.counterweight()),
                measured.ratio(),
                100 * (1 - measured.counterweight()));
    }

    /** What detection and lifetimes allow, whoever steers. */
    private void grid() throws IOException {
        List<String> table = new ArrayList<>(List.of("detection\t"
                + String.join(
                        "\t", TTLS.stream().map(ttl -> "ttl " + ttl + " s").toList())));
        for (double detection : DETECTIONS) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%.2f", detection));
            for (int ttl : TTLS) {
                row.append(
                        String.format(Locale.ROOT, "\t%.3e", Measured.allowed(Cases.of(detection, ttl), years, seed)));
            }
            table.add(row.toString());
        }
        Files.write(directory.resolve("grid.tsv"), table);
    }

    private static String hours(double part) {
        double seconds = part * Measured.YEAR_MILLIS / 1000;
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
                : String.format(Locale.ROOT, "%.1f min", seconds / 60);
    }
}
