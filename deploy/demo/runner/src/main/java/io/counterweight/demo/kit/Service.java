package io.counterweight.demo.kit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * A service of a world: in every datacenter so many instances, each with an address inside and a published one at the edge.
 *
 * @param index keeps the addresses of services apart, 0 to 4
 * @param instances in each datacenter, 1 to 9
 */
public record Service(String name, int index, int instances) {
    public static final int PORT = 8080;
    private static final ObjectMapper JSON = new ObjectMapper();

    public static String instanceName(int n) {
        return "i" + n;
    }

    /** The n-th instance's own address; n from 1. */
    public String inside(Site site, int n) {
        return site.address(20 + 10 * index + n);
    }

    /** The n-th instance's published address. */
    public String published(Site site, int n) {
        return site.address(120 + 10 * index + n);
    }

    /** A policy over these datacenters with the demo's values; what differs is written into it by {@code more}. */
    public ObjectNode policy(List<Site> sites, String healthPath, Consumer<ObjectNode> more) {
        ObjectNode policy = JSON.createObjectNode();
        policy.putArray("hosts").add(name);
        ObjectNode datacenters = policy.putObject("datacenters");
        for (Site site : sites) {
            if (site.datacenter()) {
                ObjectNode endpoints = datacenters.putObject(site.name()).putObject("endpoints");
                for (int n = 1; n <= instances; n++) {
                    endpoints
                            .putObject(instanceName(n))
                            .put("address", inside(site, n))
                            .put("port", PORT)
                            .put("published", published(site, n));
                }
            }
        }
        ObjectNode check = policy.putObject("check").put("path", healthPath);
        check.putObject("identity").put("header", "X-Identity").put("expected", "{service}@{datacenter}");
        ObjectNode shifting = policy.putObject("shifting").put("holdDown", "5s").put("soak", "4s");
        shifting.putArray("steps").add(50).add(100);
        policy.putObject("safety").put("maxShifts", 20);
        policy.putObject("ttl").put("min", "2s").put("max", "2s");
        more.accept(policy);
        return policy;
    }
}
