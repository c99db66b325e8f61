package io.counterweight.simulation.broken;

import java.util.List;
import java.util.stream.Stream;

/** All rules that are broken on purpose. */
public final class BrokenRules {

    private BrokenRules() {}

    /** In the order of the rule book. */
    public static List<BrokenRule> all() {
        return Stream.of(
                        BrokenReports.all(),
                        BrokenIntents.all(),
                        BrokenVotes.all(),
                        BrokenConclusions.all(),
                        BrokenExclusives.all(),
                        BrokenCeilings.all(),
                        BrokenPlans.all(),
                        BrokenTies.all())
                .flatMap(List::stream)
                .toList();
    }
}
