package io.counterweight.demo.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.demo.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Kills applications and datacenters with SIGKILL at random moments, and prints every trial. Arguments: the directory for results, how
 * many applications, how many datacenters. The environment's {@code VANISH=1} says that the process runs in a network namespace of
 * its own. Times decide no exit status.
 */
public final class BenchMain {
    private static final int NETWORK = 40;
    private static final int CUTS = 5;
    private static final int CUT_SECONDS = 6;

    private BenchMain() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        int applications = Integer.parseInt(args[1]);
        int datacenters = Integer.parseInt(args[2]);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat the moments with SEED=" + seed + ")");
        Files.createDirectories(directory);
        List<Series> all = new ArrayList<>();
        int changes;
        try (Arena arena = new Arena(NETWORK, directory.resolve("world"), seed, line -> System.out.println(line))) {
            Thread cleaner = new Thread(arena::close);
            Runtime.getRuntime().addShutdownHook(cleaner);
            arena.start();
            Deaths deaths = new Deaths(arena);
            all.add(new Series("application killed", 1_000, 150, deaths.applicationsKilled(applications)));
            all.add(new Series(
                    "application hung", 2_300, 2_300, deaths.applicationsHung(Math.max(1, applications / 5))));
            if ("1".equals(System.getenv("VANISH"))) {
                all.add(new Series(
                        "application vanished",
                        2_300,
                        2_300,
                        deaths.applicationsVanished(Math.max(1, applications / 5))));
            } else {
                System.out.println(
                        "vanished applications are not measured: no network namespace of one's own, or no nft");
            }
            changes = deaths.weightChangesInLinkCuts(CUTS, CUT_SECONDS);
            all.add(new Series("datacenter killed", 2_000, 700, deaths.datacentersKilled(datacenters)));
        }
        write(directory, seed, all, changes);
    }

    private static void write(Path directory, long seed, List<Series> all, int changes) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# From death to the last answer with it, in the slowest surviving name server");
        lines.add("");
        Machine.facts().forEach((name, value) -> lines.add("- " + name + ": " + value));
        lines.add("- seed: " + seed);
        lines.add("");
        lines.add("| death | trials | p50 | p99 | worst | implied by the settings | wanted at most | |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
        all.forEach(series -> lines.add(series.row()));
        lines.add("");
        lines.add(CUTS + " cuts of the link of " + CUT_SECONDS + " s each: " + changes + " weight changes (wanted: 0)");
        lines.forEach(System.out::println);
        Files.write(directory.resolve("failover.md"), lines);
        Map<String, Object> data = new TreeMap<>();
        data.put("machine", Machine.facts());
        data.put("seed", seed);
        data.put("series", all);
        data.put("weightChangesInLinkCuts", changes);
        Files.writeString(directory.resolve("failover.json"), new ObjectMapper().writeValueAsString(data));
    }
}
