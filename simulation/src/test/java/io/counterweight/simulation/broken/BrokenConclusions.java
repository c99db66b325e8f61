package io.counterweight.simulation.broken;

import java.util.List;

/** Broken rules of what the evidence amounts to (E3, E5, E6, E8). */
final class BrokenConclusions {

    private static final String JUDGE = "engine.evidence.Judge";
    private static final String FAIL_OPEN = "engine.safety.FailOpen";

    private BrokenConclusions() {}

    static List<BrokenRule> all() {
        return List.of(
                BrokenRule.of(
                                "E3",
                                "hold-is-memory",
                                "On hold nothing new is concluded, and the weight is what the ceiling says.",
                                "counterexample 3: who drained alone during a cut goes on after it, and the others do not")
                        .edit(
                                "engine.Basis",
                                "here.priority(), conclusion.condition(),",
                                "here.priority(), conclusion.condition() instanceof io.counterweight.engine.evidence.Condition.Hold && incidents.open().containsKey(place) ? new io.counterweight.engine.evidence.Condition.Silent() : conclusion.condition(),"),
                BrokenRule.of(
                                "E3",
                                "mixed-votes-stop-the-return",
                                "On mixed votes the ceiling may advance.",
                                "counterexample 4: one vantage's broken path keeps a datacenter at nothing for ever")
                        .edit(
                                JUDGE,
                                "return hold(true, datacenter + \" says serving, votes are mixed: \"",
                                "return hold(false, datacenter + \" says serving, votes are mixed: \""),
                BrokenRule.of(
                                "E3",
                                "heard-by-oneself-alone",
                                "Never heard: by nobody that is read.",
                                "counterexample 5: after restarts one says never heard, the other missing")
                        .edit("engine.Engine", "heard.addAll(inputs.facts().heard());", "")
                        .edit("engine.fact.Facts", "heard.addAll(held.report().heard());", ""),
                BrokenRule.of(
                                "E3",
                                "own-failing-is-not-believed",
                                "A datacenter's own word that it fails is believed.",
                                "clients are sent to what says that it is dead")
                        .edit(JUDGE, "new Failing(), \"E3\",", "new Hold(false), \"E3\","),
                BrokenRule.of(
                                "E3",
                                "bad-sensor-is-believed",
                                "All of a datacenter's services failing at once while a quorum is served: its sensor is suspect.",
                                "a prober that sees nothing takes its whole datacenter out")
                        .edit(
                                JUDGE,
                                "if (!failing.byPush() && suspectSensors.contains(place.datacenter())) {",
                                "if (!failing.byPush() && suspectSensors.size() > 99) {"),
                BrokenRule.of(
                                "E3",
                                "mixed-votes-drain",
                                "Serving, with some served: hold.",
                                "one broken path takes a datacenter out that others reach")
                        .edit(
                                JUDGE,
                                "return hold(true, datacenter + \" says serving, votes are mixed: \" + ballot.words(), ballot);",
                                "return pathDown(datacenter, \"\", ballot);"),
                BrokenRule.of(
                                "E3",
                                "one-vantage-drains",
                                "Path down by one voter needs a sign at the datacenter itself.",
                                "one vantage's broken path takes a datacenter out")
                        .edit(
                                JUDGE,
                                "if (ballot.notServed() == 1 && sign.isPresent()) {",
                                "if (ballot.notServed() == 1) {")
                        .edit(JUDGE, "\", and \" + sign.get()", "sign.orElse(\"\")"),
                BrokenRule.of(
                                "E3",
                                "path-is-never-down",
                                "Serving, with none served by two voters or more: path down.",
                                "clients are sent into a broken ingress")
                        .edit(JUDGE, "if (ballot.notServed() >= 2) {", "if (ballot.notServed() >= 99) {"),
                BrokenRule.of(
                                "E3",
                                "a-minority-served-does-not-matter",
                                "Silent, with anybody served: hold.",
                                "a cut link takes out a datacenter that somebody reaches")
                        .edit(
                                JUDGE,
                                "if (ballot.served() > 0) { return calm(hold(false, said",
                                "if (ballot.served() >= Math.max(2, ballot.quorum())) { return calm(hold(false, said"),
                BrokenRule.of(
                                "E3",
                                "the-lost-are-held",
                                "Silent, with a quorum and none served: lost.",
                                "a dead datacenter keeps its clients until silence is decided")
                        .edit(JUDGE, "new Lost(), \"E3\",", "new Hold(false), \"E3\","),
                BrokenRule.of(
                                "E5",
                                "isolation-is-not-noticed",
                                "A site that hears no other site, while most of its anchors are silent, concludes nothing on others.",
                                "an isolated site drains everybody else")
                        .edit(
                                "engine.evidence.Evidence",
                                "return othersSilent && topology.sites().size() > 1 && own.self().mostAnchorsSilent();",
                                "return othersSilent && topology.sites().size() > 99;"),
                BrokenRule.of(
                                "E6",
                                "waits-run-in-isolation",
                                "Neither wait runs during isolation; both start again after it.",
                                "counterexample 10: the anchors return before the peers do, and all peers are drained at once")
                        .edit(
                                JUDGE,
                                "return calm(conclusion( new Hold(false), \"E5\", said + \", but I am isolated: every other site is silent and most of my anchors are too\", ballot, true));",
                                "return new Step(conclusion(new Hold(false), \"E5\", said, ballot, true), timers.silent(evidence.now()));"),
                BrokenRule.of(
                                "E6",
                                "loss-is-not-confirmed",
                                "Alone, a vantage concludes loss only after lossConfirm.",
                                "one missed second takes out the only other datacenter")
                        .edit(JUDGE, ">= confirm.toMillis()", ">= Math.min(0, confirm.toMillis())"),
                BrokenRule.of(
                                "E6",
                                "silence-drains-at-once",
                                "Where votes are missing the policy's onSilence decides, after its time.",
                                "a cut link takes out what nobody asked about")
                        .edit(
                                JUDGE,
                                "lasted >= silence.after().toMillis()",
                                "lasted >= Math.min(0, silence.after().toMillis())"),
                BrokenRule.of(
                                "E6",
                                "silence-never-drains",
                                "Where votes are missing the policy's onSilence decides.",
                                "a datacenter that dies with its witness keeps its clients for ever")
                        .edit(
                                JUDGE,
                                "silence.onSilence() == OnSilence.DRAIN &&",
                                "silence.onSilence() == OnSilence.HOLD &&"),
                BrokenRule.of(
                                "E6",
                                "withdraws-itself-for-want-of-votes",
                                "A site never withdraws its own datacenter for want of votes.",
                                "cut off from everybody, a datacenter leaves its own answers")
                        .edit(
                                JUDGE,
                                "if (datacenter.equals(evidence.home()) && (soleVoter || !ballot.hasQuorum())) {",
                                "if (datacenter.equals(evidence.home()) && soleVoter && !ballot.hasQuorum() && isolated) {"),
                BrokenRule.of(
                                "E6",
                                "a-stall-starts-silence-anew",
                                "A stall of the reader's own only interrupts onSilence.",
                                "short stalls, again and again, keep a dead datacenter")
                        .edit(
                                "engine.evidence.Timers",
                                "return silentSince.isEmpty() ? NONE",
                                "return silentSince.isEmpty() || millis > 0 ? NONE"),
                BrokenRule.of(
                                "E8",
                                "hard-drains-are-reopened",
                                "A hard drain is never reopened by a machine.",
                                "what a person closed is served")
                        .edit(FAIL_OPEN, "candidate.hardDrained() ||", ""),
                BrokenRule.of(
                                "E8",
                                "nothing-left-is-empty",
                                "With nothing left to serve, the best class that is not empty serves.",
                                "a trouble everywhere leaves no answer")
                        .edit(
                                FAIL_OPEN,
                                "if (best == Rank.CLOSED) {",
                                "if (best.compareTo(Rank.SOFTLY_DRAINED) > 0) {"));
    }
}
