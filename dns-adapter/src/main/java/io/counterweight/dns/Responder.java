package io.counterweight.dns;

import java.util.random.RandomGenerator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;

/**
 * Bytes in, bytes out: answers one message. The hot path, a host of the plan, is answered from prepared records without making an
 * object; the rest goes to {@link ZoneResponder}. Each answering thread has its own instance.
 */
final class Responder {

    static final int UDP_LIMIT = 1232;
    static final int MAX_MESSAGE = 65_535;
    /** How long {@code out} must be: the longest message, and what {@link Cookies} uses as scratch. */
    static final int BUFFER = MAX_MESSAGE + 64;

    private static final int FLAG_RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int FLAG_AUTHORITATIVE = 0x0400;
    private static final int FLAG_TRUNCATED = 0x0200;
    private static final int FLAG_RECURSION_DESIRED = 0x0100;
    /** Of the extended response code BADVERS (16), the part that stands in the OPT record. */
    private static final int BADVERS_EXTENSION = 1;

    private final DnsServer server;
    private final Chooser chooser;
    private final Edns edns;
    private final Query query = new Query();

    Responder(DnsServer server, RandomGenerator random) {
        this.server = server;
        this.chooser = new Chooser(random);
        this.edns = new Edns(server);
    }

    /** Returns the length of the answer in {@code out}, or 0 when nothing is to be sent. */
    int respond(byte[] in, int length, Client client, byte[] out) {
        Query.Shape shape = query.read(in, length, client);
        if (shape == Query.Shape.SILENT) {
            server.statistics.silent.increment();
            return 0;
        }
        int over = unlimited(out) ? 0 : server.rateLimit.over(client, server.seconds());
        if (over > 0) {
            return limited(over, out);
        }
        int size =
                switch (shape) {
                    case SILENT -> 0;
                    case MALFORMED -> malformed(out);
                    case UNUSUAL -> server.zone.respond(query, out);
                    case NEWER_EDNS -> finish(out, header(out, Rcode.NOERROR), BADVERS_EXTENSION, 0);
                    case COOKIE_ONLY -> finish(out, header(out, Rcode.NOERROR), 0, 0);
                    case COMMON -> common(out);
                };
        if (size > 0) {
            server.statistics.answered(code(out));
        }
        return size;
    }

    /** The whole response code: of BADVERS, which a newer version of EDNS gets, the header shows none. */
    private int code(byte[] out) {
        int code = out[3] & 0xf;
        return code == Rcode.NOERROR && query.options.version != 0 ? Rcode.BADVERS : code;
    }

    private int common(byte[] out) {
        AnswerTable table = server.table();
        HostAnswers host = query.clazz == DClass.IN ? table.find(query) : null;
        if (host == null || HostAnswers.isMeta(query.type)) {
            return server.zone.respond(query, out);
        }
        if (host.servfail()) {
            return finish(out, header(out, Rcode.SERVFAIL), 0, 0);
        }
        int located = host.locate(query);
        host.answered(located);
        HostAnswers.Choice choice = chooser.pick(host, Locator.region(located), query);
        return choice == null ? noData(table, out) : answer(choice, Chooser.scope(host, located, query), out);
    }

    private int answer(HostAnswers.Choice choice, int scope, byte[] out) {
        int at = header(out, Rcode.NOERROR | FLAG_AUTHORITATIVE);
        int one = choice.one();
        int shown = choice.shown();
        if (at + shown * one + query.options.answerSize() > query.answerLimit()) {
            return finish(out, truncated(out, at), 0, scope);
        }
        int first = chooser.first(choice.count());
        for (int i = 0; i < shown; i++) {
            System.arraycopy(choice.records(), (first + i) % choice.count() * one, out, at, one);
            at += one;
        }
        Wire.put16(out, 6, shown);
        return finish(out, at, 0, scope);
    }

    /** The host exists, but has no record of this type. */
    private int noData(AnswerTable table, byte[] out) {
        int at = header(out, Rcode.NOERROR | FLAG_AUTHORITATIVE);
        byte[] soa = table.soa();
        if (at + soa.length + query.options.answerSize() > query.answerLimit()) {
            return finish(out, truncated(out, at), 0, 0);
        }
        System.arraycopy(soa, 0, out, at, soa.length);
        Wire.put16(out, 8, 1);
        return finish(out, at + soa.length, 0, 0);
    }

    private int header(byte[] out, int codeAndFlags) {
        return header(query, out, codeAndFlags);
    }

    /** The header of an answer, and the question as far as it was read; returns where the records begin. */
    static int header(Query query, byte[] out, int codeAndFlags) {
        byte[] in = query.message;
        System.arraycopy(in, 0, out, 0, query.questionEnd);
        Wire.put16(out, 2, FLAG_RESPONSE | Wire.get16(in, 2) & (OPCODE | FLAG_RECURSION_DESIRED) | codeAndFlags);
        Wire.put16(out, 4, query.questions);
        Wire.put32(out, 6, 0);
        Wire.put16(out, 10, 0);
        return query.questionEnd;
    }

    private static int truncated(byte[] out, int at) {
        Wire.put16(out, 2, Wire.get16(out, 2) | FLAG_TRUNCATED);
        return at;
    }

    private int malformed(byte[] out) {
        server.statistics.malformed.increment();
        return edns.error(query, out, Rcode.FORMERR);
    }

    private int limited(int over, byte[] out) {
        server.statistics.limited.increment();
        if (!server.rateLimit.slips(over) || query.questions == 0) {
            return 0;
        }
        server.statistics.slipped.increment();
        return finish(out, truncated(out, header(out, Rcode.NOERROR)), 0, 0);
    }

    /** TCP and a good cookie prove the client's address; the machine's own questions are no flood. */
    private boolean unlimited(byte[] scratch) {
        return query.client.tcp
                || server.isOwn(query.client)
                || query.options.hasServerCookie() && server.cookies.valid(query, server.seconds(), scratch);
    }

    private int finish(byte[] out, int at, int extendedCode, int scope) {
        return edns.append(query, out, at, extendedCode, scope);
    }
}
