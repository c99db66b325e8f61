package io.counterweight.dns;

import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Fence;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.TrafficActuator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies plans to the built-in DNS server, and asks the server over the wire what it really serves. */
public final class BuiltInDnsActuator implements TrafficActuator {

    private static final Logger LOG = LoggerFactory.getLogger(BuiltInDnsActuator.class);

    /** After so many questions without an answer no more would come. */
    private static final int SILENT_AFTER = 3;

    private final DnsServer server;
    private final List<ReadBack> readBacks;
    private volatile Plan served = Plan.empty();
    private volatile List<String> refused = List.of();
    private int round;

    public BuiltInDnsActuator(DnsServer server) {
        this.server = server;
        this.readBacks = server.config().listen().stream()
                .map(address -> new ReadBack(address, server.config().zone()))
                .toList();
    }

    @Override
    public String name() {
        return "built-in-dns";
    }

    @Override
    public Outcome apply(Plan plan) {
        Fence held = served.fence();
        if (plan.fence().compareTo(held) < 0) {
            return new Outcome.RefusedAsStale(plan.fence(), held);
        }
        List<String> now = server.serve(plan);
        served = plan;
        if (!now.isEmpty() && !now.equals(refused)) {
            LOG.warn("not every host of the plan can be served: {}; correct the policies' hosts", now);
        }
        refused = now;
        return new Outcome.Applied(plan.fence());
    }

    @Override
    public List<String> refused() {
        return refused;
    }

    /** Asks every listen address, and of a service's hosts the next one each time. A few silences end it. */
    @Override
    public SortedMap<ServiceName, SortedMap<Site, Integer>> readBack() {
        round = round == Integer.MAX_VALUE ? 0 : round + 1;
        SortedMap<ServiceName, SortedMap<Site, Integer>> read = new TreeMap<>();
        int silences = 0;
        for (Map.Entry<ServiceName, ServicePlan> service : served.services().entrySet()) {
            if (!service.getValue().hosts().isEmpty()) {
                try {
                    everywhere(service.getValue()).ifPresent(weights -> read.put(service.getKey(), weights));
                } catch (IOException e) {
                    LOG.debug("reading back {}: {}", service.getKey(), e.toString());
                    silences++;
                    if (silences == SILENT_AFTER) {
                        return read;
                    }
                }
            }
        }
        return read;
    }

    @Override
    public SortedMap<ServiceName, SortedMap<Region, SortedMap<Site, Integer>>> readBackRegions() {
        SortedMap<ServiceName, SortedMap<Region, SortedMap<Site, Integer>>> read = new TreeMap<>();
        for (Map.Entry<ServiceName, ServicePlan> service : served.services().entrySet()) {
            ServicePlan plan = service.getValue();
            if (!plan.hosts().isEmpty() && !plan.regions().isEmpty()) {
                try {
                    regionsEverywhere(plan).ifPresent(regions -> read.put(service.getKey(), regions));
                } catch (IOException e) {
                    LOG.debug("reading back the regions of {}: {}", service.getKey(), e.toString());
                    return read;
                }
            }
        }
        return read;
    }

    private Optional<SortedMap<Region, SortedMap<Site, Integer>>> regionsEverywhere(ServicePlan service)
            throws IOException {
        String host = service.hosts().get(round % service.hosts().size());
        for (ReadBack each : readBacks) {
            Optional<SortedMap<Region, SortedMap<Site, Integer>>> regions = each.regions(host);
            if (!regions.equals(Optional.of(service.regions()))) {
                return regions;
            }
        }
        return Optional.of(service.regions());
    }

    /** The weights served at every listen address; where one differs from the plan, that one's. */
    private Optional<SortedMap<Site, Integer>> everywhere(ServicePlan service) throws IOException {
        String host = service.hosts().get(round % service.hosts().size());
        SortedMap<Site, Integer> planned = service.weights();
        for (ReadBack each : readBacks) {
            Optional<SortedMap<Site, Integer>> weights = each.weights(service, host);
            if (!weights.equals(Optional.of(planned))) {
                return weights;
            }
        }
        return Optional.of(planned);
    }
}
