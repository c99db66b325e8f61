package io.counterweight.dns;

import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

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
    private final byte[] soa;

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
        this.soa = soaRecord(zoneRecords.getOrDefault(zone.canonicalize(), List.of()))
                .toWire(Section.AUTHORITY);
        this.existing = ancestors(zone, hosts.keySet(), zoneRecords.keySet());
    }

    static AnswerTable build(DnsConfig config, Plan plan, Locator locator, Leases leases) {
        SortedMap<Name, List<Record>> zoneRecords = new TreeMap<>();
        for (Record record : config.zoneRecords()) {
            zoneRecords
                    .computeIfAbsent(record.getName().canonicalize(), name -> new ArrayList<>())
                    .add(record);
        }
        Gathering gathering = new Gathering(config.zone(), zoneRecords.keySet(), locator, leases);
        plan.services().values().forEach(gathering::add);
        return new AnswerTable(gathering.hosts, zoneRecords, config.zone(), plan.policiesKnown(), gathering.refused);
    }

    /** What a plan's services come to; one service's mistake spoils no other's answers. */
    private record Gathering(
            Name zone,
            Set<Name> zoneNames,
            Locator locator,
            Leases leases,
            SortedMap<Name, HostAnswers> hosts,
            List<String> refused) {

        Gathering(Name zone, Set<Name> zoneNames, Locator locator, Leases leases) {
            this(zone, zoneNames, locator, leases, new TreeMap<>(), new ArrayList<>());
        }

        void add(ServicePlan service) {
            HostAnswers answers = prepare(service);
            for (String host : service.hosts()) {
                complaint(host, answers)
                        .ifPresent(why -> refused.add("host " + host + " of " + service.service() + why));
            }
        }

        private HostAnswers prepare(ServicePlan service) {
            try {
                return HostAnswers.prepare(service, locator, leases);
            } catch (IllegalArgumentException e) {
                refused.add("service " + service.service() + " is answered SERVFAIL: " + e.getMessage());
                return HostAnswers.unanswerable(service, locator, leases);
            }
        }

        /** Takes the host, or says why not. */
        private Optional<String> complaint(String host, HostAnswers answers) {
            Name name;
            try {
                name = StaticZone.name(zone, host).canonicalize();
            } catch (IllegalArgumentException e) {
                return Optional.of(" is no domain name");
            }
            if (!name.subdomain(zone)) {
                return Optional.of(" is outside the zone " + zone);
            }
            if (zoneNames.contains(name)) {
                return Optional.of(" is a name of the zone itself");
            }
            boolean taken = hosts.putIfAbsent(name, answers) != null;
            return taken ? Optional.of(" belongs to another service already") : Optional.empty();
        }
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

    /** The zone's SOA record as bytes, its name written out. */
    byte[] soa() {
        return soa;
    }

    boolean policiesKnown() {
        return policiesKnown;
    }

    /** Hosts that the plan names and this server cannot serve, with the reason. */
    List<String> refused() {
        return refused;
    }

    private static Record soaRecord(List<Record> apex) {
        return apex.stream()
                .filter(record -> record.getType() == Type.SOA)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a zone without SOA: " + apex));
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
