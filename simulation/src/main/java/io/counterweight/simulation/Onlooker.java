package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one knows who sees the whole world demands of what each controller concludes: the rules of evidence (E), after every step. */
final class Onlooker {

    /** For so long after it ended a vantage may still say that it is not served: letters are late, and votes are damped. */
    private static final long LAG_MILLIS = 8_000;

    private static final long BOUND_MILLIS = 2_000 + Shape.SILENCE_MILLIS + 3_000;

    private record Seat(Controller controller, Placement place) {}

    private final Cluster cluster;
    private final Reach reach;
    private final Map<Seat, Long> waitingSince = new HashMap<>();
    private final Map<Seat, Long> knownSince = new HashMap<>();
    private final Map<Controller, Voters> voters = new HashMap<>();

    Onlooker(Cluster cluster) {
        this.cluster = cluster;
        this.reach = new Reach(cluster);
    }

    void check() {
        Map<ServiceName, Policy> policies = new HashMap<>();
        Set<Controller> running = new HashSet<>();
        for (Node node : cluster.nodes()) {
            node.running().ifPresent(controller -> {
                running.add(controller);
                policies.putAll(controller.intents().policies());
            });
        }
        voters.keySet().retainAll(running);
        waitingSince.keySet().removeIf(seat -> !running.contains(seat.controller));
        knownSince.keySet().removeIf(seat -> !running.contains(seat.controller));
        reach.note(policies);
        cluster.nodes().stream().filter(Node::works).forEach(node -> node.running()
                .ifPresent(controller -> controller.last().ifPresent(last -> check(node, controller, last))));
    }

    private void check(Node node, Controller controller, Decision last) {
        Voters known = voters.computeIfAbsent(controller, unseen -> new Voters(node));
        known.note(controller);
        for (DecisionRecord record : last.records().values()) {
            Policy policy = controller.intents().policies().get(record.service());
            if (policy != null) {
                record.conclusions().forEach((site, conclusion) -> {
                    Ruling ruling =
                            new Ruling(node, controller, policy, new Placement(record.service(), site), conclusion);
                    waits(ruling);
                    whoServesAnybodyIsNotDown(ruling);
                    whoIsAloneConcludesNothing(ruling);
                    votes(ruling, known);
                    whatIsBrokenIsKnown(ruling, known);
                });
            }
        }
    }

    /** One conclusion of one controller. */
    private record Ruling(Node node, Controller controller, Policy policy, Placement place, Conclusion conclusion) {

        Condition condition() {
            return conclusion.condition();
        }

        @Override
        public String toString() {
            return controller.id + " concludes " + condition().word() + " on " + place + " by " + conclusion.rule()
                    + " (" + conclusion.reason() + ")";
        }
    }

    /**
     * Rule E6: both waits are waited for, and start again after anything else was concluded. The silence goes on while a quorum
     * says that it is lost, and under what a callee does to it (W5) nobody sees whether it waits.
     */
    private void waits(Ruling ruling) {
        Seat seat = new Seat(ruling.controller, ruling.place);
        long now = ruling.node.monotonic();
        if (ruling.conclusion.rule().equals("W5") || ruling.condition() instanceof Condition.Lost) {
            waitingSince.putIfAbsent(seat, now);
        } else if (!ruling.conclusion.rule().equals("E6")) {
            waitingSince.remove(seat);
        }
        if (!ruling.conclusion.rule().equals("E6")) {
            return;
        }
        long waited = now - waitingSince.computeIfAbsent(seat, unseen -> now);
        long needed =
                switch (ruling.condition()) {
                    case Condition.Silent s -> ruling.policy.silence().after().toMillis();
                    case Condition.Lost l ->
                        ruling.policy.silence().lossConfirm().toMillis();
                    default -> 0;
                };
        demand(waited >= needed, "E6", ruling + " after " + waited + " ms");
    }

    /** Invariant 2: while anybody who is heard is served, no silence and no vote drains. */
    private void whoServesAnybodyIsNotDown(Ruling ruling) {
        demand(
                !byVotes(ruling.condition()) || !ruling.conclusion.votes().containsValue(Result.SERVED),
                "2",
                ruling + " though somebody is served: " + ruling.conclusion.votes());
    }

    /** Rule E5: whoever hears no other site, while its anchors are silent, cannot know whether the others are gone or itself. */
    private void whoIsAloneConcludesNothing(Ruling ruling) {
        Site home = ruling.node.id.site();
        if (!ruling.place.datacenter().equals(home) && reach.alone(ruling.node, BOUND_MILLIS)) {
            demand(!byVotes(ruling.condition()), "E5", ruling + " though it is alone");
        }
    }

    private static boolean byVotes(Condition condition) {
        return condition instanceof Condition.Lost
                || condition instanceof Condition.PathDown
                || condition instanceof Condition.Silent;
    }

    /**
     * Rules E1, E2 and E4: as many as are needed say so, who were once served there, and it is true. Whoever has not started yet, and answers
     * nobody, does not know yet who hears it.
     */
    private void votes(Ruling ruling, Voters known) {
        long against = sitesAgainst(ruling).size();
        if (ruling.condition() instanceof Condition.Lost) {
            long quorum = known.electorate(ruling.place.datacenter()) / 2 + 1;
            demand(against >= quorum, "E2", ruling + " by " + against + " votes of the " + quorum + " of a quorum");
            demand(reach.unserved(ruling.place, LAG_MILLIS) > 0, "E4", ruling + " though everybody is served there");
        }
        if (ruling.condition() instanceof Condition.PathDown && ruling.controller.started()) {
            demand(against >= 1, "E1", ruling + " by nobody who was ever served there");
            long truly = reach.unservedWhileHeard(ruling.place, LAG_MILLIS);
            demand(truly >= 1, "E1", ruling + " though whoever hears it is served");
            demand(truly >= 2 || reach.sign(ruling.place, LAG_MILLIS), "E3", ruling + " for one vantage alone");
        }
    }

    /** Rule E3: what a datacenter's own probes see is believed, and so is what nobody outside is served. */
    private void whatIsBrokenIsKnown(Ruling ruling, Voters known) {
        long since = knownSince.computeIfAbsent(new Seat(ruling.controller, ruling.place), unseen -> cluster.now());
        if (cluster.now() - Math.max(since, ruling.node.fitSince()) < BOUND_MILLIS) {
            return;
        }
        Site site = ruling.place.datacenter();
        boolean inside = site.equals(ruling.node.id.site()) && reach.deadInside(ruling.place, BOUND_MILLIS);
        demand(!inside || ruling.condition().bad(), "E3", ruling + ", whose endpoints there are all dead");
        long against = sitesAgainst(ruling).stream()
                .filter(vantage -> reach.works(vantage, BOUND_MILLIS))
                .count();
        boolean outside = reach.brokenOutside(ruling.place, BOUND_MILLIS) && against >= 2;
        demand(!outside || ruling.condition().bad(), "E3", ruling + ", where nobody is served");
        boolean dead = reach.deadOutside(site, BOUND_MILLIS) && against >= known.electorate(site) / 2 + 1;
        demand(!dead || ruling.condition().bad(), "E3", ruling + ", which is dead for everybody");
    }

    /** The sites that are heard to vote against it, having been served there once. */
    private static Set<Site> sitesAgainst(Ruling ruling) {
        Set<Site> against = new HashSet<>();
        for (Report report : heard(ruling)) {
            Vote vote = report.of(ruling.place.service()).seen().votes().get(ruling.place.datacenter());
            if (vote != null
                    && vote.everServed()
                    && (vote.result() == Result.REFUSED || vote.result() == Result.UNREACHABLE)
                    && !report.self().abstaining()) {
                against.add(report.writer().site());
            }
        }
        against.remove(ruling.place.datacenter());
        return against;
    }

    private static List<Report> heard(Ruling ruling) {
        List<Report> heard = new ArrayList<>();
        for (Held held : ruling.controller.facts().reports().values()) {
            if (ruling.controller.facts().fresh(held, ruling.node.monotonic())
                    && !held.report().writer().equals(ruling.controller.id)) {
                heard.add(held.report());
            }
        }
        ruling.controller.last().ifPresent(last -> heard.add(last.report()));
        return heard;
    }

    private static void demand(boolean holds, String rule, String otherwise) {
        if (!holds) {
            throw new Violation((rule.matches("\\d") ? "invariant " : "rule ") + rule + ": " + otherwise);
        }
    }
}
