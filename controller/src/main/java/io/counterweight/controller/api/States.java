package io.counterweight.controller.api;

import io.counterweight.controller.Controller;
import io.counterweight.controller.loop.AlarmView;
import io.counterweight.controller.loop.DecisionView;
import io.counterweight.controller.loop.Standing;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.evacuation.Evacuation;
import io.counterweight.engine.evidence.DatacenterWord;
import io.counterweight.engine.evidence.Traffic;
import io.counterweight.engine.exclusive.Tenure;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Prepared;
import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Landing;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.Shed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The controller's present, as people and programs read it. */
public final class States {
    private States() {}

    /** Everything at a glance. */
    public record State(
            ControllerId controller,
            boolean ready,
            SortedMap<ServiceName, ServiceState> services,
            List<OverrideState> overrides,
            List<Evacuation> evacuations,
            List<AlarmView> alarms,
            SortedMap<ControllerId, PeerState> controllers) {}

    /**
     * One service: what is served, and why.
     *
     * @param shed the part of all clients that is turned away, in thousandths, and where to; the weights are those of the others
     * @param needs what it needs in the same datacenter, by its policy
     * @param regions the weights of each region's clients, where the service is spread by region; {@code weights} are then those of
     *     clients of no known region
     * @param exclusive where this name server stands with it, where it may be active in one datacenter only
     * @param landing what the weights amount to in the unit of the load, while an incident, a drain, a pin or a ramp is open; null in calm,
     *     and where nobody says what its datacenters can carry
     * @param signals what the controllers of each datacenter that is heard say of it, from inside
     */
    public record ServiceState(
            SortedMap<Site, Integer> weights,
            SortedMap<Region, SortedMap<Site, Integer>> regions,
            SortedMap<Site, List<String>> addresses,
            Shed shed,
            long ttlSeconds,
            SortedSet<ServiceName> needs,
            Optional<ExclusiveView> exclusive,
            SortedMap<Site, Inside> signals,
            Optional<Landing> landing,
            SortedMap<Site, DecisionView.Judged> conclusions,
            SortedMap<Site, Ceiling> ceilings,
            List<DecisionRecord.Step> steps) {}

    /**
     * Where a name server stands with an exclusive service.
     *
     * @param named the datacenter that it answers with; absent while it answers SERVFAIL
     * @param claimed the datacenter that it claims meanwhile
     * @param missing whose agreement the claim waits for
     * @param leaseMillis for how long it may answer if nothing renews that
     */
    public record ExclusiveView(
            Optional<Site> named, Optional<Site> claimed, SortedSet<String> missing, long leaseMillis) {
        static ExclusiveView of(Tenure tenure, long now) {
            return new ExclusiveView(
                    tenure.named(),
                    tenure.claim().map(Tenure.Claim::datacenter),
                    tenure.missing(),
                    tenure.named().isPresent() ? Math.max(0, tenure.untilMillis() - now) : 0);
        }
    }

    /**
     * What is said of a service in a datacenter from inside.
     *
     * @param endpoints the verdicts on its endpoints
     * @param pushed what the application says of itself, by sender
     * @param load what it carries now, in the unit of its capacity; null where nobody measures
     * @param capacity the most that it can carry, by its policy; null where that does not say
     * @param prepared what its application said when it was asked before traffic moves there, by controller
     */
    public record Inside(
            SortedMap<EndpointName, EndpointVerdict> endpoints,
            SortedMap<String, PushedWord> pushed,
            OptionalDouble load,
            OptionalDouble capacity,
            SortedMap<ControllerId, Prepared> prepared) {}

    /**
     * An override in force.
     *
     * @param refused what safety rules refuse of it now, by service, in words
     */
    public record OverrideState(
            String id,
            String action,
            Object what,
            Optional<ServiceName> service,
            String owner,
            String reason,
            boolean hard,
            boolean breakGlass,
            long remainingSeconds,
            SortedMap<ServiceName, String> refused) {}

    /** What this controller last heard of one. */
    public record PeerState(boolean fresh, String stamp, SelfCheck self) {}

    /** The plans that answer with anything. */
    static List<ServicePlan> plans(Controller controller) {
        return controller
                .standing()
                .map(standing -> standing.decision().plan().services().values().stream()
                        .filter(plan -> !plan.shares().isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** The latest incident of every service in every datacenter that ever had one: known here, or named by its ceiling. */
    static SortedMap<Placement, Long> incidents(Controller controller) {
        SortedMap<Placement, Long> incidents = new TreeMap<>();
        controller.standing().ifPresent(standing -> {
            incidents.putAll(standing.decision().next().incidents().known());
            standing.decision().records().forEach((service, record) -> record.ceilings()
                    .forEach((site, ceiling) ->
                            incidents.merge(new Placement(service, site), ceiling.epoch(), Math::max)));
        });
        incidents.values().removeIf(epoch -> epoch == 0);
        return incidents;
    }

    static State state(Controller controller, Standing standing) {
        SortedMap<ServiceName, ServiceState> services = new TreeMap<>();
        standing.decision().plan().services().forEach((service, plan) -> {
            DecisionRecord record = standing.decision().records().get(service);
            SortedSet<ServiceName> needs = Optional.ofNullable(
                            standing.intents().policies().get(service))
                    .map(Policy::needs)
                    .orElseGet(TreeSet::new);
            Optional<ExclusiveView> exclusive = Optional.ofNullable(
                            standing.decision().next().exclusive().tenures().get(service))
                    .map(tenure -> ExclusiveView.of(tenure, standing.now()));
            services.put(
                    service, service(plan, needs, exclusive, signals(standing, service), Optional.ofNullable(record)));
        });
        List<AlarmView> alarms = standing.decision().alarms().values().stream()
                .map(alarm -> AlarmView.of(alarm, standing.now()))
                .toList();
        SortedMap<ControllerId, PeerState> controllers = new TreeMap<>();
        for (Held held : standing.facts().reports().values()) {
            Report report = held.report();
            controllers.put(
                    report.writer(),
                    new PeerState(
                            standing.facts().fresh(held, standing.now()),
                            report.stamp().toString(),
                            report.self()));
        }
        return new State(
                controller.config().self(),
                controller.ready(),
                services,
                overrides(controller),
                standing.decision().evacuations(),
                alarms,
                controllers);
    }

    private static SortedMap<Site, Inside> signals(Standing standing, ServiceName service) {
        SortedMap<Site, Inside> signals = new TreeMap<>();
        Optional.ofNullable(standing.intents().policies().get(service))
                .ifPresent(policy -> policy.datacenters().forEach((site, place) -> {
                    List<Report> heard = standing.facts().fresh(site, standing.now()).stream()
                            .map(Held::report)
                            .toList();
                    if (!heard.isEmpty()) {
                        SortedSet<EndpointName> endpoints =
                                new TreeSet<>(place.endpoints().keySet());
                        signals.put(
                                site,
                                new Inside(
                                        DatacenterWord.endpoints(heard, service, endpoints),
                                        DatacenterWord.pushed(heard, service),
                                        Traffic.load(heard, service),
                                        place.capacity(),
                                        prepared(heard, service)));
                    }
                }));
        return signals;
    }

    private static SortedMap<ControllerId, Prepared> prepared(List<Report> heard, ServiceName service) {
        SortedMap<ControllerId, Prepared> prepared = new TreeMap<>();
        heard.forEach(
                report -> report.of(service).seen().prepared().ifPresent(said -> prepared.put(report.writer(), said)));
        return prepared;
    }

    private static ServiceState service(
            ServicePlan plan,
            SortedSet<ServiceName> needs,
            Optional<ExclusiveView> exclusive,
            SortedMap<Site, Inside> signals,
            Optional<DecisionRecord> record) {
        SortedMap<Site, List<String>> addresses = new TreeMap<>();
        plan.shares().forEach(share -> addresses.put(share.datacenter(), share.addresses()));
        return new ServiceState(
                plan.weights(),
                plan.regions(),
                addresses,
                plan.shed(),
                plan.ttl().toSeconds(),
                needs,
                exclusive,
                signals,
                record.flatMap(DecisionView::landing),
                record.map(DecisionView::judged).orElseGet(TreeMap::new),
                record.map(DecisionRecord::ceilings).orElseGet(TreeMap::new),
                record.map(DecisionRecord::steps).orElseGet(List::of));
    }

    static List<OverrideState> overrides(Controller controller) {
        SortedMap<String, Long> remaining = controller
                .standing()
                .map(standing -> standing.decision().report().remainingMillis())
                .orElseGet(TreeMap::new);
        List<OverrideState> overrides = new ArrayList<>();
        for (TrafficOverride each : controller.store().intents().overrides()) {
            long left = remaining.getOrDefault(each.id(), each.lengthMillis());
            overrides.add(new OverrideState(
                    each.id(),
                    each.action().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                    each.action(),
                    each.service(),
                    each.owner(),
                    each.reason(),
                    each.hard(),
                    each.breakGlass(),
                    (left + 999) / 1000,
                    controller
                            .standing()
                            .map(standing -> refused(standing, each.id()))
                            .orElseGet(TreeMap::new)));
        }
        return overrides;
    }

    /** What safety rules refuse of an order, by service. */
    static SortedMap<ServiceName, String> refused(Standing standing, String override) {
        SortedMap<ServiceName, String> refused = new TreeMap<>();
        standing.decision().records().forEach((service, record) -> record.steps().stream()
                .filter(step -> step.refused()
                        && step.override().filter(override::equals).isPresent())
                .forEach(step -> refused.put(service, step.text())));
        return refused;
    }
}
