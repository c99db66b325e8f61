package io.counterweight.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.kit.Site;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a demo that is still running holds is named before anything starts. */
class PortsTest {
    /** On a loopback network of its own: no world is numbered so. */
    private static final String HOST = "127.253.7.1";

    @Test
    void busyTcpPortIsNamedWithWhatItIsFor() throws IOException {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(HOST, 0));
            String listen = HOST + ":" + other.getLocalPort();
            List<String> busy = Ports.busy(Map.of("controller east-a api", listen));
            assertEquals(1, busy.size(), busy::toString);
            assertTrue(busy.getFirst().startsWith(listen + " (controller east-a api) "), busy::toString);
        }
    }

    @Test
    void nameServersPortThatIsBusyOverUdpAloneIsNamed() throws IOException {
        Map<String, String> listens = Map.of("controller east-a dns", HOST + ":" + Site.DNS_PORT);
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(HOST, Site.DNS_PORT))) {
            List<String> busy = Ports.busy(listens);
            assertEquals(1, busy.size(), () -> other.getLocalSocketAddress() + ": " + busy);
            assertTrue(busy.getFirst().contains("(controller east-a dns)"), busy::toString);
        }
        assertEquals(List.of(), Ports.busy(listens));
    }

    @Test
    void onlyTheBusyAddressIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(HOST, 0));
            int port = other.getLocalPort();
            List<String> busy = Ports.busy(Map.of("taken", HOST + ":" + port, "free", "127.253.7.2:" + port));
            assertEquals(1, busy.size(), busy::toString);
            assertTrue(busy.getFirst().contains("(taken)"), busy::toString);
        }
    }
}
