package io.counterweight.dns.bench;

import io.counterweight.dns.DnsConfig;
import io.counterweight.dns.DnsLimits;
import io.counterweight.dns.DnsServer;
import io.counterweight.dns.Soa;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.Fence;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** The built-in server alone in a JVM of its own, with so many weighted services, until its standard input ends. */
public final class BenchServer {

    static final String ZONE = "bench.example.";

    private BenchServer() {}

    public static void main(String[] arguments) throws IOException {
        InetAddress address = InetAddress.ofLiteral(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        int services = Integer.parseInt(arguments[2]);
        TreeMap<String, List<String>> nameservers = new TreeMap<>();
        nameservers.put("ns1", List.of(address.getHostAddress()));
        DnsConfig config = new DnsConfig(
                List.of(new InetSocketAddress(address, port)),
                DnsConfig.absolute("zone", ZONE),
                nameservers,
                Soa.defaults(DnsConfig.absolute("hostmaster", "hostmaster." + ZONE)),
                List.of(),
                1,
                new DnsLimits(0, 0, List.of(), 256, 10_000));
        try (DnsServer server = new DnsServer(config, () -> 0)) {
            server.serve(plan(services));
            server.start();
            System.in.transferTo(System.out);
        }
    }

    static String host(int service) {
        return "s" + service;
    }

    /** The two addresses of a service: one in each datacenter. */
    static String address(int service, boolean east) {
        return (east ? "10.1." : "10.2.") + service / 256 + "." + service % 256;
    }

    private static Plan plan(int services) {
        TreeMap<ServiceName, ServicePlan> all = new TreeMap<>();
        for (int i = 0; i < services; i++) {
            int east = 100 + i % 800;
            ServicePlan plan = new ServicePlan(
                    ServiceName.of(host(i)),
                    List.of(host(i)),
                    List.of(
                            new DatacenterShare(Site.of("east"), east, List.of(address(i, true))),
                            new DatacenterShare(Site.of("west"), ServicePlan.WHOLE - east, List.of(address(i, false)))),
                    Duration.ofSeconds(5),
                    AnswerChoice.RANDOM);
            all.put(plan.service(), plan);
        }
        return new Plan(new Fence(1, 1), true, all);
    }
}
