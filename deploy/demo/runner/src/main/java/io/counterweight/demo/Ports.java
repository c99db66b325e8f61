package io.counterweight.demo;

import io.counterweight.demo.kit.Site;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks before anything starts whether every address that the demo needs is free. */
final class Ports {
    private Ports() {}

    /**
     * A line for each address that is busy.
     *
     * @param listens {@code address:port}, by what it is for
     */
    static List<String> busy(Map<String, String> listens) {
        List<String> busy = new ArrayList<>();
        listens.forEach((what, listen) -> {
            int colon = listen.lastIndexOf(':');
            int port = Integer.parseInt(listen.substring(colon + 1));
            InetSocketAddress address = new InetSocketAddress(listen.substring(0, colon), port);
            try (ServerSocket tcp = new ServerSocket();
                    DatagramSocket udp = new DatagramSocket(null)) {
                tcp.setReuseAddress(true);
                tcp.bind(address);
                if (port == Site.DNS_PORT) {
                    udp.bind(address);
                }
            } catch (IOException e) {
                busy.add(listen + " (" + what + ") cannot be opened: " + e.getMessage());
            }
        });
        return busy;
    }
}
