package io.counterweight.controller.gossip;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.config.ControllerConfig.Address;
import io.counterweight.controller.config.ControllerConfig.Gossip;
import io.counterweight.controller.kit.Certificates;
import io.counterweight.controller.kit.Loopback;
import io.counterweight.engine.name.Site;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipe between two sites, with real certificates; what answers inside is an echo. */
class LinkTest {
    private static final Site WEST = Site.of("west");
    private static final Certificates ONE = Certificates.of("east", "west", "north");

    @TempDir
    Path directory;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(LinkPipe.class.getName());
    private final Filter listening = this::heard;
    private final Vertx vertx = Vertx.vertx();
    private final Address inside = address();
    private final Address link = address();
    private Gossip east;
    private Gossip west;

    private static Address address() {
        String host = Loopback.address();
        return new Address(host, Loopback.port(host));
    }

    private boolean heard(LogRecord line) {
        told.add(line.getLevel() + " " + line.getMessage());
        return false;
    }

    @BeforeEach
    void echo() throws Exception {
        logger.setFilter(listening);
        NetServer echo = vertx.createNetServer(new NetServerOptions());
        echo.connectHandler(socket -> socket.handler(socket::write));
        echo.listen(inside.port(), inside.host())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        east = config("east", ONE, "east", WEST);
        west = config("west", ONE, "west", Site.of("east"));
    }

    @AfterEach
    void close() throws Exception {
        logger.setFilter(null);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** A site with an identity of its own folder, so that a test may replace it. */
    private Gossip config(String site, Certificates certificates, String identity, Site peer) throws IOException {
        Path own = Files.createDirectories(directory.resolve(site));
        install(certificates, identity, own);
        TreeMap<Site, List<Address>> peers = new TreeMap<>();
        peers.put(peer, List.of(link));
        return new Gossip(
                inside,
                List.of(inside),
                link,
                Optional.empty(),
                peers,
                own.resolve("identity.p12"),
                own.resolve("password"),
                own.resolve("ca.pem"));
    }

    private static void install(Certificates certificates, String identity, Path own) throws IOException {
        Path[] from = {certificates.identity(identity), certificates.password(identity), certificates.authority()};
        String[] to = {"identity.p12", "password", "ca.pem"};
        for (int i = 0; i < to.length; i++) {
            Files.copy(from[i], own.resolve(to[i]), StandardCopyOption.REPLACE_EXISTING);
            // A renewal a moment later must be seen as one, however coarse the file system's clock.
            FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 10_000L * identity.length());
            Files.setLastModifiedTime(own.resolve(to[i]), later);
        }
    }

    /** What comes back of what is sent into a pipe; empty where it is closed instead. */
    private static String through(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return echoed(socket);
        } catch (IOException e) {
            return "";
        }
    }

    private static String echoed(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
        InputStream in = socket.getInputStream();
        return new String(in.readNBytes(5), StandardCharsets.UTF_8);
    }

    @Test
    void pipesWhatIsSentBothWays() throws Exception {
        try (LinkListener listener = new LinkListener(vertx, west);
                LinkPipe pipe = new LinkPipe(vertx, east, WEST, List.of(link))) {
            listener.open();
            assertEquals("hello", through(pipe.open()));
        }
    }

    @Test
    void readsWhomItsOwnCertificateNames() throws Exception {
        assertEquals(Set.of("east.counterweight.internal"), Tls.ownNames(east));
        assertEquals(Set.of("north.counterweight.internal"), Tls.ownNames(config("liar", ONE, "north", WEST)));
    }

    @Test
    void refusesAClientWithTheCertificateOfAnotherDatacenter() throws Exception {
        Gossip north = config("liar", ONE, "north", WEST);
        try (LinkListener listener = new LinkListener(vertx, west);
                LinkPipe pipe = new LinkPipe(vertx, north, WEST, List.of(link))) {
            listener.open();
            assertEquals("", through(pipe.open()), "north is none of the peers of west");
        }
    }

    @Test
    void refusesAServerWithTheCertificateOfAnotherDatacenter() throws Exception {
        Gossip north = config("liar", ONE, "north", Site.of("east"));
        try (LinkListener listener = new LinkListener(vertx, north);
                LinkPipe pipe = new LinkPipe(vertx, east, WEST, List.of(link))) {
            listener.open();
            assertEquals("", through(pipe.open()), "north stands where west should");
        }
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        Certificates other = Certificates.in(Path.of("target", "certs-other").toAbsolutePath(), List.of(), "east");
        Gossip stranger = config("stranger", other, "east", WEST);
        Files.copy(ONE.authority(), stranger.authority(), StandardCopyOption.REPLACE_EXISTING);
        try (LinkListener listener = new LinkListener(vertx, west);
                LinkPipe pipe = new LinkPipe(vertx, stranger, WEST, List.of(link))) {
            listener.open();
            assertEquals("", through(pipe.open()));
        }
    }

    @Test
    void refusesAClientWithoutACertificate() throws Exception {
        try (LinkListener listener = new LinkListener(vertx, west)) {
            listener.open();
            assertThrows(IOException.class, () -> {
                try (SSLSocket socket = connect(Optional.empty())) {
                    String back = echoed(socket);
                    if (back.isEmpty()) {
                        throw new IOException("closed");
                    }
                }
            });
        }
    }

    @Test
    void refusesWhoSpeaksNoTls() throws Exception {
        try (LinkListener listener = new LinkListener(vertx, west);
                Socket socket = new Socket(InetAddress.ofLiteral(link.host()), link.port())) {
            listener.open();
            assertNotEquals("hello", echoed(socket));
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).length() > 0, "refused");
        }
    }

    @Test
    void takesUpARenewedCertificateWithoutARestart() throws Exception {
        try (LinkListener listener = new LinkListener(vertx, west);
                LinkPipe pipe = new LinkPipe(vertx, east, WEST, List.of(link))) {
            listener.open();
            int port = pipe.open();
            for (int time = 1; time <= 3; time++) {
                BigInteger before = serial();
                Certificates renewed = renewed("renewed-" + time);
                install(renewed, "west", directory.resolve("west"));
                install(renewed, "east", directory.resolve("east"));
                touch(directory.resolve("west/identity.p12"), time);
                touch(directory.resolve("east/identity.p12"), time);

                listener.renew();
                pipe.renew();

                await().ignoreExceptions().until(() -> !serial().equals(before));
                await().until(() -> through(port).equals("hello"));
            }
        }
    }

    /** The same authority, new certificates. */
    private Certificates renewed(String folder) throws IOException {
        Path copy = directory.resolve(folder);
        Files.createDirectories(copy.resolve("ca"));
        Path ca = ONE.authority().resolveSibling("ca");
        Files.copy(ONE.authority(), copy.resolve("ca.pem"));
        Files.copy(ca.resolve("ca.p12"), copy.resolve("ca/ca.p12"));
        Files.copy(ca.resolve("password"), copy.resolve("ca/password"));
        return Certificates.in(copy, List.of("--renew"), "east", "west");
    }

    private static void touch(Path file, int time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 100_000L * time));
    }

    @Test
    void keepsTheOldCertificateWhileTheNewOneCannotBeRead() throws Exception {
        try (LinkListener listener = new LinkListener(vertx, west);
                LinkPipe pipe = new LinkPipe(vertx, east, WEST, List.of(link))) {
            listener.open();
            int port = pipe.open();
            assertEquals("hello", through(port));
            Files.writeString(west.identity(), "half of a file");
            Files.writeString(east.identity(), "");
            assertFalse(Tls.usable(west) || Tls.usable(east));

            for (int turn = 0; turn < 20; turn++) {
                listener.renew();
                pipe.renew();
                assertEquals("hello", through(port));
            }
        }
    }

    @Test
    void tellsARefusedCertificateFromAPeerThatIsAway() {
        Exception named = new SSLHandshakeException("handshake");
        named.initCause(new CertificateException("no name matching west found"));
        assertEquals(Optional.of("no name matching west found"), Tls.refusal(new IOException(named)));
        assertEquals(Optional.empty(), Tls.refusal(new SSLHandshakeException("closed by the other side")));
    }

    @Test
    void triesTheNextControllerOfTheSite() throws Exception {
        try (LinkListener listener = new LinkListener(vertx, west);
                LinkPipe pipe = new LinkPipe(vertx, east, WEST, List.of(address(), link))) {
            listener.open();
            int port = pipe.open();
            await().until(() -> through(port).equals("hello"));
        }
    }

    @Test
    void linkThatCannotBeMadeIsToldOnceAndOnceMoreWhenItIsMade() throws Exception {
        String missing = "WARN no link to west at " + link
                + ": Connection refused; look at gossip.peers, at the firewall, and whether its controller runs";
        try (LinkPipe pipe = new LinkPipe(vertx, east, WEST, List.of(link))) {
            int port = pipe.open();
            for (int time = 0; time < 5; time++) {
                assertEquals("", through(port));
            }
            assertEquals(List.of(missing), told);

            try (LinkListener listener = new LinkListener(vertx, west)) {
                listener.open();
                await().until(() -> through(port).equals("hello"));
                try (Socket standing = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    assertEquals("hello", echoed(standing));
                    await().until(() -> told.size() > 1);
                    assertEquals(List.of(missing, "INFO the link to west at " + link + " is made"), told);
                }
            }

            await().until(() -> through(port).isEmpty());
            await().until(() -> told.size() > 2);
            assertEquals(missing, told.get(2), "it is news again");
        }
    }

    @Test
    void linkThatTheOtherSideClosesAtOnceIsToldOnce() throws Exception {
        Gossip north = config("liar", ONE, "north", WEST);
        try (LinkListener listener = new LinkListener(vertx, west);
                LinkPipe pipe = new LinkPipe(vertx, north, WEST, List.of(link))) {
            listener.open();
            int port = pipe.open();
            for (int time = 0; time < 5; time++) {
                assertEquals("", through(port));
            }
            await().until(() -> !told.isEmpty());
            assertEquals(1, told.size(), told.toString());
            assertTrue(
                    told.getFirst()
                            .startsWith("WARN no link to west at " + link + ": closed by the other side at once"),
                    told.toString());
        }
    }

    @Test
    void busyPortIsNamed() throws Exception {
        try (LinkListener first = new LinkListener(vertx, west)) {
            first.open();
            try (Socket taken = new Socket(InetAddress.ofLiteral(link.host()), link.port())) {
                assertTrue(taken.isConnected());
            }
            Vertx another = Vertx.vertx();
            try (LinkListener second = new LinkListener(another, west)) {
                IllegalStateException refusal = assertThrows(IllegalStateException.class, second::open);
                assertTrue(
                        String.valueOf(refusal.getMessage()).contains("gossip.link " + link + " cannot be opened"),
                        refusal.getMessage());
            } finally {
                another.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
        }
    }

    private BigInteger serial() throws Exception {
        try (SSLSocket socket = connect(Optional.of("east"))) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    /** A client that trusts anybody; with the identity of a site, or with none. */
    private SSLSocket connect(Optional<String> identity) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        if (identity.isPresent()) {
            char[] password = ONE.passwordText(identity.get()).toCharArray();
            keys.init(KeyStore.getInstance(ONE.identity(identity.get()).toFile(), password), password);
        } else {
            keys.init(null, null);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new TrustsAnybody()}, new SecureRandom());
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.ofLiteral(link.host()), link.port());
        socket.setSoTimeout(5_000);
        socket.startHandshake();
        return socket;
    }

    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
