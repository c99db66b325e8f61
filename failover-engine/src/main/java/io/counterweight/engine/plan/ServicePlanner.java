package io.counterweight.engine.plan;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.safety.FailOpen;
import io.counterweight.engine.safety.MinServing;
import io.counterweight.engine.safety.Orders;
import io.counterweight.engine.safety.RemovalCap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** From candidates to weights, for one service: safety cap, people's orders, the mode's target, fail-open, rounding. */
public final class ServicePlanner {

    /**
     * What came of it.
     *
     * @param weights of the whole; empty when there is nothing that may be served
     * @param steps what led to the weights; each datacenter's is explained
     * @param failedOpen the class that serves because nothing else was left
     * @param least what the actuator checks the weights by
     * @param landing what the weights amount to, beside what each can carry
     * @param shed the part of all clients that is turned away
     */
    public record Planned(
            Optional<SortedMap<Site, Integer>> weights,
            List<Candidate> candidates,
            List<Step> steps,
            Optional<FailOpen.Rank> failedOpen,
            Least least,
            Landing landing,
            Shed shed) {}

    private ServicePlanner() {}

    public static Planned plan(
            Policy policy, List<Candidate> candidates, List<TrafficOverride> overrides, double deadBand) {
        List<Step> steps = new ArrayList<>();
        List<Candidate> capped = RemovalCap.apply(candidates, policy.safety(), steps::add);
        Orders orders = Orders.apply(policy.service(), capped, overrides, policy.safety(), deadBand, steps::add);
        SortedMap<Site, Double> wanted =
                orders.pinned().orElseGet(() -> Spread.over(orders.candidates(), policy.mode(), deadBand));
        Headroom.Fitted fitted = orders.pinned()
                .map(pinned -> new Headroom.Fitted(pinned, 0))
                .orElseGet(() -> Headroom.fit(policy, orders.candidates(), deadBand, wanted));
        SortedMap<Site, Double> target = fitted.parts();
        if (Whole.sum(target) > 0) {
            Reasons reasons = new Reasons(target, orders.pinned().isPresent(), deadBand);
            orders.candidates().forEach(each -> steps.add(reasons.of(each)));
            SortedMap<Site, Integer> weights = MinServing.keep(
                    target, Whole.weights(target), policy.safety().minServing(), steps::add);
            Shed shed = shed(policy, fitted.shed());
            Landing landing = landing(policy, candidates, weights, shed);
            steps.addAll(new HeadroomSteps(policy, orders.candidates(), overrides).of(wanted, target, landing));
            return new Planned(
                    Optional.of(weights),
                    orders.candidates(),
                    List.copyOf(steps),
                    Optional.empty(),
                    least(policy, target),
                    landing,
                    shed);
        }
        Optional<FailOpen.Opened> opened = FailOpen.open(orders.candidates(), policy.mode());
        String serves = opened.map(open -> standBy(open, orders.candidates(), deadBand)
                        ? "nothing with a weight is left: what stands by with weight 0 serves"
                        : "nothing is left to serve: the best class serves, "
                                + open.rank().words())
                .orElse("nothing is left to serve: every datacenter is drained hard, or was never heard");
        steps.add(new Step("E8", serves, false));
        Optional<SortedMap<Site, Integer>> weights = opened.map(open -> Whole.weights(open.parts()));
        return new Planned(
                weights,
                orders.candidates(),
                List.copyOf(steps),
                opened.map(FailOpen.Opened::rank),
                Least.none(),
                weights.map(parts -> landing(policy, candidates, parts, Shed.nothing()))
                        .orElseGet(Landing::none),
                Shed.nothing());
    }

    /** The part of the whole that a datacenter is to get, as far as people demand no weights. */
    public static double part(Policy policy, List<Candidate> candidates, double deadBand, Site datacenter) {
        SortedMap<Site, Double> wanted = Spread.over(candidates, policy.mode(), deadBand);
        return Headroom.fit(policy, candidates, deadBand, wanted).parts().getOrDefault(datacenter, 0.0);
    }

    /** Where each region has an order of its own no region's weights alone say what lands where. */
    private static Landing landing(
            Policy policy, List<Candidate> candidates, SortedMap<Site, Integer> weights, Shed shed) {
        return policy.mode() == Mode.NEAREST ? Landing.none() : Landing.of(candidates, weights, shed);
    }

    /** Whether those that serve are well, and have no part of the service by policy as long as others are. */
    private static boolean standBy(FailOpen.Opened opened, List<Candidate> candidates, double deadBand) {
        return candidates.stream()
                .filter(each -> opened.parts().getOrDefault(each.datacenter(), 0.0) > 0)
                .allMatch(each -> each.policyShare() == 0 && each.effective(deadBand) > 0);
    }

    private static Shed shed(Policy policy, double part) {
        return policy.sheddable()
                .map(how -> new Shed((int) Math.round(part * ServicePlan.WHOLE), how.addresses()))
                .filter(shed -> shed.parts() > 0)
                .orElseGet(Shed::nothing);
    }

    /** Whoever the target gives a part must keep a weight, as many as the policy asks for. */
    private static Least least(Policy policy, SortedMap<Site, Double> target) {
        SortedSet<Site> serving = new TreeSet<>(target.keySet());
        serving.removeIf(site -> target.getOrDefault(site, 0.0) == 0);
        return new Least(policy.safety().minServing(), serving);
    }
}
