package io.counterweight.simulation.availability;

import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Topology;
import java.util.List;
import java.util.Random;

/**
 * One question: what is the service's availability when its datacenters are like this?
 *
 * @param datacenter how each datacenter fails, by itself
 * @param shared what takes all datacenters at once; empty where nothing does
 * @param application how the service fails in each datacenter, beside it; empty where it does not
 * @param topology of the voting set
 * @param detection what a perfect observer would need to notice, in milliseconds: what the settings imply
 * @param balanced whether users are steered by load balancers, who follow at once, instead of by DNS
 * @param capacity the part of all users that one datacenter can serve
 */
record Case(
        String name,
        Reliability datacenter,
        List<Reliability> shared,
        List<Reliability> application,
        Topology topology,
        Policy policy,
        long detection,
        boolean balanced,
        double capacity) {

    Case with(List<Reliability> nowShared, List<Reliability> nowApplication) {
        return new Case(name, datacenter, nowShared, nowApplication, topology, policy, detection, balanced, capacity);
    }

    Case with(Topology sites, Policy rules, long detectionMillis) {
        return new Case(name, datacenter, shared, application, sites, rules, detectionMillis, balanced, capacity);
    }

    Case behindBalancers(double capacityOfEach) {
        return new Case(name, datacenter, shared, application, topology, policy, detection, true, capacityOfEach);
    }

    List<Outage> outages(Random random, long stepMillis, long horizonMillis) {
        Outages outages = new Outages(random, stepMillis, horizonMillis);
        List<String> names = datacenters();
        names.forEach(each -> outages.of(each, true, datacenter));
        shared.forEach(each -> outages.ofAllAtOnce(names, each));
        application.forEach(how -> names.forEach(each -> outages.of(each, false, how)));
        return outages.all();
    }

    /** The bare limit: 1 - a is the part of the time in which one datacenter is down, its square that in which two would be. */
    double bareLimit() {
        double up = datacenter.available();
        for (Reliability each : shared) {
            up *= each.available();
        }
        return (1 - up) * (1 - up);
    }

    long ttlMin() {
        return balanced ? 0 : policy.ttlMin().toMillis();
    }

    long ttlMax() {
        return balanced ? 0 : policy.ttlMax().toMillis();
    }

    List<String> datacenters() {
        return topology.datacenters().stream().map(Object::toString).toList();
    }

    Resolvers users(Random random) {
        return balanced
                ? Resolvers.following(random)
                : Resolvers.caching(random, policy.ttlMax().toMillis());
    }
}
