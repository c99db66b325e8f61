package io.counterweight.simulation.broken;

import io.counterweight.simulation.broken.BrokenRule.Edit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The sources of this checkout that the simulation runs, and what a broken rule makes of them. */
final class Sources {

    private static final String PACKAGE = "io.counterweight.";

    private final Path root;

    private Sources(Path root) {
        this.root = root;
    }

    /** Those of the checkout that the process runs in. */
    static Sources ofThisCheckout() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("failover-engine/src/main/java"))) {
                return new Sources(at);
            }
        }
        throw new IllegalStateException("no failover-engine/src/main/java above "
                + Path.of("").toAbsolutePath() + ": run it inside a checkout");
    }

    Path root() {
        return root;
    }

    /** The changed sources, by the full name of their class. */
    SortedMap<String, String> broken(BrokenRule rule) {
        SortedMap<String, String> changed = new TreeMap<>();
        for (Edit edit : rule.edits()) {
            String name = PACKAGE + edit.type();
            changed.put(name, changed(rule, edit, changed.containsKey(name) ? changed.get(name) : read(name)));
        }
        return changed;
    }

    private static String changed(BrokenRule rule, Edit edit, String source) {
        Pattern place = place(edit.snippet());
        long found = place.matcher(source).results().count();
        if (found != 1) {
            throw new IllegalStateException("broken rule " + rule.name() + ": its snippet occurs " + found
                    + " times in " + edit.type() + ", not once; bring it up to date:\n" + edit.snippet());
        }
        return place.matcher(source)
                .replaceFirst((MatchResult match) -> java.util.regex.Matcher.quoteReplacement(edit.broken()));
    }

    /** A formatter may break lines elsewhere. */
    private static Pattern place(String snippet) {
        return Pattern.compile(
                Arrays.stream(snippet.strip().split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
    }

    private String read(String type) {
        Path file = root.resolve(module(type)).resolve("src/main/java").resolve(type.replace('.', '/') + ".java");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the source of " + type, e);
        }
    }

    private static String module(String type) {
        String area = type.substring(PACKAGE.length()).replaceAll("\\..*", "");
        return switch (area) {
            case "engine" -> "failover-engine";
            case "health" -> "health-aggregator";
            case "simulation" -> "simulation";
            default -> throw new IllegalArgumentException(type + " is in no module that the simulation runs");
        };
    }
}
