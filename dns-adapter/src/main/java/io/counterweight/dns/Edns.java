package io.counterweight.dns;

/** Writes the OPT record of an answer: our size, the client's subnet with the scope that was used, a cookie. */
final class Edns {

    private final DnsServer server;

    Edns(DnsServer server) {
        this.server = server;
    }

    /**
     * An answer that is an error and nothing else: a header alone, or, where the query was read as far as its OPT record, the question
     * and ours too (RFC 6891, section 7).
     */
    int error(Query query, byte[] out, int code) {
        int at = Responder.header(query, out, code);
        if (!query.options.present) {
            Wire.put16(out, 4, 0);
            return Query.HEADER;
        }
        return append(query, out, at, 0, 0);
    }

    /** Where the query had an OPT record, appends ours and counts it in the header; returns the new length. */
    int append(Query query, byte[] out, int from, int extendedCode, int scope) {
        QueryOptions asked = query.options;
        if (!asked.present) {
            return from;
        }
        int at = from;
        out[at++] = 0;
        at = Wire.put16(out, at, QueryOptions.OPT);
        at = Wire.put16(out, at, Responder.UDP_LIMIT);
        out[at++] = (byte) extendedCode;
        out[at++] = 0;
        at = Wire.put16(out, at, 0);
        int lengthAt = at;
        at += 2;
        if (asked.subnetLength > 0) {
            at = Wire.put16(out, at, QueryOptions.SUBNET);
            at = Wire.put16(out, at, asked.subnetLength);
            System.arraycopy(query.message, asked.subnetAt, out, at, asked.subnetLength);
            out[at + 3] = (byte) scope;
            at += asked.subnetLength;
        }
        if (asked.cookieLength > 0) {
            at = Wire.put16(out, at, QueryOptions.COOKIE);
            at = Wire.put16(out, at, Cookies.LENGTH);
            server.cookies.write(query, server.seconds(), out, at);
            at += Cookies.LENGTH;
        }
        Wire.put16(out, lengthAt, at - lengthAt - 2);
        Wire.put16(out, 10, Wire.get16(out, 10) + 1);
        return at;
    }
}
