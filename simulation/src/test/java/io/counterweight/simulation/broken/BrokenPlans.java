package io.counterweight.simulation.broken;

import java.util.List;

/** Broken rules of plans and of what keeps them safe (W1, W4, A). */
final class BrokenPlans {

    private static final String CANDIDATE = "engine.plan.Candidate";
    private static final String CAP = "engine.safety.RemovalCap";

    private BrokenPlans() {}

    static List<BrokenRule> all() {
        return List.of(
                BrokenRule.of(
                                "W1",
                                "rises-past-the-ceiling",
                                "Fractions rise only through the ceiling.",
                                "a datacenter that is well again gets its full share at once")
                        .edit(
                                CANDIDATE,
                                "return offered < ceiling - deadBand ? offered : ceiling;",
                                "return offered < ceiling - deadBand ? offered : Math.max(offered, ceiling);"),
                BrokenRule.of(
                                "W1",
                                "degraded-keeps-its-share",
                                "Fractions fall at once past the dead band.",
                                "half a datacenter gets the clients of a whole one")
                        .edit(
                                CANDIDATE,
                                "return offered < ceiling - deadBand ? offered : ceiling;",
                                "return offered < -deadBand ? offered : ceiling;"),
                BrokenRule.of(
                                "W1",
                                "what-is-left-is-given-to-nobody",
                                "What a datacenter below its share leaves goes to the others in proportion.",
                                "the limited get what they said they cannot carry")
                        .edit("engine.plan.Spread", "part + left * part / open)", "part + 0 * left * open)"),
                BrokenRule.of(
                                "W4",
                                "caps-bind-the-dead",
                                "Safety rules bind only moves away from what still serves.",
                                "a cap keeps clients at a dead datacenter")
                        .edit(
                                CAP,
                                "case Condition.Failing f -> false; case Condition.PathDown p -> false; case Condition.Lost l -> false;",
                                "case Condition.Failing f -> true; case Condition.PathDown p -> true; case Condition.Lost l -> true;")
                        .edit(
                                CANDIDATE,
                                "case Condition.Failing f -> 0; case Condition.PathDown p -> 0; case Condition.Lost l -> 0;",
                                "case Condition.Failing f -> offered; case Condition.PathDown p -> 0; case Condition.Lost l -> offered;"),
                BrokenRule.of(
                                "W4",
                                "cap-is-ignored",
                                "Automation removes at most a share of what still serves.",
                                "everything that is a little sick is emptied")
                        .edit(
                                CAP,
                                "if (removed <= safety.maxRemoved() + 1e-9) {",
                                "if (removed <= safety.maxRemoved() + 99) {"),
                BrokenRule.of(
                                "A",
                                "changed-plan-keeps-its-fence",
                                "Each plan carries a fence that rises.",
                                "an older plan replaces a newer one")
                        .edit(
                                "engine.Planning",
                                "before.fence().sequence() + (same ? 0 : 1)",
                                "before.fence().sequence() + (same ? 0 : 0)"),
                BrokenRule.of(
                                "A",
                                "older-fences-are-accepted",
                                "A stale plan is refused.",
                                "a slow writer puts back what was served before")
                        .edit("simulation.Actuator", "if (order < 0) {", "if (order < -99) {"));
    }
}
