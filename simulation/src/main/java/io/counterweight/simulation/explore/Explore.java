package io.counterweight.simulation.explore;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The command behind {@code make explore}: explores one small world, or plays one path again. */
public final class Explore {

    private static final int HEAL_EVERY = 20;
    private static final int MOST_FOUND = 20;

    private Explore() {}

    /**
     * {@code services witness|alone measured|estimated kinds faults reorders depth states} explores; {@code kinds} are words with commas
     * between them, or {@code all}. With {@code replay file} before them the path in that file, a step a line, is played again.
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        boolean replays = arguments[0].equals("replay");
        Exploration.Settings settings = settings(List.of(arguments).subList(replays ? 2 : 0, arguments.length));
        if (replays) {
            List<String> path = Files.readAllLines(Path.of(arguments[1])).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            Optional<String> broken = Exploration.replay(settings, path);
            out.println(broken.orElse("all held"));
            System.exit(broken.isPresent() ? 1 : 0);
        }
        long began = System.nanoTime();
        Exploration.Result result = Exploration.run(settings);
        result.found().forEach(out::println);
        out.printf(
                "%,d states, %,d steps between them, %s; mended and played on from %,d; new at each depth %s; %,d s%n",
                result.states(),
                result.transitions(),
                result.closed() ? "nothing more to reach" : "depth " + result.depth(),
                result.healed(),
                result.byDepth(),
                (System.nanoTime() - began) / 1_000_000_000);
        out.println("violations: " + result.found().size());
        System.exit(result.found().isEmpty() ? 0 : 1);
    }

    private static Exploration.Settings settings(List<String> words) {
        return new Exploration.Settings(
                Services.parse(words.get(0)),
                words.get(1).equals("witness"),
                words.get(2).equals("measured"),
                words.get(3).equals("all")
                        ? new TreeSet<>()
                        : new TreeSet<>(List.of(words.get(3).split(","))),
                Integer.parseInt(words.get(4)),
                Integer.parseInt(words.get(5)),
                Integer.parseInt(words.get(6)),
                Integer.parseInt(words.get(7)),
                HEAL_EVERY,
                MOST_FOUND);
    }
}
