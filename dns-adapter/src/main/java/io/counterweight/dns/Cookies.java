package io.counterweight.dns;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** DNS cookies (RFC 7873) with interoperable server cookies (RFC 9018): stateless, bound to the client's address. */
final class Cookies {

    static final int LENGTH = 24;
    private static final long VALID_SECONDS = 3600;
    private static final long AHEAD_SECONDS = 300;

    private final long k0;
    private final long k1;

    Cookies(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** Writes client cookie and server cookie. */
    void write(byte[] message, int clientCookieAt, InetAddress client, long nowSeconds, byte[] out, int at) {
        System.arraycopy(message, clientCookieAt, out, at, 8);
        out[at + 8] = 1;
        out[at + 9] = 0;
        out[at + 10] = 0;
        out[at + 11] = 0;
        Wire.put32(out, at + 12, (int) nowSeconds);
        long hash = hash(out, at, client);
        ByteBuffer.wrap(out, at + 16, 8).order(ByteOrder.LITTLE_ENDIAN).putLong(hash);
    }

    /** Whether the client proves that it received an answer of ours at this address lately. */
    boolean valid(byte[] message, int cookieAt, int length, InetAddress client, long nowSeconds) {
        if (length != LENGTH || message[cookieAt + 8] != 1) {
            return false;
        }
        long given = ByteBuffer.wrap(message, cookieAt + 12, 4).getInt() & 0xffffffffL;
        long age = (nowSeconds & 0xffffffffL) - given;
        long hash = ByteBuffer.wrap(message, cookieAt + 16, 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        return age <= VALID_SECONDS && age >= -AHEAD_SECONDS && hash == hash(message, cookieAt, client);
    }

    private long hash(byte[] cookie, int at, InetAddress client) {
        byte[] address = client.getAddress();
        byte[] input = Arrays.copyOfRange(cookie, at, at + 16 + address.length);
        System.arraycopy(address, 0, input, 16, address.length);
        return SipHash.of(k0, k1, input);
    }
}
