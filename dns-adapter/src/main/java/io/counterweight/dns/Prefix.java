package io.counterweight.dns;

import java.net.InetAddress;
import org.xbill.DNS.Address;

/** An address prefix such as {@code 192.0.2.0/24}. */
public record Prefix(InetAddress network, int bits) {

    public Prefix {
        if (bits < 0 || bits > network.getAddress().length * 8) {
            throw new IllegalArgumentException("prefix length " + bits + " does not fit " + network.getHostAddress());
        }
    }

    /** Reads {@code address/bits}; a bare address is a prefix of its full length. */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress network = address.indexOf(':') >= 0
                    ? Address.getByAddress(address, Address.IPv6)
                    : Address.getByAddress(address, Address.IPv4);
            int bits = slash < 0 ? network.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1));
            return new Prefix(network, bits);
        } catch (java.net.UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address prefix: write it as 192.0.2.0/24 or 2001:db8::/32", e);
        }
    }

    public boolean contains(InetAddress address) {
        return covers(network.getAddress(), bits, address.getAddress());
    }

    /** Whether nothing is set beyond the prefix: 192.0.2.0/24 is a network, 192.0.2.7/24 an address in one. */
    public boolean isNetwork() {
        byte[] bytes = network.getAddress();
        for (int bit = bits; bit < 8 * bytes.length; bit++) {
            if ((bytes[bit >> 3] >> (7 - (bit & 7)) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean covers(byte[] network, int bits, byte[] address) {
        if (network.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (network[i] != address[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        int mask = 0xff << (8 - rest) & 0xff;
        return rest == 0 || (network[whole] & mask) == (address[whole] & mask);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
