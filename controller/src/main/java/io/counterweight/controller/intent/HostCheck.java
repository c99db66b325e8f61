package io.counterweight.controller.intent;

import io.counterweight.dns.DnsConfig;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Refuses hosts that the zone cannot hold, or that belong to another service under whichever spelling.
 *
 * @param dns the name server; empty at a witness, which knows no zone
 * @param others the policies in force
 */
public record HostCheck(Optional<DnsConfig> dns, SortedMap<ServiceName, Policy> others) {

    public void check(Policy policy) {
        Set<String> own = new HashSet<>();
        for (String host : policy.hosts()) {
            String full = full(host);
            if (!own.add(full)) {
                throw new InvalidIntent("hosts", "names " + full + " twice, also as '" + host + "': take one out");
            }
            others.forEach((service, other) -> {
                if (!service.equals(policy.service())
                        && other.hosts().stream().anyMatch(each -> sameHost(each, full))) {
                    throw new InvalidIntent(
                            "hosts",
                            "'" + host + "' belongs to the service " + service
                                    + " already: take it out of one of them");
                }
            });
        }
    }

    /** A host's whole name. Without a zone a relative one stays as it is, and an absolute one might be outside. */
    private String full(String host) {
        if (dns.isEmpty() && host.endsWith(".")) {
            throw new InvalidIntent(
                    "hosts",
                    "'" + host + "' is absolute, and this controller has no name server to know the zone by: write it"
                            + " relative to the zone, without a final dot, or write the policy to a controller that has one");
        }
        try {
            return dns.map(config -> config.hostName(host)).orElse(host);
        } catch (IllegalArgumentException e) {
            throw new InvalidIntent("hosts", String.valueOf(e.getMessage()));
        }
    }

    /** What is in force may be from a controller with another zone, and is then nobody's rival here. */
    private boolean sameHost(String theirs, String full) {
        try {
            return full(theirs).equals(full);
        } catch (InvalidIntent e) {
            return false;
        }
    }
}
