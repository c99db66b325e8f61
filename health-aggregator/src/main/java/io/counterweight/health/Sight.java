package io.counterweight.health;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.health.damping.VoteCounters;
import io.counterweight.health.signal.SignalStore;
import io.counterweight.health.watch.EndpointWatch;
import io.counterweight.health.watch.VoteBox;
import io.counterweight.health.watch.VoteWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is being watched at the moment, for readers of any thread: the maps never change, the watches in them speak for themselves.
 *
 * @param places per place with published addresses, what marks that this vantage was once served there
 */
public record Sight(
        SortedSet<ServiceName> services,
        SortedMap<ServiceName, SortedMap<EndpointName, EndpointWatch>> endpoints,
        SortedMap<ServiceName, SortedMap<Placement, List<VoteWatch>>> votes,
        SortedMap<Placement, String> places) {

    public static Sight of(
            Intents intents, SortedMap<EndpointKey, EndpointWatch> endpoints, SortedMap<VoteKey, VoteWatch> votes) {
        SortedMap<ServiceName, SortedMap<EndpointName, EndpointWatch>> inside = new TreeMap<>();
        endpoints.forEach((key, watch) -> inside.computeIfAbsent(key.service(), service -> new TreeMap<>())
                .put(key.endpoint(), watch));
        SortedMap<ServiceName, SortedMap<Placement, List<VoteWatch>>> outside = new TreeMap<>();
        SortedMap<Placement, List<String>> addresses = new TreeMap<>();
        votes.forEach((key, watch) -> {
            outside.computeIfAbsent(key.place().service(), service -> new TreeMap<>())
                    .computeIfAbsent(key.place(), place -> new ArrayList<>())
                    .add(watch);
            addresses.computeIfAbsent(key.place(), place -> new ArrayList<>()).add(key.address() + ":" + key.port());
        });
        SortedMap<Placement, String> marks = new TreeMap<>();
        addresses.forEach((place, all) -> marks.put(place, mark(place, all)));
        return new Sight(new TreeSet<>(intents.policies().keySet()), inside, outside, marks);
    }

    public ServiceObservation observe(
            ServiceName service, SignalStore signals, Set<String> everServed, long controlAnsweredAt, long now) {
        SortedMap<EndpointName, EndpointVerdict> verdicts = new TreeMap<>();
        endpoints
                .getOrDefault(service, new TreeMap<>())
                .forEach((name, watch) -> verdicts.put(name, watch.verdict(now, controlAnsweredAt)));
        SortedMap<Site, Vote> cast = new TreeMap<>();
        votes.getOrDefault(service, new TreeMap<>()).forEach((place, watches) -> {
            String mark = String.valueOf(places.get(place));
            List<VoteCounters> addresses =
                    watches.stream().map(VoteWatch::counters).toList();
            Vote vote = VoteBox.cast(addresses, everServed.contains(mark), now);
            if (vote.result() == Vote.Result.SERVED) {
                everServed.add(mark);
            }
            cast.put(place.datacenter(), vote);
        });
        return new ServiceObservation(verdicts, signals.living(service, now), cast, OptionalDouble.empty());
    }

    public List<EndpointWatch> allEndpoints() {
        return endpoints.values().stream()
                .flatMap(each -> each.values().stream())
                .toList();
    }

    public boolean anyDoubt(long controlAnsweredAt) {
        return allEndpoints().stream().anyMatch(watch -> watch.inDoubt() || watch.withheld(controlAnsweredAt))
                || allVotes().anyMatch(VoteWatch::inDoubt);
    }

    /** The network near was gone and is back: what the endpoints have missed meanwhile is void (rule E4). */
    public void voidMisses(long controlAnsweredBefore) {
        allEndpoints().forEach(watch -> watch.voidMisses(controlAnsweredBefore));
    }

    /** The votes on this datacenter start over: it was not heard, and is again. */
    public void abstain(Site datacenter) {
        votes.values()
                .forEach(each -> each.forEach((place, watches) -> {
                    if (place.datacenter().equals(datacenter)) {
                        watches.forEach(VoteWatch::abstain);
                    }
                }));
    }

    /** Whether probes fail here (rule E4): those inside, or where none is made inside, as at a witness, those of the others. */
    public boolean anyFailing() {
        List<EndpointWatch> inside = allEndpoints();
        return inside.isEmpty()
                ? allVotes().anyMatch(VoteWatch::failing)
                : inside.stream().anyMatch(EndpointWatch::failing);
    }

    private Stream<VoteWatch> allVotes() {
        return votes.values().stream().flatMap(each -> each.values().stream()).flatMap(List::stream);
    }

    /** What this place's published addresses are called: other addresses are another place to be served at. */
    private static String mark(Placement place, List<String> addresses) {
        return place + "#" + String.join(",", addresses.stream().sorted().toList());
    }
}
