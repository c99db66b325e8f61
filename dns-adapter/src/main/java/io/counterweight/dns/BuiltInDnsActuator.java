package io.counterweight.dns;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Fence;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.TrafficActuator;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies plans to the built-in DNS server, and asks the server over the wire what it really serves. */
public final class BuiltInDnsActuator implements TrafficActuator {

    private static final Logger LOG = LoggerFactory.getLogger(BuiltInDnsActuator.class);

    /** A port that has kept so long from answering anything is silent: every further question would wait as well. */
    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_400);

    private final DnsServer server;
    private final ReadBack readBack;
    private volatile Plan served = Plan.empty();

    public BuiltInDnsActuator(DnsServer server) {
        this.server = server;
        InetSocketAddress listen = server.config().listen().getFirst();
        InetSocketAddress own = new InetSocketAddress(DnsServer.reachable(listen), listen.getPort());
        this.readBack = new ReadBack(own, server.config().zone());
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
        List<String> refused = server.serve(plan);
        served = plan;
        if (!refused.isEmpty()) {
            LOG.warn("not every host of the plan can be served: {}; correct the policies' hosts", refused);
        }
        return new Outcome.Applied(plan.fence());
    }

    @Override
    public SortedMap<ServiceName, SortedMap<Site, Integer>> readBack() {
        SortedMap<ServiceName, SortedMap<Site, Integer>> read = new TreeMap<>();
        long began = System.nanoTime();
        for (Map.Entry<ServiceName, ServicePlan> service : served.services().entrySet()) {
            if (!service.getValue().hosts().isEmpty()) {
                readBack.weights(service.getValue()).ifPresent(weights -> read.put(service.getKey(), weights));
                if (read.isEmpty() && System.nanoTime() - began > SILENT_NANOS) {
                    break;
                }
            }
        }
        return read;
    }
}
