package io.counterweight.dns;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** One question's way through the zone (RFC 1034, section 4.3.2): records, aliases followed inside the zone, or a denial. */
record Lookup(AnswerTable table, Name zone, Query query, Message answer) {

    private static final long ANY_TTL = 3789;
    private static final int MAX_ALIASES = 8;

    /** Fills the answer; returns how much of the client's subnet made it (RFC 7871). */
    int resolve(Name question) {
        Name name = question;
        for (int hop = 0; hop <= MAX_ALIASES && name.subdomain(zone); hop++) {
            List<Record> own = table.zoneRecords(name);
            HostAnswers host = table.hosts().get(name.canonicalize());
            boolean unheardOf = own.isEmpty() && host == null;
            if (unheardOf && !table.policiesKnown() || host != null && host.servfail()) {
                serverFailure();
                return 0;
            }
            answer.getHeader().setFlag(Flags.AA);
            CNAMERecord alias = alias(own);
            if (alias == null) {
                int located = host == null ? 0 : host.locate(query);
                records(name, own, host, Locator.region(located));
                return host == null ? 0 : Chooser.scope(host, located, query);
            }
            answer.addRecord(alias, Section.ANSWER);
            name = alias.getTarget();
        }
        return 0;
    }

    /** An answer that cannot be complete is none: no half of a chain of aliases goes out. */
    private void serverFailure() {
        answer.removeAllRecords(Section.ANSWER);
        answer.getHeader().unsetFlag(Flags.AA);
        answer.getHeader().setRcode(Rcode.SERVFAIL);
    }

    private @Nullable CNAMERecord alias(List<Record> own) {
        boolean wanted = query.type != Type.CNAME && query.type != Type.ANY;
        return wanted && !own.isEmpty() && own.getFirst() instanceof CNAMERecord alias ? alias : null;
    }

    private void records(Name name, List<Record> own, @Nullable HostAnswers host, int region) {
        if (query.type == Type.ANY && (host != null || !own.isEmpty())) {
            answer.addRecord(new HINFORecord(name, DClass.IN, ANY_TTL, "RFC8482", ""), Section.ANSWER);
            return;
        }
        Chooser chooser = new Chooser(ThreadLocalRandom.current());
        HostAnswers.Choice choice = host == null ? null : chooser.pick(host, region, query);
        List<Record> found = choice != null
                ? choice.toRecords(name, chooser.first(choice.count()))
                : own.stream().filter(each -> each.getType() == query.type).toList();
        found.forEach(each -> answer.addRecord(each, Section.ANSWER));
        if (found.isEmpty()) {
            deny(name);
        } else if (query.type == Type.NS) {
            glue(found);
        }
    }

    /** NODATA where the name or one below it exists, NXDOMAIN where none does; both with the SOA. */
    private void deny(Name name) {
        if (!table.exists(name)) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        table.zoneRecords(zone).stream()
                .filter(each -> each.getType() == Type.SOA)
                .forEach(soa -> answer.addRecord(soa, Section.AUTHORITY));
    }

    private void glue(List<Record> servers) {
        for (Record server : servers) {
            table.zoneRecords(server.getAdditionalName()).forEach(each -> answer.addRecord(each, Section.ADDITIONAL));
        }
    }
}
