package io.counterweight.controller.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Addresses of this machine that no other run of the tests uses: a network of one's own below 127. */
public final class Loopback {
    private static final int NETWORK = 64 + (int) (ProcessHandle.current().pid() % 150);
    private static int next = 1;

    private Loopback() {}

    public static synchronized String address() {
        int host = next++;
        return "127." + NETWORK + "." + host / 250 + "." + (1 + host % 250);
    }

    /** A port that was free a moment ago on this address. */
    public static int port(String address) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String withPort(String address) {
        return address + ":" + port(address);
    }
}
