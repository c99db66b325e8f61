package io.counterweight.simulation.broken;

import java.util.List;

/** Broken rules of votes and electorates (E1, E2, E4). */
final class BrokenVotes {

    private static final String BALLOT = "engine.evidence.Ballot";
    private static final String WATCH = "health.watch.VoteWatch";
    private static final String COUNTERS = "health.damping.VoteCounters";

    private BrokenVotes() {}

    static List<BrokenRule> all() {
        return List.of(
                BrokenRule.of(
                                "E1",
                                "votes-of-the-cut-count",
                                "On hearing a datacenter again a vantage abstains until a new series has ended; against a fresh one only who hears it votes.",
                                "counterexample 11: at the heal a datacenter hears votes from the time of the cut and leaves")
                        .edit(
                                BALLOT,
                                "return vote.everServed() && (!evidence.fresh(datacenter) || hearsIt(evidence, report, vote, datacenter));",
                                "return vote.everServed();")
                        .edit(WATCH, "counters = counters.abstain(around.now());", ""),
                BrokenRule.of(
                                "E1",
                                "votes-without-echo",
                                "Against a datacenter that still speaks a vote other than served counts only from a voter that hears it.",
                                "votes from beyond a cut take a datacenter out that serves")
                        .edit(
                                BALLOT,
                                "return vote.everServed() && (!evidence.fresh(datacenter) || hearsIt(evidence, report, vote, datacenter));",
                                "return vote.everServed();"),
                BrokenRule.of(
                                "E1",
                                "no-abstaining-after-silence",
                                "On hearing a datacenter again a vantage abstains on it until a new series has ended.",
                                "a vote from the time of the cut is stated after it")
                        .edit(WATCH, "series.incrementAndGet(); counters = counters.abstain(around.now());", ""),
                BrokenRule.of(
                                "E1",
                                "never-served-votes",
                                "A vote counts only once its vantage has been served there.",
                                "a vantage whose path was never open votes for loss")
                        .edit(BALLOT, "return vote.everServed() && (", "return ("),
                BrokenRule.of(
                                "E1",
                                "refused-is-served",
                                "Only served reaches.",
                                "a balancer that refuses everybody keeps its clients")
                        .edit(
                                WATCH,
                                "case Reading.Failing failing -> missed(before, Result.REFUSED, failing.reason(), heard);",
                                "case Reading.Failing failing -> before.success(around.now(), damping, heard, failing.reason());"),
                BrokenRule.of(
                                "E1",
                                "dead-address-is-answered",
                                "An address known dead from inside is not answered while the datacenter has another.",
                                "half of a datacenter's clients are sent to a dead machine")
                        .edit(
                                "engine.plan.Addresses",
                                ".map(verdict -> verdict.state() == State.FAILING)",
                                ".map(verdict -> verdict.state() == State.FAILING && verdict.capacity() > 0)"),
                BrokenRule.of(
                                "E2",
                                "electorate-not-frozen",
                                "The electorate on a datacenter stays as it was when the datacenter fell silent.",
                                "a minority shrinks its quorum to itself after 30 s")
                        .edit(
                                "engine.evidence.Electorates",
                                "return before.staleSince().isPresent() && now.staleSince().isPresent();",
                                "return before.staleSince().isPresent() && now.staleSince().isEmpty();"),
                BrokenRule.of(
                                "E2",
                                "the-silent-leave-at-once",
                                "The electorate is every vantage that was not stale for 30 s.",
                                "a voter that vanishes with a datacenter is not missed")
                        .edit(
                                "engine.evidence.SiteMemory",
                                "now - staleSince.getAsLong() >= memoryMillis",
                                "now - staleSince.getAsLong() >= Math.min(memoryMillis, 0)"),
                BrokenRule.of(
                                "E2",
                                "half-is-a-quorum",
                                "Quorum is the majority of the electorate.",
                                "one of two voters is enough for a loss")
                        .edit(BALLOT, "return electorate.size() / 2 + 1;", "return (electorate.size() + 1) / 2;"),
                BrokenRule.of(
                                "E4",
                                "own-isolation-is-their-loss",
                                "A failure counts towards a vote only if something else outside answered since its first miss.",
                                "counterexample 8: a vantage that was cut off for a moment votes against what it could not reach")
                        .edit(COUNTERS, "if (outsideAnswered < first) {", "if (outsideAnswered < Long.MIN_VALUE) {"),
                BrokenRule.of(
                                "E4",
                                "doubted-probes-are-believed",
                                "Failing probes are doubted when the control targets fail too.",
                                "a controller whose own network is dead says that its datacenter is")
                        .edit("engine.evidence.DatacenterWord", ".filter(report -> !report.self().wordWithdrawn())", "")
                        .edit(
                                "health.watch.EndpointWatch",
                                ".filter(fall -> controlAnsweredAt < fall.firstMiss()) .map(fall -> fall.before().state())",
                                ".filter(fall -> controlAnsweredAt < Long.MIN_VALUE) .map(fall -> fall.before().state())"),
                BrokenRule.of(
                                "E4",
                                "misses-in-darkness-count",
                                "What a controller missed while nothing near answered it is void.",
                                "once its network is back it says that everything failed")
                        .edit(
                                "health.Sight",
                                "allEndpoints().forEach(watch -> watch.voidMisses(controlAnsweredBefore));",
                                ""));
    }
}
