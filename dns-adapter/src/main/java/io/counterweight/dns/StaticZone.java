package io.counterweight.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** The records of the zone that no plan changes: SOA, name servers, glue and what the operator adds. */
final class StaticZone {

    private static final long TTL = 3600;

    private StaticZone() {}

    static List<Record> build(Name zone, SortedMap<String, List<String>> nameservers, Soa soa, List<String> more) {
        List<Record> records = new ArrayList<>();
        records.add(soa.record(zone, nameservers.firstKey(), TTL));
        nameservers.forEach((server, addresses) -> {
            Name absolute = name(zone, server);
            records.add(new NSRecord(zone, DClass.IN, TTL, absolute));
            for (String address : addresses) {
                int type = address.indexOf(':') >= 0 ? Type.AAAA : Type.A;
                records.add(parse(zone, absolute + " " + TTL + " IN " + Type.string(type) + " " + address));
            }
        });
        more.forEach(line -> records.add(parse(zone, line)));
        records.forEach(record -> check(zone, record, records));
        return records;
    }

    /** Refuses what this server would answer wrongly. */
    private static void check(Name zone, Record record, List<Record> all) {
        if (!record.getName().subdomain(zone)) {
            throw wrong(record, "is outside the zone " + zone + ": leave it out");
        }
        if (record.getName().isWild()) {
            throw wrong(record, "is a wildcard, which this server does not know: name each host");
        }
        boolean cut = record.getType() == Type.NS && !record.getName().equals(zone);
        if (cut || record.getType() == Type.DNAME) {
            throw wrong(record, "hands a part of the zone to others, which this server does not know: leave it out");
        }
        long sameName = all.stream()
                .filter(other -> other.getName().equals(record.getName()))
                .count();
        if (record.getType() == Type.CNAME && sameName > 1) {
            throw wrong(record, "is an alias beside other records of that name: leave one of them out");
        }
        if (record.getType() == Type.SOA && !record.equals(all.getFirst())) {
            throw wrong(record, "is a second SOA: leave it out, the server makes its own");
        }
        boolean glued = all.stream().anyMatch(other -> other.getName().equals(record.getAdditionalName()));
        if (record.getType() == Type.NS && record.getAdditionalName().subdomain(zone) && !glued) {
            throw wrong(record, "names a server inside the zone without an address: give dns.nameservers its address");
        }
    }

    private static IllegalArgumentException wrong(Record record, String why) {
        return new IllegalArgumentException("record '" + record + "' " + why);
    }

    static Name name(Name zone, String text) {
        try {
            return Name.fromString(text, zone);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no domain name: " + e.getMessage(), e);
        }
    }

    private static Record parse(Name zone, String line) {
        byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try (Master master = new Master(new ByteArrayInputStream(text), zone, TTL)) {
            Record record = master.nextRecord();
            if (record == null) {
                throw new IllegalArgumentException("record '" + line + "' is empty: write name, ttl, type and data");
            }
            return record;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "record '" + line + "' cannot be read: " + e.getMessage() + "; write name, ttl, type and data", e);
        }
    }
}
