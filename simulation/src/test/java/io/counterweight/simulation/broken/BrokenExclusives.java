package io.counterweight.simulation.broken;

import java.util.List;

/** Broken rules of services that are active in one datacenter at a time (E7). */
final class BrokenExclusives {

    private static final String HANDOVER = "engine.exclusive.Handover";

    private BrokenExclusives() {}

    static List<BrokenRule> all() {
        return List.of(
                BrokenRule.of(
                                "E7",
                                "claims-without-asking",
                                "It answers when every other controller echoes the claim, or is unheard by a majority.",
                                "counterexample 1: east promotes while west's lease still runs")
                        .edit(
                                HANDOVER,
                                "SortedSet<String> missing = missing(claim);",
                                "SortedSet<String> missing = claim.sinceMillis() < 0 ? missing(claim) : new TreeSet<>();"),
                BrokenRule.of(
                                "E7",
                                "no-servfail-between",
                                "To name another datacenter a name server first answers nothing, and claims it.",
                                "counterexample 1: with siblings one still answers what the other has left")
                        .edit(
                                HANDOVER,
                                "return answer(named.get(), steps); } return claim(wanted, steps);",
                                "return answer(named.get(), steps); } return answer(wanted, steps);"),
                BrokenRule.of(
                                "E7",
                                "unheard-by-one-is-gone",
                                "Unheard: by a majority of the voting set, each by its own report.",
                                "counterexample 1: whoever is cut off takes the others for dead")
                        .edit(
                                "engine.exclusive.Neighbours",
                                "return majority(other.site(), report -> unheard(report, other));",
                                "return unheardHere(other) || majority(other.site(), report -> unheard(report, other));"),
                BrokenRule.of(
                                "E7",
                                "lease-is-not-looked-at",
                                "The lease is checked at each answer.",
                                "counterexample 2: a name server that was stopped answers from its old lease")
                        .edit("simulation.Actuator", "&& now < grant.untilMillis()", "&& now < Long.MAX_VALUE"),
                BrokenRule.of(
                                "E7",
                                "lease-without-a-majority",
                                "A lease is what a majority of the voting set echoes.",
                                "who is cut off goes on answering while the others promote")
                        .edit(
                                "engine.exclusive.Lease",
                                "int needed = majority(evidence.topology().sites().size());",
                                "int needed = Math.min(1, majority(evidence.topology().sites().size()));"),
                BrokenRule.of(
                                "E7",
                                "unheard-for-a-moment-is-gone",
                                "Unheard for two staleness bounds.",
                                "the claim is older than the lease that it waits for")
                        .edit(
                                "engine.exclusive.Lease",
                                "return 2 * stalenessMillis + drift(stalenessMillis);",
                                "return drift(stalenessMillis);"));
    }
}
