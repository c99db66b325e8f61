package io.counterweight.dns;

import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Answers everything that is not a host of the plan: the zone's own records, denials, refusals. Parsed by dnsjava. */
final class ZoneResponder {

    /** The label under which the server tells its own controller the weights that it serves. */
    static final String WEIGHTS_LABEL = "_weights";
    /** Among the weights, how much is turned away; no name of a datacenter begins like this. */
    static final String SHED_WORD = "-shed=";
    /** The same by region, of services that are spread by region. */
    static final String REGIONS_LABEL = "_regions";

    private static final int BADVERS_EXTENSION = Rcode.BADVERS >> 4;

    private final DnsServer server;
    private final Name zone;
    private final Edns edns;

    ZoneResponder(DnsServer server, Name zone) {
        this.server = server;
        this.zone = zone;
        this.edns = new Edns(server);
    }

    int respond(Query query, byte[] out) {
        if (query.opcode() != Opcode.QUERY) {
            return edns.error(query, out, Rcode.NOTIMP);
        }
        Message asked;
        try {
            asked = new Message(Arrays.copyOf(query.message, query.length));
        } catch (IOException | RuntimeException e) {
            // Unchecked too: what a stranger sends must not find a way through the parser of some rare record type.
            return malformed(query, out);
        }
        Record question = asked.getQuestion();
        if (question == null || !takeOptions(asked, query)) {
            return malformed(query, out);
        }
        Message answer = new Message(asked.getHeader().getID());
        Header header = answer.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(Opcode.QUERY);
        if (asked.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        answer.addRecord(question, Section.QUESTION);
        if (query.options.version != 0) {
            return edns.append(query, out, write(answer, query, out), BADVERS_EXTENSION, 0);
        }
        int scope = fill(answer, question, query);
        return edns.append(query, out, write(answer, query, out), 0, scope);
    }

    private int malformed(Query query, byte[] out) {
        server.statistics.malformed.increment();
        return edns.error(query, out, Rcode.FORMERR);
    }

    /** An OPT record that did not stand where the quick reading looks; two of them are an error (RFC 6891). */
    private static boolean takeOptions(Message asked, Query query) {
        List<OPTRecord> found = asked.getSection(Section.ADDITIONAL).stream()
                .filter(OPTRecord.class::isInstance)
                .map(OPTRecord.class::cast)
                .toList();
        if (!found.isEmpty() && !query.options.present) {
            query.options.take(
                    found.getFirst().getPayloadSize(), found.getFirst().getVersion());
        }
        return found.size() <= 1;
    }

    private int fill(Message answer, Record question, Query query) {
        Name name = question.getName();
        int type = question.getType();
        boolean refused = HostAnswers.isMeta(type) && type != Type.ANY;
        if (question.getDClass() != DClass.IN || refused || !name.subdomain(zone)) {
            answer.getHeader().setRcode(Rcode.REFUSED);
        } else if (asksFor(WEIGHTS_LABEL, name) || asksFor(REGIONS_LABEL, name)) {
            weights(answer, question, query.client, server.table());
        } else {
            return new Lookup(server.table(), zone, query, answer).resolve(name);
        }
        return 0;
    }

    private boolean asksFor(String label, Name name) {
        return name.labels() > zone.labels() && label.equals(name.getLabelString(0));
    }

    /** Only for the machine's own addresses: what is served, in words that the read-back understands. */
    private void weights(Message answer, Record question, Client client, AnswerTable table) {
        HostAnswers host = table.hosts().get(new Name(question.getName(), 1).canonicalize());
        if (!server.isOwn(client) || host == null || question.getType() != Type.TXT) {
            answer.getHeader().setRcode(Rcode.REFUSED);
            return;
        }
        answer.getHeader().setFlag(Flags.AA);
        boolean regional = asksFor(REGIONS_LABEL, question.getName());
        for (String words :
                regional ? regions(host.plan()) : words("", host.plan().weights())) {
            answer.addRecord(new TXTRecord(question.getName(), DClass.IN, 0, words), Section.ANSWER);
        }
        if (!regional) {
            String shed = SHED_WORD + host.plan().shed().parts();
            answer.addRecord(new TXTRecord(question.getName(), DClass.IN, 0, shed), Section.ANSWER);
        }
    }

    private static List<String> regions(ServicePlan plan) {
        return plan.regions().entrySet().stream()
                .flatMap(region -> words(region.getKey() + "/", region.getValue()).stream())
                .toList();
    }

    private static List<String> words(String prefix, SortedMap<Site, Integer> weights) {
        return weights.entrySet().stream()
                .map(part -> prefix + part.getKey() + "=" + part.getValue())
                .toList();
    }

    private static int write(Message answer, Query query, byte[] out) {
        byte[] wire = answer.toWire(query.answerLimit() - query.options.answerSize());
        System.arraycopy(wire, 0, out, 0, wire.length);
        // The question goes back letter by letter as it came: its capitals are the resolver's protection against
        // forgers.
        System.arraycopy(query.message, Query.HEADER, out, Query.HEADER, query.questionEnd - Query.HEADER);
        return wire.length;
    }
}
