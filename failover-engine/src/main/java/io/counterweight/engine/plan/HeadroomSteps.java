package io.counterweight.engine.plan;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What headroom changed, and by how much, in words (rule W2). */
record HeadroomSteps(Policy policy, List<Candidate> candidates, List<TrafficOverride> overrides) {

    private static final double TINY = 1e-9;

    /**
     * The steps.
     *
     * @param wanted parts of the whole, were there room everywhere
     * @param given parts of the whole
     */
    List<Step> of(SortedMap<Site, Double> wanted, SortedMap<Site, Double> given, Landing landing) {
        List<Step> steps = new ArrayList<>();
        for (Candidate each : candidates) {
            double more = (given.getOrDefault(each.datacenter(), 0.0) - wanted.getOrDefault(each.datacenter(), 0.0))
                    * each.room().demand();
            if (each.room().binds() && Math.abs(more) > TINY * each.room().demand()) {
                steps.add(changed(each, more));
            }
        }
        if (landing.shed() > 0) {
            steps.add(new Step(
                    "W2",
                    Landing.words(landing.shed()) + " of the " + Landing.words(landing.demand())
                            + " that clients ask for are shed: nobody has room for them, and the policy lets them be turned away",
                    false));
        }
        landing.over().forEach((site, over) -> steps.add(new Step("W2", site + over(landing, site), false)));
        return steps;
    }

    private Step changed(Candidate each, double more) {
        String demand = " of the " + Landing.words(each.room().demand())
                + (policy.mode() == Mode.NEAREST ? " that cannot stay where they belong" : " that clients ask for");
        if (each.drained()) {
            return new Step(
                    "W2",
                    "wanted to drain " + each.datacenter() + ", refused by headroom: " + Landing.words(more) + demand
                            + " fit nowhere else and stay",
                    true,
                    drain(each));
        }
        return new Step(
                "W2",
                more < 0
                        ? each.datacenter() + (policy.mode() == Mode.NEAREST ? " has room for " : " can carry ")
                                + Landing.words(each.room().capacity()) + ": " + Landing.words(-more) + demand
                                + " would be too much for it"
                        : each.datacenter() + " takes " + Landing.words(more) + demand + ", for which others lack room",
                false);
    }

    private static String over(Landing landing, Site site) {
        return " gets " + Landing.words(landing.loads().getOrDefault(site, 0.0)) + " of the "
                + Landing.words(landing.demand()) + " that clients ask for, and can carry "
                + Landing.words(landing.capacities().getOrDefault(site, 0.0)) + ": nobody else has room";
    }

    private Optional<String> drain(Candidate drained) {
        return overrides.stream()
                .filter(each -> each.concerns(policy.service())
                        && each.action() instanceof Action.Drain drain
                        && drain.datacenter().equals(drained.datacenter()))
                .map(TrafficOverride::id)
                .findFirst();
    }
}
