package io.counterweight.dns;

import io.counterweight.engine.plan.DatacenterShare;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Answers everything that is not an address of a planned host: the zone's own records, denials, refusals. Parsed by dnsjava. */
final class ZoneResponder {

    /** The label under which the server tells its own controller the weights that it serves. */
    static final String WEIGHTS_LABEL = "_weights";

    private static final long ANY_TTL = 3789;

    private final DnsServer server;
    private final Name zone;

    ZoneResponder(DnsServer server, Name zone) {
        this.server = server;
        this.zone = zone;
    }

    int respond(byte[] in, int length, Responder.Client client, Query query, byte[] out) {
        if (!Responder.isPlainQuery(in)) {
            return Responder.bare(in, out, Rcode.NOTIMP);
        }
        Message asked;
        try {
            asked = new Message(Arrays.copyOf(in, length));
        } catch (IOException e) {
            server.statistics.malformed.increment();
            return Responder.bare(in, out, Rcode.FORMERR);
        }
        Record question = asked.getQuestion();
        if (question == null) {
            return Responder.bare(in, out, Rcode.FORMERR);
        }
        Message answer = new Message(asked.getHeader().getID());
        Header header = answer.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(Opcode.QUERY);
        if (asked.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        answer.addRecord(question, Section.QUESTION);
        fill(answer, question, client);
        return write(answer, in, client, query, out);
    }

    private void fill(Message answer, Record question, Responder.Client client) {
        Header header = answer.getHeader();
        Name name = question.getName();
        int type = question.getType();
        boolean transfer = type == Type.AXFR || type == Type.IXFR || type == Type.MAILB || type == Type.MAILA;
        if (question.getDClass() != DClass.IN || transfer || !name.subdomain(zone)) {
            header.setRcode(Rcode.REFUSED);
            return;
        }
        AnswerTable table = server.table();
        if (isWeightsQuestion(name)) {
            weights(answer, question, client, table);
            return;
        }
        List<Record> own = table.zoneRecords(name);
        HostAnswers host = table.hosts().get(name.canonicalize());
        if (!table.policiesKnown() && own.isEmpty() || host != null && host.servfail()) {
            header.setRcode(Rcode.SERVFAIL);
            return;
        }
        header.setFlag(Flags.AA);
        if (type == Type.ANY && (host != null || !own.isEmpty())) {
            answer.addRecord(new HINFORecord(name, DClass.IN, ANY_TTL, "RFC8482", ""), Section.ANSWER);
            return;
        }
        own.stream()
                .filter(each -> each.getType() == type || each.getType() == Type.CNAME)
                .forEach(each -> answer.addRecord(each, Section.ANSWER));
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            deny(answer, name, table);
        } else if (type == Type.NS) {
            glue(answer, table);
        }
    }

    /** NODATA where the name or one below it exists, NXDOMAIN where none does; both with the SOA. */
    private void deny(Message answer, Name name, AnswerTable table) {
        if (!table.exists(name)) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        table.zoneRecords(zone).stream()
                .filter(each -> each.getType() == Type.SOA)
                .forEach(soa -> answer.addRecord(soa, Section.AUTHORITY));
    }

    private static void glue(Message answer, AnswerTable table) {
        for (Record record : List.copyOf(answer.getSection(Section.ANSWER))) {
            Name target = record.getAdditionalName();
            if (target != null) {
                table.zoneRecords(target).forEach(each -> answer.addRecord(each, Section.ADDITIONAL));
            }
        }
    }

    private boolean isWeightsQuestion(Name name) {
        return name.labels() > zone.labels() && WEIGHTS_LABEL.equals(name.getLabelString(0));
    }

    /** Only for the machine's own addresses: what is served, in words that the read-back understands. */
    private void weights(Message answer, Record question, Responder.Client client, AnswerTable table) {
        HostAnswers host = table.hosts().get(new Name(question.getName(), 1).canonicalize());
        if (!server.isOwnAddress(client.address()) || host == null || question.getType() != Type.TXT) {
            answer.getHeader().setRcode(Rcode.REFUSED);
            return;
        }
        answer.getHeader().setFlag(Flags.AA);
        for (DatacenterShare share : host.plan().shares()) {
            answer.addRecord(
                    new TXTRecord(question.getName(), DClass.IN, 0, share.datacenter() + "=" + share.weight()),
                    Section.ANSWER);
        }
    }

    private int write(Message answer, byte[] in, Responder.Client client, Query query, byte[] out) {
        int limit = client.tcp() ? Responder.MAX_MESSAGE : Math.min(Responder.UDP_LIMIT, query.payload);
        byte[] wire = answer.toWire(limit - (query.edns ? 64 + query.subnetLength : 0));
        System.arraycopy(wire, 0, out, 0, wire.length);
        boolean sameQuestion = query.questionEnd > Query.HEADER && query.questionEnd <= wire.length;
        if (sameQuestion) {
            System.arraycopy(in, Query.HEADER, out, Query.HEADER, query.questionEnd - Query.HEADER);
        }
        return query.edns ? Edns.append(server, in, query, client, out, wire.length, 0, 0) : wire.length;
    }
}
