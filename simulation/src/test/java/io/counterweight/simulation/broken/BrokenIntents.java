package io.counterweight.simulation.broken;

import java.util.List;

/** Broken rules of what people want (G6, G7, G10, W6). */
final class BrokenIntents {

    private static final String BOOK = "engine.intent.IntentBook";
    private static final String CLOCK = "engine.intent.HybridClock";
    private static final String COUNTER = "engine.shift.OverrideClock";

    private BrokenIntents() {}

    static List<BrokenRule> all() {
        return List.of(
                BrokenRule.of(
                                "G6",
                                "stamps-by-the-wall-clock",
                                "Entries are ordered by a hybrid logical clock.",
                                "a wall clock that goes back stamps a write below what it replaces")
                        .edit(CLOCK, "return nowWallMillis > wallMillis ?", "return nowWallMillis != wallMillis ?"),
                BrokenRule.of(
                                "G6",
                                "clock-learns-from-nobody",
                                "A write is stamped above all that its writer has seen.",
                                "a slow wall clock stamps below what it replaces")
                        .edit(
                                CLOCK,
                                "if (stamp.wallMillis() > wallMillis ||",
                                "if (stamp.writer().equals(writer) && stamp.wallMillis() > wallMillis || stamp.writer().equals(writer) &&"),
                BrokenRule.of(
                                "G6",
                                "first-come-stays",
                                "Merging does not depend on order.",
                                "of two concurrent writes each keeps the one that it heard first")
                        .edit(
                                BOOK,
                                "if (held.stream().noneMatch(other -> other.stamp().equals(entry.stamp()) || other.covers(entry))) {",
                                "if (held.stream().allMatch(other -> entry.covers(other))) {"),
                BrokenRule.of(
                                "G7",
                                "tombstone-forgotten",
                                "A deletion is kept: the deleted does not come back.",
                                "the next exchange brings back what was deleted")
                        .edit(
                                BOOK,
                                "next.put(entry.key(), Frozen.map(kept));",
                                "if (entry.tombstone()) { next.remove(entry.key()); } else { next.put(entry.key(), Frozen.map(kept)); }"),
                BrokenRule.of(
                                "G7",
                                "covers-the-newest-alone",
                                "An entry says which earlier ones it replaces, per writer.",
                                "counterexample 18: an earlier write comes back from the dead")
                        .edit(
                                BOOK,
                                "held.covers().forEach((writer, highest) -> covers.merge(writer, highest, HybridStamp::later));",
                                ""),
                BrokenRule.of(
                                "G7",
                                "covers-nothing",
                                "An entry replaces what its writer held.",
                                "every edit is a conflict, and no deletion deletes")
                        .edit(
                                BOOK,
                                "return new IntentEntry(key, stamp, covers, body, author);",
                                "return new IntentEntry(key, stamp, new TreeMap<>(), body, author);"),
                BrokenRule.of(
                                "G10",
                                "unreadable-policy-is-dropped",
                                "An intent that a version cannot read holds its service there.",
                                "an older version stops answering for what a newer one wrote")
                        .edit(
                                "engine.Planning",
                                "before.service(held).ifPresent(last -> plans.put(held, last));",
                                "before.service(held).ifPresent(last -> plans.remove(held));"),
                BrokenRule.of(
                                "W6",
                                "override-time-runs-twice",
                                "The remaining time is counted on the monotonic clock.",
                                "an override ends before its time")
                        .edit(
                                COUNTER,
                                "Math.max(0, remainingMillis - elapsedMillis)",
                                "Math.max(0, remainingMillis - 2 * elapsedMillis)"),
                BrokenRule.of(
                                "W6",
                                "peers-time-ignored",
                                "After a restart the peers' remaining time wins.",
                                "an override lasts longer at whoever was down")
                        .edit(
                                COUNTER,
                                "case JOURNALED -> new Counter(theirs.getAsLong(), Basis.AGREED);",
                                "case JOURNALED -> new Counter(left, Basis.AGREED);"),
                BrokenRule.of(
                                "W6",
                                "override-never-ends",
                                "The end of an override is a tombstone.",
                                "what is over stays in everybody's book")
                        .edit(
                                "engine.Engine",
                                ".filter(each -> clock.over(each.id())) .map(each -> IntentKey.override(each.id()));",
                                ".filter(each -> false) .map(each -> IntentKey.override(each.id()));"),
                BrokenRule.of(
                                "W6",
                                "soft-pin-holds-the-dead",
                                "Pin and hold yield to loss unless they are hard.",
                                "clients are sent to a dead datacenter until the pin ends")
                        .edit(
                                "engine.safety.Orders",
                                "boolean yields = each.condition().bad() && !desk.override.hard() ||",
                                "boolean yields ="),
                BrokenRule.of(
                                "W6",
                                "last-drain-is-accepted",
                                "An override that would leave nothing serving is refused.",
                                "two drains of two datacenters leave no answer")
                        .edit(
                                "engine.safety.Orders",
                                "if (left < desk.needed() && !removesNothing) {",
                                "if (left < 0 && !removesNothing) {"));
    }
}
