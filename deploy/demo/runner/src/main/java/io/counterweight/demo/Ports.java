package io.counterweight.demo;

import io.counterweight.demo.kit.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Looks before anything starts whether every address that the demo needs is free. */
final class Ports {
    private Ports() {}

    /** A line for each address that is busy. */
    static List<String> busy(World world) {
        List<String> busy = new ArrayList<>();
        world.listens().forEach((what, listen) -> {
            int colon = listen.lastIndexOf(':');
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(
                        listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1))));
            } catch (IOException e) {
                busy.add(listen + " (" + what + ") cannot be opened: " + e.getMessage());
            }
        });
        return busy;
    }
}
