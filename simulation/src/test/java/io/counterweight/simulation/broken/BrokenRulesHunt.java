package io.counterweight.simulation.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.simulation.broken.Hunt.Effort;
import io.counterweight.simulation.broken.Hunt.Search;
import io.counterweight.simulation.broken.Hunt.Trace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Hunts the broken rules: {@code make broken}. {@code -Dbroken.seeds} and {@code -Dbroken.minutes} bound it, {@code -Dbroken.only} is a pattern of rule and name. A hunt of all of them writes docs/broken-rules.md.
 */
class BrokenRulesHunt {

    private static final Effort EFFORT =
            new Effort(Integer.getInteger("broken.seeds", 40), 60 * Long.getLong("broken.minutes", 25));
    private static final String ONLY = System.getProperty("broken.only", "");

    @Test
    void noneEscapes() throws IOException {
        PrintStream out = System.out;
        long begun = System.nanoTime();
        Sources sources = Sources.ofThisCheckout();
        List<BrokenRule> rules = BrokenRules.all().stream()
                .filter(rule -> Pattern.compile(ONLY)
                        .matcher(rule.rule() + " " + rule.name())
                        .find())
                .toList();
        List<Trace> traces = new Hunt(sources, trace -> out.println(told(trace))).hunt(rules, EFFORT);
        if (ONLY.isEmpty()) {
            Files.writeString(
                    sources.root().resolve("docs/broken-rules.md"),
                    HuntPage.of(traces, (System.nanoTime() - begun) / 1_000_000_000));
        }
        assertEquals(
                List.of(),
                traces.stream()
                        .filter(Trace::escaped)
                        .map(trace -> trace.rule().name())
                        .toList(),
                "nothing noticed these");
    }

    private static String told(Trace trace) {
        return String.format(
                "%-4s %-40s random %s; explored %s%s",
                trace.rule().rule(),
                trace.rule().name(),
                told(trace.random()),
                told(trace.explored()),
                trace.story().map(story -> "; story " + story).orElse(""));
    }

    private static String told(Search search) {
        return search.caught()
                .map(said ->
                        search.played() + " caught: " + said.lines().findFirst().orElse(""))
                .orElse(search.played() + " not");
    }
}
