package io.counterweight.engine;

import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Landing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Why one service is served as it is: the evidence, the votes, the rules that fired, the weights before and after.
 *
 * @param ceilings the merged ceilings as they were read
 * @param before weights of the whole before this decision; empty when there was no plan
 * @param regions the same of each region's clients, where the service is spread by region
 * @param landing what the weights amount to, beside what each datacenter can carry; nothing in calm (rule W2)
 * @param steps what led from the policy to the weights, in order
 */
public record DecisionRecord(
        ServiceName service,
        SortedMap<Site, Conclusion> conclusions,
        SortedMap<Site, Ceiling> ceilings,
        SortedMap<Site, Integer> before,
        SortedMap<Site, Integer> after,
        SortedMap<Region, Change> regions,
        Landing landing,
        List<Step> steps) {

    /** The weights of one region's clients, of the whole; {@code before} is empty when there was no plan for them. */
    public record Change(SortedMap<Site, Integer> before, SortedMap<Site, Integer> after) {
        public Change {
            before = Frozen.map(before);
            after = Frozen.map(after);
        }
    }

    /**
     * One rule at work.
     *
     * @param rule its number
     * @param refused whether something wanted was refused
     * @param override the id of the order that it is about
     */
    public record Step(String rule, String text, boolean refused, Optional<String> override) {
        public Step(String rule, String text, boolean refused) {
            this(rule, text, refused, Optional.empty());
        }
    }

    public DecisionRecord {
        conclusions = Frozen.map(conclusions);
        ceilings = Frozen.map(ceilings);
        before = Frozen.map(before);
        after = Frozen.map(after);
        regions = Frozen.map(regions);
        steps = List.copyOf(steps);
    }

    /** With one more step, the last. */
    DecisionRecord with(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new DecisionRecord(service, conclusions, ceilings, before, after, regions, landing, more);
    }

    /** The largest part of any region's clients that a datacenter gets after this decision, of the whole. */
    int most(Site datacenter) {
        return Stream.concat(Stream.of(after), regions.values().stream().map(Change::after))
                .mapToInt(weights -> weights.getOrDefault(datacenter, 0))
                .max()
                .orElse(0);
    }
}
