package io.counterweight.dns;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * All that the server may say at one moment: prepared answers of the plan's hosts, and the zone's own records. Immutable; a plan
 * change builds a new one, and the very next answer comes from it.
 */
final class AnswerTable {

    private final NameTable hot;
    private final SortedMap<Name, HostAnswers> hosts;
    private final SortedMap<Name, List<Record>> zoneRecords;
    private final Set<Name> existing;
    private final boolean policiesKnown;
    private final List<String> refused;

    private AnswerTable(
            SortedMap<Name, HostAnswers> hosts,
            SortedMap<Name, List<Record>> zoneRecords,
            Name zone,
            boolean policiesKnown,
            List<String> refused) {
        this.hosts = Collections.unmodifiableSortedMap(hosts);
        this.zoneRecords = zoneRecords;
        this.policiesKnown = policiesKnown;
        this.refused = List.copyOf(refused);
        this.hot = new NameTable(hosts);
        this.existing = ancestors(zone, hosts.keySet(), zoneRecords.keySet());
    }

    static AnswerTable build(DnsConfig config, Plan plan) {
        SortedMap<Name, List<Record>> zoneRecords = new TreeMap<>();
        for (Record record : config.zoneRecords()) {
            zoneRecords
                    .computeIfAbsent(record.getName().canonicalize(), name -> new ArrayList<>())
                    .add(record);
        }
        SortedMap<Name, HostAnswers> hosts = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        for (Map.Entry<ServiceName, ServicePlan> service : plan.services().entrySet()) {
            HostAnswers answers = HostAnswers.prepare(service.getValue());
            for (String host : service.getValue().hosts()) {
                Name name = StaticZone.name(config.zone(), host).canonicalize();
                if (!name.subdomain(config.zone())) {
                    refused.add("host " + host + " of " + service.getKey() + " is outside the zone " + config.zone());
                } else if (zoneRecords.containsKey(name)) {
                    refused.add("host " + host + " of " + service.getKey() + " is a name of the zone itself");
                } else if (hosts.putIfAbsent(name, answers) != null) {
                    refused.add("host " + host + " of " + service.getKey() + " belongs to another service already");
                }
            }
        }
        return new AnswerTable(hosts, zoneRecords, config.zone(), plan.policiesKnown(), refused);
    }

    @Nullable
    HostAnswers find(Query query) {
        return hot.find(query.lowerName, 0, query.nameLength);
    }

    SortedMap<Name, HostAnswers> hosts() {
        return hosts;
    }

    List<Record> zoneRecords(Name name) {
        return zoneRecords.getOrDefault(name.canonicalize(), List.of());
    }

    /** Whether the name, or any name below it, exists: an empty non-terminal is NODATA, not NXDOMAIN. */
    boolean exists(Name name) {
        return existing.contains(name.canonicalize());
    }

    boolean policiesKnown() {
        return policiesKnown;
    }

    /** Hosts that the plan names and this server cannot serve, with the reason. */
    List<String> refused() {
        return refused;
    }

    private static Set<Name> ancestors(Name zone, Set<Name> hosts, Set<Name> zoneNames) {
        Set<Name> all = new HashSet<>();
        for (Set<Name> names : List.of(hosts, zoneNames)) {
            for (Name name : names) {
                for (Name at = name; at.subdomain(zone) && all.add(at) && !at.equals(zone); ) {
                    at = new Name(at, 1);
                }
            }
        }
        all.add(zone.canonicalize());
        return all;
    }
}
