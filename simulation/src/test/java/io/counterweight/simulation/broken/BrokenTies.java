package io.counterweight.simulation.broken;

import java.util.List;

/** Broken rules of what a datacenter can carry (W2), and of services that need others (W5). */
final class BrokenTies {

    private BrokenTies() {}

    static List<BrokenRule> all() {
        return List.of(
                BrokenRule.of(
                                "W2",
                                "headroom-is-ignored",
                                "Weights are found within each survivor's headroom.",
                                "one survivor is given more than it can carry while another has room")
                        .edit(
                                "engine.plan.Headroom",
                                "return fits || Whole.sum(target) == 0 ? new Fitted(target, 0) : headroom.filled();",
                                "return fits || Whole.sum(target) >= 0 ? new Fitted(target, 0) : headroom.filled();"),
                BrokenRule.of(
                                "W2",
                                "full-vessels-are-filled",
                                "Who is full stays so, and the rest goes to the others.",
                                "the water goes on rising in what is full")
                        .edit(
                                "engine.plan.Filling",
                                "level = Math.min(level, room(each.getKey(), filled, limits) / each.getValue());",
                                "level = Math.min(level, 9 + room(each.getKey(), filled, limits) / each.getValue());"),
                BrokenRule.of(
                                "W2",
                                "demand-is-never-frozen",
                                "Demand is frozen at the incident.",
                                "what has landed in one datacenter is not held against what it can carry")
                        .edit(
                                "engine.DemandMeter",
                                "new Demands.Now(inOrder(policy), live(policy),",
                                "new Demands.Now(policy.datacenters().size() > 0 || inOrder(policy), live(policy),"),
                BrokenRule.of(
                                "W5",
                                "callee-strands-nobody",
                                "A failing callee moves its callers.",
                                "clients are sent to a caller that cannot answer them")
                        .edit(
                                "engine.dependency.Stranding",
                                "graph.groups().forEach(stranding::spread);",
                                "graph.groups().stream().filter(group -> group.isEmpty()).forEach(stranding::spread);"),
                BrokenRule.of(
                                "W5",
                                "callers-return-first",
                                "Callees return before their callers.",
                                "a caller gets clients before what it needs can carry them")
                        .edit(
                                "engine.shift.OwnCeilings",
                                "double callees = least(view.callees(), ceilings);",
                                "double callees = Math.max(1, least(view.callees(), ceilings));"),
                BrokenRule.of(
                                "W5",
                                "evacuation-without-layers",
                                "Evacuation drains callers before callees.",
                                "a callee leaves while its callers are still sent clients there")
                        .edit(
                                "engine.evacuation.Evacuations",
                                "if (!layer.stream().allMatch(service -> left(course.at(service)))) {",
                                "if (layer.stream().allMatch(service -> left(course.at(service))) && layer.isEmpty()) {"),
                BrokenRule.of(
                                "W5",
                                "left-though-still-answered",
                                "A layer has left once nobody sends clients there.",
                                "a callee leaves while name servers that were not asked send clients to its callers")
                        .edit("engine.evacuation.Evacuations", "&& !departure.answered()", ""));
    }
}
