package io.counterweight.simulation.broken;

import java.util.List;

/** Broken rules of reports and of their merging (G3, G4, G5, G11). */
final class BrokenReports {

    private static final String ENGINE = "engine.Engine";
    private static final String HELD = "engine.fact.Held";
    private static final String FACTS = "engine.fact.Facts";
    private static final String CEILING = "engine.fact.Ceiling";
    private static final String READER = "engine.shift.CeilingReader";
    private static final String OWN = "engine.shift.OwnCeilings";

    private BrokenReports() {}

    static List<BrokenRule> all() {
        return List.of(
                BrokenRule.of(
                                "G3",
                                "incarnation-does-not-jump",
                                "A controller that hears of itself what it has not written jumps above it.",
                                "counterexample 6: restarted with an empty disk it stays stale until it has passed its old number")
                        .edit(ENGINE, ".filter(held -> held.isAfter(state.stamp()))", ".filter(held -> false)"),
                BrokenRule.of(
                                "G3",
                                "earlier-incident-wins",
                                "Of two ceilings the one that names the later incident is taken.",
                                "counterexample 13: a sibling that hears nobody keeps its datacenter at what it last said")
                        .edit(CEILING, "int order = Long.compare(epoch, other.epoch);", "int order = 0;"),
                BrokenRule.of(
                                "G3",
                                "lower-ceiling-wins",
                                "Of equal ceilings the higher is taken.",
                                "siblings that ramp are held back by the slowest of them")
                        .edit(
                                CEILING,
                                "order = Double.compare(share, other.share);",
                                "order = Double.compare(other.share, share);"),
                BrokenRule.of(
                                "G3",
                                "dead-siblings-ceiling-counts",
                                "What a datacenter says is the merge of its controllers' fresh reports.",
                                "counterexample 9: a sibling dies in mid-ramp, and its last ceiling stays")
                        .edit(
                                READER,
                                "if (!fresh.isEmpty() || datacenter.equals(evidence.home())) { return fresh; }",
                                "if (datacenter.equals(evidence.home())) { return fresh; }")
                        .edit(
                                READER,
                                ".filter(held -> latest - held.advancedAt() <= bound)",
                                ".filter(held -> bound > 0 && latest > 0)"),
                BrokenRule.of(
                                "G3",
                                "cut-off-sibling-keeps-its-own-ceiling",
                                "After a start, a stall or its siblings' silence a controller takes the merged ceiling.",
                                "counterexample 14: a sibling that was cut off comes back with a ceiling of its own")
                        .edit(
                                OWN,
                                "base = CeilingClimb.adopt(base, sibling);",
                                "base = own.isPresent() ? base : sibling;"),
                BrokenRule.of(
                                "G3",
                                "starts-with-its-own-ceiling",
                                "A restarted controller takes the merged ceiling before it states one.",
                                "counterexample 15: with an empty disk or an old journal it drains its datacenter and ramps it again")
                        .edit(
                                OWN,
                                "return Stream.concat(own.stream(), stated.stream())",
                                "return Stream.concat(own.stream(), stated.filter(each -> false).stream())"),
                BrokenRule.of(
                                "G3",
                                "failing-wins-on-an-endpoint",
                                "On one endpoint serving wins.",
                                "a prober that is blind takes its datacenter out")
                        .edit(
                                "engine.fact.EndpointVerdict",
                                "return byState > 0 ? this : other;",
                                "return byState < 0 ? this : other;"),
                BrokenRule.of(
                                "G4",
                                "new-prober-knows-nothing",
                                "A new prober goes on from the last published verdict; unknown lowers no fraction.",
                                "a controller's death takes half of its datacenter's weight")
                        .edit(
                                "health.Assignment",
                                ".orElseGet(() -> heard.siblingsWord(policy.service(), name));",
                                ".orElseGet(() -> EndpointVerdict.unknown(\"not probed yet\"));")
                        .edit(
                                "engine.evidence.DatacenterWord",
                                "Math.min(1, offered / known * capacity)",
                                "Math.min(1, offered / Math.max(known, all.size()) * capacity)"),
                BrokenRule.of(
                                "G5",
                                "first-copy-is-fresh",
                                "The first copy is stale.",
                                "a dead controller's last report speaks again for whoever starts")
                        .edit(
                                HELD,
                                "return new Held(report, stated(report, new TreeMap<>()), now, 0, Optional.of(report.stamp()), List.of());",
                                "return new Held(report, stated(report, new TreeMap<>()), now, 2, Optional.of(report.stamp()), List.of());"),
                BrokenRule.of(
                                "G5",
                                "fresh-at-the-first-advance",
                                "What was stale turns fresh at its second advance.",
                                "counterexample 7: a dead voter's last copy comes by relay and votes")
                        .edit(HELD, "ADVANCES_TO_FRESH = 2;", "ADVANCES_TO_FRESH = 1;"),
                BrokenRule.of(
                                "G5",
                                "equal-sequences-renew",
                                "A report is fresh only while its sequence advances.",
                                "the living relay a dead controller's report for ever")
                        .edit(
                                FACTS,
                                "if (report.stamp().isAfter(held.report().stamp())) {",
                                "if (!held.report().stamp().isAfter(report.stamp())) {")
                        .edit(
                                "simulation.Controller",
                                "} else if (report.stamp().incarnation() == known.incarnation()) {",
                                "} else if (report.writer().equals(id)) {"),
                BrokenRule.of(
                                "G5",
                                "older-copies-renew",
                                "A report is fresh only while its sequence advances.",
                                "letters that overtake one another make the old new")
                        .edit(
                                FACTS,
                                "if (report.stamp().isAfter(held.report().stamp())) {",
                                "if (!report.stamp().equals(held.report().stamp())) {"),
                BrokenRule.of(
                                "G5",
                                "stalled-controller-votes",
                                "After a stall of the reader's own its votes do not count for one staleness bound.",
                                "what timed out while it was stopped counts against the others")
                        .edit(
                                "engine.evidence.Ballot",
                                "if (vote == null || report.self().abstaining()) {",
                                "if (vote == null) {"),
                BrokenRule.of(
                                "G5",
                                "a-stall-ages-the-others",
                                "After a stall of the reader's own all ages start again.",
                                "whoever was stopped for a while finds everybody silent")
                        .edit(FACTS, "held.restart(now, stalenessMillis, stalledAt)", "held"),
                BrokenRule.of(
                                "G11",
                                "journal-without-ceilings",
                                "What a controller must remember is on its own disk.",
                                "a datacenter whose controllers all die in mid-ramp gets its full share at once")
                        .edit(
                                "engine.EngineState",
                                "return new Journaled( plan, ceilings, incidents.known(),",
                                "return new Journaled(plan, new TreeMap<>(), incidents.known(),"),
                BrokenRule.of(
                                "G11",
                                "journal-without-incidents",
                                "What a controller must remember is on its own disk.",
                                "an observer that restarts raises another epoch of the same death")
                        .edit(
                                "engine.EngineState",
                                "Incidents.recovered(before.openIncidents(), before.orderedIncidents(), before.incidents())",
                                "Incidents.none()"),
                BrokenRule.of(
                                "G11",
                                "journal-without-overrides",
                                "A cold start forgets no override.",
                                "an override begins anew with each start")
                        .edit(
                                "engine.EngineState",
                                "OverrideClock.restarted(before.overridesRemaining())",
                                "OverrideClock.none()"),
                BrokenRule.of(
                                "G11",
                                "starts-without-its-plan",
                                "A cold start without a living peer serves the last known good plan.",
                                "a datacenter that was drained is served again by whoever starts alone")
                        .edit("engine.EngineState", "before.plan(),", "Plan.empty(),"));
    }
}
