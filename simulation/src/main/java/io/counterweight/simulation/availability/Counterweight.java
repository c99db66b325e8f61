package io.counterweight.simulation.availability;

import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.simulation.Cluster;
import io.counterweight.simulation.Views;
import io.counterweight.simulation.availability.Resolvers.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The product itself: one controller in each site of a simulated cluster, which learns of an outage as controllers do. */
final class Counterweight implements Steering {

    private static final long WARM_UP_MILLIS = 10_000;

    private final Cluster cluster;
    private final Policy policy;
    private final List<String> nameServers;
    private SortedSet<String> dark = new TreeSet<>();
    private SortedSet<String> failing = new TreeSet<>();

    Counterweight(Topology topology, Policy policy) {
        this.policy = policy;
        this.nameServers =
                topology.datacenters().stream().map(site -> site + "/a").toList();
        List<String> controllers =
                topology.sites().stream().map(site -> site + "/a").toList();
        this.cluster =
                Cluster.of(topology, controllers, policy).withoutMeasuredLoad().run(WARM_UP_MILLIS);
    }

    @Override
    public void now(SortedSet<String> nowDark, SortedSet<String> nowFailing) {
        String service = policy.service().value();
        policy.datacenters().forEach((site, here) -> {
            String name = site.value();
            if (nowDark.contains(name) != dark.contains(name)) {
                turn(name, nowDark.contains(name));
            }
            String[] endpoints =
                    here.endpoints().keySet().stream().map(Object::toString).toArray(String[]::new);
            if (nowFailing.contains(name) && !failing.contains(name)) {
                cluster.applications().fail(service, name, endpoints);
            } else if (!nowFailing.contains(name) && failing.contains(name)) {
                cluster.applications().mend(service, name, endpoints);
            }
        });
        dark = nowDark;
        failing = nowFailing;
    }

    private void turn(String site, boolean off) {
        if (off) {
            cluster.powerOff(site);
        } else {
            cluster.powerOn(site);
        }
    }

    @Override
    public void step() {
        cluster.run(Cluster.STEP_MILLIS);
    }

    @Override
    public List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        for (String each : nameServers) {
            answer(each).ifPresent(answers::add);
        }
        return answers;
    }

    private Optional<Answer> answer(String nameServer) {
        return Views.served(cluster, nameServer, policy.service())
                .filter(plan -> !plan.shares().isEmpty())
                .map(plan -> {
                    SortedMap<String, Double> parts = new TreeMap<>();
                    for (DatacenterShare share : plan.shares()) {
                        parts.put(share.datacenter().value(), share.weight() / (double) ServicePlan.WHOLE);
                    }
                    return new Answer(parts, plan.ttl().toMillis());
                });
    }
}
