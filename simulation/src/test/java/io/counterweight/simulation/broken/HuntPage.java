package io.counterweight.simulation.broken;

import io.counterweight.simulation.PlayedWorld;
import io.counterweight.simulation.broken.Hunt.Effort;
import io.counterweight.simulation.broken.Hunt.Trace;
import java.util.List;

/** What a hunt found, as docs/broken-rules.md. */
final class HuntPage {

    private static final int LONGEST = 110;

    private static final String HEAD = """
            # Broken rules

                make broken                      # hunt all of them, and write this page anew
                make broken ONLY='^E3' SEEDS=50  # those whose rule and name match this, for so many seeds; writes nothing

            The simulation is worth what it notices. Each line is a rule of [rules.md](rules.md) that was broken on purpose, by a change of
            one or two lines in the product's own sources, compiled in memory. The same random worlds are played with each, seed 1, 2, 3 and
            so on, until something that must hold does not. A seed that fails with the sound rules does not count. With those that no
            world caught, the simulated scenarios of the same rule are told; the first that does not come out is named.

            """;

    private static final String COLUMNS = """
            | rule | broken variant | the sentence that does not hold | what it leads to | caught in random worlds by | seeds | scenario that notices |
            | --- | --- | --- | --- | --- | --- | --- |
            """;

    private HuntPage() {}

    static String of(List<Trace> traces, Effort effort, long tookSeconds) {
        StringBuilder page = new StringBuilder(HEAD);
        long byWorlds =
                traces.stream().filter(trace -> trace.caught().isPresent()).count();
        long escaped = traces.stream().filter(Trace::escaped).count();
        page.append(String.format(
                "%d of %d are caught by random worlds, %d more by a simulated scenario of their rule alone, and %d by neither.%n",
                byWorlds, traces.size(), traces.size() - byWorlds - escaped, escaped));
        page.append(String.format(
                "At most %d seeds of %d simulated minutes each; %d minutes in all (%d threads, %s, Java %s).%n%n",
                traces.stream().mapToInt(Trace::seeds).max().orElse(0),
                PlayedWorld.LENGTH_MILLIS / 60_000,
                (tookSeconds + 59) / 60,
                effort.threads(),
                System.getProperty("os.arch"),
                Runtime.version().feature()));
        page.append(COLUMNS);
        traces.forEach(trace -> page.append(row(trace)));
        return page.toString();
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
                        trace.caught().map(HuntPage::shortened).orElse(trace.escaped() ? "**ESCAPED**" : "not yet"),
                        String.valueOf(trace.seeds()),
                        trace.story()
                                .map(story -> "`" + story.replaceAll(":.*", "") + "`")
                                .orElse(""))
                + " |\n";
    }

    private static String shortened(String said) {
        String plain = said.replaceAll("\\s+", " ").replace("|", "/");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }
}
