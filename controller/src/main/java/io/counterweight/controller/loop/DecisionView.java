package io.counterweight.controller.loop;

import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Landing;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A decision as people and programs read it.
 *
 * @param at wall time in milliseconds, for display
 * @param before weights of the whole before it; empty when there was no plan
 * @param landing what the weights amount to in the unit of the load, beside what each datacenter can carry; empty in calm, and where
 *     nobody says what they can carry
 * @param regions the same of each region's clients, where the service is spread by region
 */
public record DecisionView(
        long id,
        long at,
        String controller,
        ServiceName service,
        SortedMap<Site, Integer> before,
        SortedMap<Site, Integer> after,
        SortedMap<Region, DecisionRecord.Change> regions,
        SortedMap<Site, Judged> conclusions,
        SortedMap<Site, Ceiling> ceilings,
        Optional<Landing> landing,
        List<DecisionRecord.Step> steps) {

    /** What was concluded on one datacenter, by which rule, from which votes. */
    public record Judged(
            String condition, String rule, String reason, SortedMap<Site, Vote.Result> votes, boolean alarm) {}

    static DecisionView of(long id, long at, String controller, DecisionRecord record) {
        return new DecisionView(
                id,
                at,
                controller,
                record.service(),
                record.before(),
                record.after(),
                record.regions(),
                judged(record),
                record.ceilings(),
                landing(record),
                record.steps());
    }

    public static SortedMap<Site, Judged> judged(DecisionRecord record) {
        SortedMap<Site, Judged> judged = new TreeMap<>();
        record.conclusions()
                .forEach((site, conclusion) -> judged.put(
                        site,
                        new Judged(
                                conclusion.condition().word(),
                                conclusion.rule(),
                                conclusion.reason(),
                                conclusion.votes(),
                                conclusion.alarm())));
        return judged;
    }

    /** Nothing where nothing binds. */
    public static Optional<Landing> landing(DecisionRecord record) {
        return Optional.of(record.landing()).filter(landing -> landing.demand() > 0);
    }

    /** The steps as one line of a log: each rule and what it did. */
    String why() {
        return steps.stream()
                .map(step -> step.rule() + (step.refused() ? " refused: " : ": ") + step.text())
                .collect(Collectors.joining("; "));
    }

    /** Whether it moves any client. */
    boolean moves() {
        return !before.equals(after)
                || regions.values().stream().anyMatch(change -> !change.before().equals(change.after()));
    }
}
