package io.counterweight.simulation.broken;

import java.util.List;

/** Broken rules of leaving and returning (W3). */
final class BrokenCeilings {

    private static final String CLIMB = "engine.shift.CeilingClimb";
    private static final String INCIDENTS = "engine.shift.Incidents";
    private static final String OWN = "engine.shift.OwnCeilings";
    private static final String READER = "engine.shift.CeilingReader";

    private BrokenCeilings() {}

    static List<BrokenRule> all() {
        return List.of(
                BrokenRule.of(
                                "W3",
                                "answers-with-the-load-of-now",
                                "An incident is answered with the highest load of the last exchange cycle before it was heard.",
                                "counterexample 12: one sibling measures the load that the other's answer left")
                        .edit(
                                "engine.shift.Loads",
                                ".mapToDouble(Sample::load) .max();",
                                ".mapToDouble(Sample::load) .reduce((older, newer) -> newer);")
                        .edit("engine.shift.Loads", "next.put(place, compact(kept));", "next.put(place, kept);"),
                BrokenRule.of(
                                "W3",
                                "unmeasured-load-is-nothing",
                                "Where no load was measured the applied weights stand in.",
                                "counterexample 16: everybody drains a datacenter that served all along")
                        .edit(
                                OWN,
                                "return Traffic.answered(evidence, place, policyShare, waited);",
                                "return waited || policyShare >= 0 ? OptionalDouble.of(0) : Traffic.answered(evidence, place, policyShare, waited);"),
                BrokenRule.of(
                                "W3",
                                "a-lasting-loss-raises-epochs",
                                "A bad conclusion that lasts raises nothing.",
                                "counterexample 17: epoch after epoch, and the datacenter never returns")
                        .edit(
                                INCIDENTS,
                                "trouble.filter(same -> !(held.contains(place) && hasClimbed(same, ceiling)))",
                                "Optional.<Standing>empty()"),
                BrokenRule.of(
                                "W3",
                                "hold-closes-incidents",
                                "An incident stays its observer's own until its conclusion turns good.",
                                "what is held for a moment opens another incident")
                        .edit(
                                INCIDENTS,
                                "if (trouble.isPresent() && !good(condition)) {",
                                "if (trouble.isPresent() && condition.bad()) {"),
                BrokenRule.of(
                                "W3",
                                "left-again-is-the-same",
                                "What is left again after a hold, once its datacenter had climbed, is another incident.",
                                "its clients come back at once, for the ceiling says what it said before")
                        .edit(
                                INCIDENTS,
                                "trouble.filter(same -> !(held.contains(place) && hasClimbed(same, ceiling)))",
                                "trouble"),
                BrokenRule.of(
                                "W3",
                                "unanswered-incidents-are-dropped",
                                "An incident is stated until its datacenter has answered it.",
                                "a datacenter that was not heard in time returns at full")
                        .edit(INCIDENTS, "if (known(place) > named.orElse(0L)) {", "if (known(place) < 0) {"),
                BrokenRule.of(
                                "W3",
                                "end-of-a-drain-jumps",
                                "While a datacenter is drained by a person its ceiling follows the load.",
                                "counterexample 19: the end of a drain brings the full share at once")
                        .edit(
                                CLIMB,
                                "return fallen(ceiling, Math.min(ceiling.share(), Math.max(now.kept(), carried)), Phase.DRAINED);",
                                "return fallen(ceiling, Math.max(ceiling.share(), carried), Phase.DRAINED);"),
                BrokenRule.of(
                                "W3",
                                "hold-down-is-ignored",
                                "A return waits for its hold-down.",
                                "what failed a moment ago is served again")
                        .edit(
                                CLIMB,
                                "shifting.holdDown().toMillis(), ceiling.releasedEpoch(),",
                                "Math.min(0, shifting.holdDown().toMillis()), ceiling.releasedEpoch(),"),
                BrokenRule.of(
                                "W3",
                                "steps-are-skipped",
                                "A return goes up in steps.",
                                "a cold application gets its full share at once")
                        .edit(
                                CLIMB,
                                "return Math.min(now.offered(), step);",
                                "return Math.max(now.offered(), Math.min(now.offered(), step));"),
                BrokenRule.of(
                                "W3",
                                "steps-without-soak",
                                "Each step soaks.",
                                "the steps of a return follow one another at once")
                        .edit(
                                CLIMB,
                                "if (next < now.offered()) { return with(ceiling, next, Phase.SOAKING, shifting.soak().toMillis());",
                                "if (next < now.offered()) { return with(ceiling, next, Phase.SOAKING, Math.min(0, shifting.soak().toMillis()));"),
                BrokenRule.of(
                                "W3",
                                "latch-is-ignored",
                                "A latched service returns when a person releases the incident.",
                                "it returns by itself")
                        .edit(
                                CLIMB,
                                "return shifting.failback() != Failback.AUTOMATIC && ceiling.epoch() > ceiling.releasedEpoch()",
                                "return shifting.failback() == Failback.MANUAL && ceiling.epoch() > ceiling.releasedEpoch()"),
                BrokenRule.of(
                                "W3",
                                "failing-does-not-abort",
                                "Failing aborts a ramp at once.",
                                "what fails in its ramp goes on from where it was")
                        .edit(
                                CLIMB,
                                "if (now.condition() instanceof Condition.Failing || now.pathDownLasts()) {",
                                "if (now.pathDownLasts()) {"),
                BrokenRule.of(
                                "W3",
                                "earlier-answers-are-read-as-they-are",
                                "A ceiling that names an earlier incident is read as the lower of itself and the load.",
                                "a datacenter that has not heard of its loss returns at full")
                        .edit(
                                READER,
                                "if (answered && !fellSilentInIncident(evidence, place)) {",
                                "if (answered || stated.isPresent()) {"),
                BrokenRule.of(
                                "W3",
                                "the-silent-are-read-as-they-were",
                                "What fell silent in an incident is read as the lower of its answer and the load.",
                                "a voter's death sends clients back to a dead datacenter")
                        .edit(READER, "&& !fellSilentInIncident(evidence, place)) {", ") {"));
    }
}
