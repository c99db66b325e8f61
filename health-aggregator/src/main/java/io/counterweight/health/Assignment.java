package io.counterweight.health;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.intent.Endpoint;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.health.probe.Target;
import io.counterweight.health.watch.EndpointWatch;
import io.counterweight.health.watch.VoteWatch;
import io.counterweight.health.watch.Watched;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What this controller is to probe: its part of its datacenter's endpoints, and every published address.
 *
 * @param controlAnsweredAt when a control target last answered
 * @param onChange told when something visible changed
 */
public record Assignment(
        ControllerId self,
        int probersPerEndpoint,
        LongSupplier clock,
        LongSupplier controlAnsweredAt,
        Heard heard,
        Runnable onChange) {

    /** The endpoints whose turn it is here, among these live controllers (rule G4). */
    public SortedMap<EndpointKey, Watched.Wanted<EndpointWatch>> endpoints(
            Intents intents, SortedSet<ControllerId> live) {
        SortedMap<EndpointKey, Watched.Wanted<EndpointWatch>> wanted = new TreeMap<>();
        intents.policies().forEach((service, policy) -> {
            Placement place = new Placement(service, self.site());
            endpointsOf(policy).forEach((name, endpoint) -> {
                String key = service + "/" + name;
                if (Rendezvous.chosen(key, live, probersPerEndpoint).contains(self)) {
                    Target target = Target.of(place, endpoint.address(), endpoint.port(), policy.check());
                    wanted.put(
                            new EndpointKey(service, name),
                            new Watched.Wanted<>(target, policy.damping(), before -> endpoint(policy, name, before)));
                }
            });
        });
        return wanted;
    }

    private SortedMap<EndpointName, Endpoint> endpointsOf(Policy policy) {
        return policy.datacenters().containsKey(self.site())
                ? policy.datacenters().get(self.site()).endpoints()
                : new TreeMap<>();
    }

    private EndpointWatch endpoint(Policy policy, EndpointName name, Optional<EndpointWatch> before) {
        EndpointVerdict seed = before.map(watch -> watch.verdict(clock.getAsLong(), controlAnsweredAt.getAsLong()))
                .orElseGet(() -> heard.siblingsWord(policy.service(), name));
        return new EndpointWatch(
                clock, policy.damping(), policy.check().interval().toMillis(), seed, onChange);
    }

    public SortedMap<VoteKey, Watched.Wanted<VoteWatch>> votes(Intents intents) {
        SortedMap<VoteKey, Watched.Wanted<VoteWatch>> wanted = new TreeMap<>();
        intents.policies().forEach((service, policy) -> policy.datacenters().forEach((site, datacenter) -> {
            Placement place = new Placement(service, site);
            for (PublishedAddress published : datacenter.published()) {
                Target target = new Target(place, published.address(), published.port(), policy.check());
                wanted.put(
                        new VoteKey(place, published.address(), published.port()),
                        new Watched.Wanted<>(target, policy.damping(), before -> vote(policy, site)));
            }
        }));
        return wanted;
    }

    private VoteWatch vote(Policy policy, Site site) {
        return new VoteWatch(
                heard, site, policy.damping(), policy.check().interval().toMillis(), onChange);
    }
}
