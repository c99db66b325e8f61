package io.counterweight.simulation;

import java.util.HashSet;
import java.util.Set;

/**
 * Invariant 4: equal facts give equal plans, whatever is still broken at applications and on probes' ways, once words have passed
 * everywhere for a while.
 */
final class Agreement {

    /** An incident's answer waits as long as an electorate remembers for the weights of a datacenter that fell silent. */
    private static final long SETTLES_MILLIS = 34_000;

    private static final int DISAGREE_STEPS = 12;

    private final Cluster cluster;
    private final Lasting passing = new Lasting();
    private int differing;

    Agreement(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        boolean all = cluster.network().wordsPass()
                && cluster.nodes().stream()
                        .allMatch(node -> !cluster.applications().powered(node.id.site()) || sound(node));
        if (cluster.now() - passing.since(all, cluster.now()) < SETTLES_MILLIS) {
            differing = 0;
            return;
        }
        Set<Object> answers = new HashSet<>();
        cluster.nodes().forEach(node -> node.running().ifPresent(controller -> answers.add(controller.answered())));
        differing = answers.size() > 1 ? differing + 1 : 0;
        if (differing > DISAGREE_STEPS) {
            throw new Violation("invariant 4: equal facts, and unequal plans");
        }
    }

    private static boolean sound(Node node) {
        return node.speaks()
                && node.rules() == Node.NEWEST_RULES
                && node.controller().actuator().honestFor(0)
                && node.controller().intents().overrides().isEmpty();
    }
}
