package io.counterweight.simulation.broken;

import io.counterweight.simulation.PlayedWorld;
import io.counterweight.simulation.broken.Hunt.Trace;
import io.counterweight.simulation.explore.ExploredWorld;
import java.util.List;
import java.util.function.Predicate;

/** What a hunt found, as docs/broken-rules.md. */
final class HuntPage {

    private static final int LONGEST = 110;

    private static final String HEAD = """
            # Broken rules

                make broken                      # hunt all of them, and write this page anew: 25 minutes at most
                make broken ONLY='^E3' SEEDS=50  # those whose rule and name match this, for so many seeds; writes nothing

            The simulation is worth what it notices. Each line is a rule of [rules.md](rules.md) that was broken on purpose, by a change of
            one or two lines in the product's own sources, compiled in memory. The same worlds are played with each until something that
            must hold does not: short random ones, as many as there is time for; then a small one that is explored
            ([small-worlds.md](small-worlds.md)). A world that fails with the sound rules is left out. With those that no world caught, the
            simulated scenarios of the same rule are told; the first that does not come out is named.

            """;

    private static final String COLUMNS = """
            | rule | broken variant | the sentence that does not hold | what it leads to | random worlds | seeds | explored | scenario that notices |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    private HuntPage() {}

    static String of(List<Trace> traces, long tookSeconds) {
        StringBuilder page = new StringBuilder(HEAD);
        long random = count(traces, trace -> trace.random().caught().isPresent());
        long caught = count(traces, Trace::caught);
        long unhunted = count(traces, trace -> trace.random().played() == 0);
        long escaped = count(traces, Trace::escaped) - unhunted;
        page.append(String.format(
                "%d of %d are caught by random worlds, %d more by exploration, %d by a simulated scenario of their rule alone, and %d not"
                        + " yet. There was no time for %d.%n",
                random,
                traces.size(),
                caught - random,
                traces.size() - caught - escaped - unhunted,
                escaped,
                unhunted));
        page.append(String.format(
                "At most %d seeds of %d simulated minutes each, %d states of a small world; %d minutes in all on %d cores (Java %s).%n%n",
                traces.stream().mapToInt(trace -> trace.random().played()).max().orElse(0),
                PlayedWorld.LENGTH_MILLIS / 60_000,
                ExploredWorld.MOST_STATES,
                (tookSeconds + 59) / 60,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature()));
        page.append(COLUMNS);
        traces.forEach(trace -> page.append(row(trace)));
        return page.toString();
    }

    private static long count(List<Trace> traces, Predicate<Trace> which) {
        return traces.stream().filter(which).count();
    }

    private static String row(Trace trace) {
        BrokenRule rule = trace.rule();
        return "| "
                + String.join(
                        " | ",
                        rule.rule(),
                        "`" + rule.name() + "`",
                        rule.sentence(),
                        rule.why(),
                        trace.random().caught().map(HuntPage::shortened).orElse(missed(trace)),
                        String.valueOf(trace.random().played()),
                        trace.explored()
                                .caught()
                                .map(HuntPage::shortened)
                                .orElse(trace.explored().played() > 0 ? "no" : ""),
                        trace.story()
                                .map(story -> "`" + story.replaceAll(":.*", "") + "`")
                                .orElse(""))
                + " |\n";
    }

    private static String missed(Trace trace) {
        if (trace.random().played() == 0) {
            return "not hunted";
        }
        return trace.escaped() ? "**not yet**" : "no";
    }

    private static String shortened(String said) {
        String plain =
                said.lines().findFirst().orElse("").replaceAll("\\s+", " ").replace("|", "/");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }
}
