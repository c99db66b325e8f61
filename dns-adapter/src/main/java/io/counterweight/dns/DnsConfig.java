package io.counterweight.dns;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;

/**
 * How the built-in authoritative server is set up. Validates itself; errors name the field, the value, the rule and the next step.
 *
 * @param listen addresses to answer on, over UDP and TCP
 * @param zone the zone that the parent delegates to this server
 * @param nameservers the zone's name servers, by absolute or zone-relative name, with their addresses (glue)
 * @param soa what the zone's SOA record says
 * @param records further records of the zone, in master file syntax: {@code name ttl type data}
 * @param threads how many threads answer UDP on each listen address
 * @param limits what a client may cost
 * @param geo the file that tells where networks are which the table of regions does not name
 */
public record DnsConfig(
        List<InetSocketAddress> listen,
        Name zone,
        SortedMap<String, List<String>> nameservers,
        Soa soa,
        List<String> records,
        int threads,
        DnsLimits limits,
        Optional<GeoConfig> geo) {

    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?");

    public DnsConfig {
        listen = List.copyOf(listen);
        nameservers = new TreeMap<>(nameservers);
        records = List.copyOf(records);
        if (!zone.isAbsolute()) {
            throw new IllegalArgumentException("dns.zone '" + zone + "' must end with a dot: write '" + zone + ".'");
        }
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("dns.listen is empty: name at least one address and port");
        }
        for (InetSocketAddress address : listen) {
            if (address.getAddress().isAnyLocalAddress()) {
                throw new IllegalArgumentException(
                        "dns.listen '" + address.getAddress().getHostAddress()
                                + "' stands for every address of this machine, and an answer over UDP might leave from another"
                                + " one than was asked: list each address to answer on");
            }
        }
        if (nameservers.isEmpty()) {
            throw new IllegalArgumentException(
                    "dns.nameservers is empty: name at least one server of " + zone + " with its address");
        }
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("dns.threads is " + threads + ": use 1 to 64");
        }
        StaticZone.build(zone, nameservers, soa, records);
    }

    /** Without a file of networks. */
    public DnsConfig(
            List<InetSocketAddress> listen,
            Name zone,
            SortedMap<String, List<String>> nameservers,
            Soa soa,
            List<String> records,
            int threads,
            DnsLimits limits) {
        this(listen, zone, nameservers, soa, records, threads, limits, Optional.empty());
    }

    /** The same with such a file. */
    public DnsConfig with(Optional<GeoConfig> file) {
        return new DnsConfig(listen, zone, nameservers, soa, records, threads, limits, file);
    }

    /** The zone's name, with or without the final dot; an {@link IllegalArgumentException} says what it may hold. */
    public static Name zone(String text) {
        if (!ZONE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "dns.zone '" + text
                            + "' is no domain name of a zone: use letters, digits, hyphens and underscores, with a dot between labels");
        }
        return absolute("dns.zone", text);
    }

    /** A domain name that must be absolute; anything else is an {@link IllegalArgumentException} that names the field. */
    public static Name absolute(String field, String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(field + " '" + text + "' is no domain name: " + e.getMessage(), e);
        }
    }

    /** The whole name of a service's host; an {@link IllegalArgumentException} says why the zone cannot hold it. */
    public String hostName(String host) {
        Name name = StaticZone.name(zone, host).canonicalize();
        if (!name.subdomain(zone)) {
            throw new IllegalArgumentException("'" + host + "' is outside the zone " + zone + ": use a name inside it");
        }
        if (zoneRecords().stream()
                .anyMatch(record -> record.getName().canonicalize().equals(name))) {
            throw new IllegalArgumentException("'" + host + "' is a name of the zone " + zone + " itself: use another");
        }
        return name.toString();
    }

    /** The same, with the rates of other limits. */
    public DnsConfig withRate(DnsLimits other) {
        return new DnsConfig(listen, zone, nameservers, soa, records, threads, limits.withRate(other), geo);
    }

    /** The zone's own records. */
    List<Record> zoneRecords() {
        return StaticZone.build(zone, nameservers, soa, records);
    }
}
