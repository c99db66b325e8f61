package io.counterweight.simulation;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one controller sees around it: its own datacenter's endpoints from inside, the others' addresses from outside. */
final class Observer {

    private static final int ANCHORS = 4;
    private static final int RISE_STEPS = 2;

    private final Cluster world;
    private final Site home;
    private final Set<Placement> everServed;
    private final Map<Placement, VoteSeries> votes = new HashMap<>();
    private final Map<Placement, Map<EndpointName, Integer>> successes = new HashMap<>();
    private final Map<Site, Long> heardAt = new HashMap<>();
    private Map<Site, Echo> heardBefore = new HashMap<>();
    private long anchorsAnsweredAt = -1;
    private boolean blind;

    Observer(Cluster world, Site home, Set<Placement> everServed) {
        this.world = world;
        this.home = home;
        this.everServed = everServed;
    }

    void blind(boolean toOwnEndpoints) {
        blind = toOwnEndpoints;
    }

    void heard(Site site, boolean turnedFresh, long now) {
        heardAt.put(site, now);
        if (turnedFresh) {
            votes.forEach((place, series) -> {
                if (place.datacenter().equals(site)) {
                    series.abstain();
                }
            });
        }
    }

    Observations observe(Intents intents, Facts facts, boolean abstaining, long now) {
        boolean anchors = world.network().anchorsAnswer(home);
        anchorsAnsweredAt = anchors ? now : anchorsAnsweredAt;
        SortedMap<ServiceName, ServiceObservation> services = new TreeMap<>();
        intents.policies().forEach((service, policy) -> services.put(service, observe(policy, now)));
        heardBefore = newest(facts);
        return new Observations(new SelfCheck(abstaining, ANCHORS, anchors ? ANCHORS : 0, false, false), services);
    }

    private ServiceObservation observe(Policy policy, long now) {
        SortedMap<EndpointName, EndpointVerdict> endpoints = new TreeMap<>();
        SortedMap<String, PushedWord> pushed = new TreeMap<>();
        SortedMap<Site, Vote> cast = new TreeMap<>();
        policy.datacenters().forEach((datacenter, here) -> {
            Placement place = new Placement(policy.service(), datacenter);
            if (datacenter.equals(home)) {
                here.endpoints().keySet().forEach(endpoint -> endpoints.put(endpoint, verdict(place, endpoint)));
                world.applications()
                        .pushed(place)
                        .ifPresent(capacity -> pushed.put("app", new PushedWord(capacity, "says so", now, 30_000)));
            }
            cast.put(datacenter, vote(place, policy, now));
        });
        boolean carries = policy.datacenters().containsKey(home);
        return new ServiceObservation(
                endpoints, pushed, cast, carries ? world.load(policy, home) : java.util.OptionalDouble.empty());
    }

    private EndpointVerdict verdict(Placement place, EndpointName endpoint) {
        Map<EndpointName, Integer> counts = successes.computeIfAbsent(place, unseen -> new HashMap<>());
        int before = counts.getOrDefault(endpoint, RISE_STEPS - 1);
        boolean serves = !blind && world.applications().serves(place, endpoint);
        int run = serves ? before + 1 : 0;
        counts.put(endpoint, run);
        return run >= RISE_STEPS
                ? EndpointVerdict.serving(1, "answers 200", 0)
                : EndpointVerdict.failing(serves ? "rising" : "answers 503", 0);
    }

    private Vote vote(Placement place, Policy policy, long now) {
        VoteSeries series = votes.computeIfAbsent(place, unseen -> new VoteSeries(everServed.contains(place)));
        Optional<Echo> echo = Optional.ofNullable(heardBefore.get(place.datacenter()));
        Optional<Result> miss = miss(place, policy);
        if (miss.isEmpty()) {
            series.succeed(echo);
            everServed.add(place);
        } else {
            series.miss(miss.get(), echo, outsideAnswered(place.datacenter()), now);
        }
        return series.vote();
    }

    private Optional<Result> miss(Placement place, Policy policy) {
        if (!world.network().probes(home, place.datacenter())
                || !world.applications().powered(place.datacenter())) {
            return Optional.of(Result.UNREACHABLE);
        }
        return world.serves(policy, place.datacenter()) ? Optional.empty() : Optional.of(Result.REFUSED);
    }

    private long outsideAnswered(Site except) {
        return Math.max(
                anchorsAnsweredAt,
                heardAt.entrySet().stream()
                        .filter(heard -> !heard.getKey().equals(except))
                        .mapToLong(Map.Entry::getValue)
                        .max()
                        .orElse(-1));
    }

    private static Map<Site, Echo> newest(Facts facts) {
        Map<Site, Echo> newest = new HashMap<>();
        facts.reports().values().stream()
                .map(Held::report)
                .sorted(Comparator.comparing(report -> report.stamp()))
                .forEach(report -> newest.put(report.writer().site(), new Echo(report.writer(), report.stamp())));
        return newest;
    }
}
