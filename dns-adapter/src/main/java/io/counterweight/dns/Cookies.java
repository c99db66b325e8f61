package io.counterweight.dns;

/** DNS cookies (RFC 7873) with interoperable server cookies (RFC 9018): stateless, bound to the client's address. */
final class Cookies {

    static final int LENGTH = 24;
    private static final int HASHED_PART = 16;
    private static final long VALID_SECONDS = 3600;
    private static final long AHEAD_SECONDS = 300;

    private final long k0;
    private final long k1;

    Cookies(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** Writes client cookie and server cookie; uses some bytes of {@code out} behind them as scratch. */
    void write(Query query, long nowSeconds, byte[] out, int at) {
        System.arraycopy(query.message, query.options.cookieAt, out, at, 8);
        Wire.put32(out, at + 8, 1 << 24);
        Wire.put32(out, at + 12, (int) nowSeconds);
        SipHash.putLong(out, at + HASHED_PART, hash(out, at, query.client));
    }

    /** Whether the client proves that it received an answer of ours at this address lately. */
    boolean valid(Query query, long nowSeconds, byte[] scratch) {
        byte[] message = query.message;
        int at = query.options.cookieAt;
        if (query.options.cookieLength != LENGTH || message[at + 8] != 1) {
            return false;
        }
        long given = Wire.get32(message, at + 12) & 0xffffffffL;
        long age = (nowSeconds & 0xffffffffL) - given;
        if (age > VALID_SECONDS || age < -AHEAD_SECONDS) {
            return false;
        }
        System.arraycopy(message, at, scratch, 0, HASHED_PART);
        return SipHash.getLong(message, at + HASHED_PART) == hash(scratch, 0, query.client);
    }

    /** Hashes the first 16 bytes of a cookie and the client's address, which is written behind them. */
    private long hash(byte[] cookie, int at, Client client) {
        System.arraycopy(client.bytes, 0, cookie, at + HASHED_PART, client.bytes.length);
        return SipHash.of(k0, k1, cookie, at, HASHED_PART + client.bytes.length);
    }
}
