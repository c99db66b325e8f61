package io.counterweight.dns;

import java.net.InetAddress;

/** Who asked, and over what. Holds the address as bytes too, because asking an {@link InetAddress} for them copies. Immutable. */
final class Client {

    final InetAddress address;
    final byte[] bytes;
    final boolean tcp;

    private Client(InetAddress address, boolean tcp) {
        this.address = address;
        this.bytes = address.getAddress();
        this.tcp = tcp;
    }

    static Client udp(InetAddress address) {
        return new Client(address, false);
    }

    static Client tcp(InetAddress address) {
        return new Client(address, true);
    }

    /** How many leading bytes name the client's network: an IPv4 /24, an IPv6 /56. */
    int networkBytes() {
        return bytes.length == 4 ? 3 : 7;
    }

    /** The client's network as one number, another for each. */
    long network() {
        long network = bytes.length;
        for (int i = 0; i < networkBytes(); i++) {
            network = network << 8 | bytes[i] & 0xff;
        }
        return network;
    }
}
