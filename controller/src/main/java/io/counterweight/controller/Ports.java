package io.counterweight.controller;

import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.config.ControllerConfig.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The addresses without which a controller does not start; those of the name server may come later. */
final class Ports {
    private Ports() {}

    /** Tries each before anything else is begun; one that cannot be had is an {@link IOException} that names it and the next step. */
    static void check(ControllerConfig config) throws IOException {
        check("api.listen", config.api().listen());
        check("gossip.listen", config.gossip().listen());
        check("gossip.link", config.gossip().link());
    }

    private static void check(String key, Address address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port()));
        } catch (IOException e) {
            throw new IOException(
                    key + " " + address + " cannot be opened: " + e.getMessage()
                            + "; end what holds it, or name a free address of this machine (ports below 1024 need the right to bind them)",
                    e);
        }
    }
}
