package io.counterweight.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.random.RandomGenerator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Bytes in, bytes out: answers one message. The hot path, an address of a host of the plan, is answered from prepared records; the
 * rest goes to {@link ZoneResponder}. Each answering thread has its own instance.
 */
final class Responder {

    static final int UDP_LIMIT = 1232;
    static final int MAX_MESSAGE = 65_535;
    private static final int FLAGS_AUTHORITATIVE = 0x8400;
    private static final int FLAG_TRUNCATED = 0x0200;
    private static final int FLAG_RECURSION_DESIRED = 0x0100;
    private static final int MAX_OPTIONS = 64;

    /** Where a message came from, and how. */
    record Client(InetAddress address, boolean tcp) {}

    private final DnsServer server;
    private final RandomGenerator random;
    private final Query query = new Query();

    Responder(DnsServer server, RandomGenerator random) {
        this.server = server;
        this.random = random;
    }

    /** Returns the length of the answer in {@code out}, or 0 when nothing is to be sent. */
    int respond(byte[] in, int length, Client client, byte[] out) {
        Query.Shape shape = query.read(in, length);
        if (shape == Query.Shape.SILENT) {
            server.statistics.silent.increment();
            return 0;
        }
        int over = client.tcp() || provenCookie(in, client)
                ? 0
                : server.rateLimit.over(client.address(), server.seconds());
        if (over > 0) {
            return limited(in, over, out);
        }
        int size =
                switch (shape) {
                    case SILENT -> 0;
                    case MALFORMED -> malformed(in, out);
                    case UNUSUAL -> server.zone.respond(in, length, client, query, out);
                    case COMMON -> common(in, length, client, out);
                };
        if (size > 0) {
            server.statistics.answered(out[3] & 0xf);
        }
        return size;
    }

    private int common(byte[] in, int length, Client client, byte[] out) {
        if (query.ednsVersion != 0) {
            return finish(in, client, out, header(in, out, Rcode.NOERROR), 1);
        }
        if (query.clazz == DClass.IN && (query.type == Type.A || query.type == Type.AAAA)) {
            AnswerTable table = server.table();
            HostAnswers host = table.find(query);
            if (host != null && table.policiesKnown()) {
                return host(host, in, length, client, out);
            }
        }
        return server.zone.respond(in, length, client, query, out);
    }

    private int host(HostAnswers host, byte[] in, int length, Client client, byte[] out) {
        if (host.servfail()) {
            return finish(in, client, out, header(in, out, Rcode.SERVFAIL), 0);
        }
        List<HostAnswers.Choice> choices = host.choices(query.type);
        if (choices.isEmpty()) {
            return server.zone.respond(in, length, client, query, out);
        }
        HostAnswers.Choice choice = host.sticky()
                ? Chooser.sticky(choices, Chooser.clientKey(in, query, client.address()))
                : Chooser.random(choices, random);
        int at = header(in, out, Rcode.NOERROR);
        int limit = client.tcp() ? MAX_MESSAGE : Math.min(UDP_LIMIT, query.payload);
        if (at + choice.records().length + MAX_OPTIONS > limit) {
            out[2] |= (byte) (FLAG_TRUNCATED >>> 8);
            return finish(in, client, out, at, 0);
        }
        int one = choice.records().length / choice.count();
        int first = choice.count() == 1 ? 0 : random.nextInt(choice.count());
        for (int i = 0; i < choice.count(); i++) {
            System.arraycopy(choice.records(), (first + i) % choice.count() * one, out, at, one);
            at += one;
        }
        Wire.put16(out, 6, choice.count());
        int scope = host.sticky() && query.subnetLength > 0 ? in[query.subnetAt + 2] : 0;
        return finish(in, client, out, at, 0, scope);
    }

    private int header(byte[] in, byte[] out, int code) {
        System.arraycopy(in, 0, out, 0, query.questionEnd);
        int flags = FLAGS_AUTHORITATIVE | Wire.get16(in, 2) & FLAG_RECURSION_DESIRED | code;
        Wire.put16(out, 2, flags);
        Wire.put16(out, 4, 1);
        Wire.put32(out, 6, 0);
        Wire.put16(out, 10, 0);
        return query.questionEnd;
    }

    private int malformed(byte[] in, byte[] out) {
        server.statistics.malformed.increment();
        return bare(in, out, Rcode.FORMERR);
    }

    private int limited(byte[] in, int over, byte[] out) {
        server.statistics.limited.increment();
        if (!server.rateLimit.slips(over) || query.questionEnd == Query.HEADER) {
            return 0;
        }
        server.statistics.slipped.increment();
        int size = header(in, out, Rcode.NOERROR);
        out[2] |= (byte) (FLAG_TRUNCATED >>> 8);
        return size;
    }

    /** A header alone, for what cannot be understood. */
    static int bare(byte[] in, byte[] out, int code) {
        out[0] = in[0];
        out[1] = in[1];
        int opcode = in[2] & 0x78;
        Wire.put16(out, 2, 0x8000 | opcode << 8 | code);
        Wire.put32(out, 4, 0);
        Wire.put32(out, 8, 0);
        return Query.HEADER;
    }

    static boolean isPlainQuery(byte[] in) {
        return (in[2] >> 3 & 0xf) == Opcode.QUERY;
    }

    private boolean provenCookie(byte[] in, Client client) {
        return query.cookieLength > 8
                && server.cookies.valid(in, query.cookieAt, query.cookieLength, client.address(), server.seconds());
    }

    private int finish(byte[] in, Client client, byte[] out, int at, int extendedCode) {
        return finish(in, client, out, at, extendedCode, 0);
    }

    private int finish(byte[] in, Client client, byte[] out, int at, int extendedCode, int scope) {
        return query.edns ? Edns.append(server, in, query, client, out, at, extendedCode, scope) : at;
    }
}
