package io.counterweight.dns;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A port that is free for UDP and for TCP on an address. */
final class FreePort {

    private static final int TRIES = 50;

    private FreePort() {}

    static InetSocketAddress on(String literal) {
        InetAddress address = InetAddress.ofLiteral(literal);
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket tcp = new ServerSocket(0, 1, address);
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), address)) {
                return new InetSocketAddress(address, udp.getLocalPort());
            } catch (IOException e) {
                // Taken for UDP: the next one.
            }
        }
        throw new IllegalStateException("no port of " + literal + " is free for both UDP and TCP");
    }
}
