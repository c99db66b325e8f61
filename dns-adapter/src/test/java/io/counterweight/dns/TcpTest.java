package io.counterweight.dns;

import static io.counterweight.dns.Loopback.data;
import static io.counterweight.dns.Loopback.question;
import static io.counterweight.dns.Plans.bulky;
import static io.counterweight.dns.Plans.pair;
import static io.counterweight.dns.Plans.plan;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** Connections: kept, shared, slow, too many. */
@Rule("A")
class TcpTest {

    private static final int IDLE_MILLIS = 600;

    /** Connections from 127.0.0.1 are bounded only in all. */
    private static Loopback serving(int connections) {
        return Loopback.serving(
                plan(pair("shop", 1000), bulky()),
                new DnsLimits(0, 0, List.of(Prefix.parse("127.0.0.1")), connections, IDLE_MILLIS));
    }

    private static void assertEnded(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException e) {
            // A reset is an end too: what the client had sent was not all read.
        }
    }

    private static void assertAnswers(Socket socket) throws IOException {
        Loopback.send(socket, question("shop", Type.A).toWire());
        assertEquals(List.of("192.0.2.1"), data(Loopback.receive(socket)));
    }

    @Test
    void aConnectionMayAskAgainAndAgain() throws IOException {
        try (Loopback loopback = serving(4);
                Socket socket = loopback.tcp()) {
            for (int i = 0; i < 50; i++) {
                assertAnswers(socket);
            }
            Loopback.send(socket, question(Plans.BULKY, Type.AAAA).toWire());
            assertEquals(16, data(Loopback.receive(socket)).size());
            assertEquals(1, loopback.server.statistics().tcpConnections());
        }
    }

    @Test
    void queriesSentInOneGoAreAllAnswered() throws IOException {
        try (Loopback loopback = serving(4);
                Socket socket = loopback.tcp()) {
            List<byte[]> queries = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                queries.add(question(i % 2 == 0 ? "shop" : "nothing", Type.A).toWire());
            }
            Loopback.send(socket, queries.toArray(byte[][]::new));
            for (byte[] query : queries) {
                Message answer = Loopback.receive(socket);
                assertEquals(Wire.get16(query, 0), answer.getHeader().getID());
            }
        }
    }

    @Test
    void aQueryMayComeByteByByte() throws IOException {
        try (Loopback loopback = serving(4);
                Socket socket = loopback.tcp()) {
            socket.setTcpNoDelay(true);
            byte[] query = question("shop", Type.A).toWire();
            socket.getOutputStream().write(query.length >>> 8);
            socket.getOutputStream().write(query.length);
            for (byte each : query) {
                socket.getOutputStream().write(each);
            }
            assertEquals(List.of("192.0.2.1"), data(Loopback.receive(socket)));
        }
    }

    @Test
    void aConnectionThatEndsInTheMiddleHarmsNobody() throws IOException {
        try (Loopback loopback = serving(1)) {
            for (byte[] part : new byte[][] {{}, {0}, {0, 40}, {0, 40, 1, 2, 3}}) {
                try (Socket socket = loopback.tcp()) {
                    socket.getOutputStream().write(part);
                    socket.shutdownOutput();
                    assertEnded(socket);
                }
            }
            await().untilAsserted(() -> {
                try (Socket socket = loopback.tcp()) {
                    assertAnswers(socket);
                }
            });
        }
    }

    @Test
    void aMessageThatIsNoQuestionEndsTheConnection() throws IOException {
        try (Loopback loopback = serving(4)) {
            for (byte[] packet : new byte[][] {{}, {1, 2, 3}}) {
                try (Socket socket = loopback.tcp()) {
                    Loopback.send(socket, packet);
                    assertEnded(socket);
                }
            }
        }
    }

    @Test
    void tooManyConnectionsAreTurnedAwayAndAFreedPlaceIsTaken() throws IOException {
        try (Loopback loopback = serving(2)) {
            Socket first = loopback.tcp();
            try (first;
                    Socket second = loopback.tcp()) {
                assertAnswers(first);
                assertAnswers(second);
                try (Socket third = loopback.tcp()) {
                    assertEnded(third);
                }
                first.close();
                await().untilAsserted(() -> {
                    try (Socket next = loopback.tcp()) {
                        assertAnswers(next);
                    }
                });
                assertAnswers(second);
            }
        }
    }

    @Test
    void oneNetworkGetsAQuarterOfTheConnectionsAndKeepsNobodyOut() throws IOException {
        try (Loopback loopback = serving(8)) {
            Socket first = loopback.tcp("127.9.9.1");
            try (first;
                    Socket second = loopback.tcp("127.9.9.2")) {
                assertAnswers(first);
                assertAnswers(second);
                try (Socket third = loopback.tcp("127.9.9.3")) {
                    assertEnded(third);
                }
                try (Socket elsewhere = loopback.tcp("127.9.10.1");
                        Socket exempt = loopback.tcp()) {
                    assertAnswers(elsewhere);
                    assertAnswers(exempt);
                }
                first.close();
                await().untilAsserted(() -> {
                    try (Socket next = loopback.tcp("127.9.9.3")) {
                        assertAnswers(next);
                    }
                });
                assertAnswers(second);
            }
        }
    }

    @Test
    void theMachinesOwnConnectionsAreBoundedOnlyInAll() throws IOException {
        try (Loopback loopback = serving(4);
                Socket first = loopback.tcp(Loopback.ADDRESS);
                Socket second = loopback.tcp(Loopback.ADDRESS)) {
            assertAnswers(first);
            assertAnswers(second);
        }
    }

    @Test
    void aSilentConnectionIsClosed() throws IOException {
        try (Loopback loopback = serving(4);
                Socket silent = loopback.tcp();
                Socket asked = loopback.tcp()) {
            assertAnswers(asked);
            assertEnded(silent);
            assertEnded(asked);
        }
    }

    @Test
    void dribblingBytesDoesNotKeepAPlace() throws IOException {
        try (Loopback loopback = serving(1);
                Socket slow = loopback.tcp()) {
            slow.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff});
            assertThrows(SocketException.class, () -> await().pollInSameThread().until(() -> {
                slow.getOutputStream().write(0);
                return false;
            }));
        }
    }

    @Test
    void whoNeverReadsDoesNotKeepAPlace() throws IOException {
        try (Loopback loopback = serving(1);
                Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(1024);
            deaf.connect(loopback.address);
            byte[] query = question(Plans.BULKY, Type.AAAA).toWire();
            byte[][] many = new byte[500][];
            Arrays.fill(many, query);
            assertThrows(SocketException.class, () -> {
                while (true) {
                    Loopback.send(deaf, many);
                }
            });
            await().untilAsserted(() -> {
                try (Socket next = loopback.tcp()) {
                    assertAnswers(next);
                }
            });
        }
    }
}
