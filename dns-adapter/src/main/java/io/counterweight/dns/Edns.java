package io.counterweight.dns;

/** Writes the OPT record of an answer: our size, the client's subnet with the scope that was used, a cookie. */
final class Edns {

    private static final int SUBNET = 8;
    private static final int COOKIE = 10;

    private Edns() {}

    /** Appends an OPT record and counts it in the header; returns the new length. */
    static int append(
            DnsServer server,
            byte[] in,
            Query query,
            Responder.Client client,
            byte[] out,
            int from,
            int extendedCode,
            int scope) {
        int at = from;
        out[at++] = 0;
        at = Wire.put16(out, at, 41);
        at = Wire.put16(out, at, Responder.UDP_LIMIT);
        out[at++] = (byte) extendedCode;
        out[at++] = 0;
        at = Wire.put16(out, at, 0);
        int lengthAt = at;
        at += 2;
        if (query.subnetLength > 0) {
            at = Wire.put16(out, at, SUBNET);
            at = Wire.put16(out, at, query.subnetLength);
            System.arraycopy(in, query.subnetAt, out, at, query.subnetLength);
            out[at + 3] = (byte) scope;
            at += query.subnetLength;
        }
        if (query.cookieLength > 0) {
            at = Wire.put16(out, at, COOKIE);
            at = Wire.put16(out, at, Cookies.LENGTH);
            server.cookies.write(in, query.cookieAt, client.address(), server.seconds(), out, at);
            at += Cookies.LENGTH;
        }
        Wire.put16(out, lengthAt, at - lengthAt - 2);
        Wire.put16(out, 10, Wire.get16(out, 10) + 1);
        return at;
    }
}
