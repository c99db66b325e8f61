package io.counterweight.controller.gossip;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.map.IMap;
import com.hazelcast.map.impl.MapService;
import io.counterweight.controller.config.ConfigLoader;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.kit.Certificates;
import io.counterweight.controller.kit.Loopback;
import io.counterweight.controller.kit.Reports;
import io.counterweight.controller.kit.Shelf;
import io.counterweight.controller.kit.Yaml;
import io.counterweight.controller.wire.Envelope;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real clusters and links in one process: two controllers in east, one in west, one at the witness. East and west have no link to each
 * other, and the witness's link to west is dead in one direction: all that passes between them is relayed, against one way being cut.
 */
class GossipTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Certificates CERTIFICATES = Certificates.of("east", "west", "witness");
    private static final AtomicLong SEQUENCE = new AtomicLong();
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    static Path directory;

    private static Node eastA;
    private static Node eastB;
    private static Node west;
    private static Node witness;

    /** One controller's gossip, and what it has heard. */
    private record Node(ControllerConfig config, Shelf shelf, Gossip gossip, Map<ControllerId, Report> heard) {

        static Node start(Yaml yaml) throws Exception {
            ControllerConfig config = ConfigLoader.load(yaml.write());
            Shelf shelf = Shelf.of(config.self().toString(), directory);
            Map<ControllerId, Report> heard = new ConcurrentHashMap<>();
            Gossip gossip = new Gossip(
                    VERTX,
                    config,
                    new Gossip.Intents(shelf.restart(4 << 20, config.topology()).store, shelf.holders),
                    new Gossip.Listening(1, each -> heard.put(each.report().writer(), each.report()), Set::of));
            shelf.store.onNew(gossip::publish);
            return new Node(config, shelf, gossip, heard);
        }

        Report says() {
            Report report = Reports.of(config.self().toString(), 1, SEQUENCE.incrementAndGet());
            gossip.publish(report);
            return report;
        }

        boolean hasHeard(Report report) {
            return report.equals(heard.get(report.writer()));
        }

        HazelcastInstance member() {
            return Hazelcast.getHazelcastInstanceByName(config.self().toString());
        }

        IMap<String, Object> mailbox() {
            return member().getMap("facts");
        }

        void stop() throws Exception {
            gossip.close();
            shelf.close();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        String eastInside = Loopback.withPort(Loopback.address());
        String eastInsideB = Loopback.withPort(Loopback.address());
        String eastLink = Loopback.withPort(Loopback.address());
        String westLink = Loopback.withPort(Loopback.address());
        String witnessLink = Loopback.withPort(Loopback.address());
        String dead = Loopback.withPort(Loopback.address());
        String members = "[\"" + eastInside + "\", \"" + eastInsideB + "\"]";
        eastA = Node.start(yaml("east", "a", eastInside, eastLink)
                .with("gossip.members", members)
                .with("gossip.peers", peers("witness", witnessLink)));
        eastB = Node.start(yaml("east", "b", eastInsideB, Loopback.withPort(Loopback.address()))
                .with("gossip.members", members)
                .with("gossip.peers", peers("witness", witnessLink)));
        witness = Node.start(yaml("witness", "a", Loopback.withPort(Loopback.address()), witnessLink)
                .with("gossip.peers", "{\"east\": [\"" + eastLink + "\"], \"west\": [\"" + dead + "\"]}"));
        west = Node.start(yaml("west", "a", Loopback.withPort(Loopback.address()), westLink)
                .with("gossip.peers", peers("witness", witnessLink)));
    }

    private static String peers(String site, String link) {
        return "{\"" + site + "\": [\"" + link + "\"]}";
    }

    private static Yaml yaml(String site, String name, String inside, String link) throws IOException {
        return Yaml.whole(Files.createDirectories(directory.resolve("conf-" + site + name)))
                .identity(CERTIFICATES, site)
                .with("controller.site", site)
                .with("controller.name", name)
                .with("gossip.listen", Yaml.quoted(inside))
                .with("gossip.link", Yaml.quoted(link))
                .with("timing", "{exchangeCycle: 300ms, staleness: 1s}");
    }

    @AfterAll
    static void stop() throws Exception {
        for (Node node : List.of(eastA, eastB, west, witness)) {
            node.stop();
        }
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    private static List<Node> all() {
        return List.of(eastA, eastB, west, witness);
    }

    @Test
    @Rule({"G1", "G2"})
    void oneWayLinkBlindsNobody() {
        List<Report> said = new ArrayList<>();
        all().forEach(node -> said.add(node.says()));

        for (Node node : all()) {
            said.stream()
                    .filter(report -> !report.writer().equals(node.config().self()))
                    .forEach(report -> await().atMost(SOON).until(() -> node.hasHeard(report)));
        }
        assertEquals(Set.of(Site.of("east")), witness.gossip().connected(), "its link to west never stood");
    }

    @Test
    @Rule("G1")
    void diskThatHangsStopsNoExchange() throws Exception {
        Journal hung = eastA.shelf().journal;
        synchronized (hung) {
            IntentEntry entry = west.shelf().store.write(IntentKey.policy("hung"), Optional.of("{}"), "ann");
            await().atMost(SOON).until(() -> eastB.shelf().holds(entry));

            for (int i = 0; i < 20; i++) {
                assertTrue(reaches(eastA, west));
                assertTrue(reaches(west, eastA));
            }
        }
    }

    @Test
    @Rule("G2")
    void droppedEventsAreRepaired() {
        assertTrue(reaches(eastA, west));
        for (Node node : all()) {
            ((HazelcastInstanceProxy) node.member())
                    .getOriginal()
                    .node
                    .nodeEngine
                    .getEventService()
                    .deregisterAllLocalListeners(MapService.SERVICE_NAME, "facts");
        }

        assertTrue(reaches(eastA, west), "no event came, the exchange did");
        assertTrue(reaches(west, eastB));
    }

    private static boolean reaches(Node from, Node to) {
        Report report = from.says();
        await().atMost(SOON).until(() -> to.hasHeard(report));
        return true;
    }

    @Test
    @Rule("G2")
    void whatMailboxesLoseIsPutBack() throws Exception {
        IntentEntry entry = west.shelf().store.write(IntentKey.policy("lost"), Optional.of("{}"), "ann");
        await().atMost(SOON)
                .until(() -> all().stream().allMatch(node -> node.shelf().holds(entry)));

        all().forEach(node -> node.mailbox().clear());

        for (Node node : all()) {
            await().atMost(SOON).until(() -> node.mailbox().containsKey(Envelope.slot(entry)));
        }
    }

    @Test
    @Rule({"G2", "G8"})
    void intentsGetEverywhereAndTheirHoldersAreKnown() throws Exception {
        IntentEntry entry = eastB.shelf().store.write(IntentKey.policy("held"), Optional.of("{}"), "ann");

        for (Node node : all()) {
            await().atMost(SOON)
                    .until(() -> node.shelf().holders.of(entry).equals(Shelf.named("east", "west", "witness")));
        }
    }

    @Test
    @Rule({"G2", "G10"})
    void oldRelayKeepsNewFields() throws Exception {
        Report report = Reports.of("east/z", 1, 1);
        byte[] newer = io.counterweight.controller.wire.Wire.text(report)
                .replaceFirst("\\{", "{\"gravity\":9.81,")
                .getBytes(StandardCharsets.UTF_8);
        Envelope envelope = new Envelope(Envelope.REPORT, "east/z", 1, 1, newer);

        eastA.mailbox().set(envelope.slot(), envelope);

        await().atMost(SOON).until(() -> envelope.equals(west.mailbox().get(envelope.slot())));
    }

    @Test
    @Rule("G7")
    void replacedIntentsLeaveTheMailboxes() throws Exception {
        IntentKey key = IntentKey.policy("replaced");
        IntentEntry first = eastA.shelf().store.write(key, Optional.of("{}"), "ann");
        await().atMost(SOON).until(() -> west.mailbox().containsKey(Envelope.slot(first)));

        IntentEntry second = west.shelf().store.write(key, Optional.of("{\"a\":1}"), "ann");

        for (Node node : all()) {
            await().atMost(SOON)
                    .until(() -> node.mailbox().containsKey(Envelope.slot(second))
                            && !node.mailbox().containsKey(Envelope.slot(first)));
        }
    }

    @Test
    void manyIntentsAtOnceAreAllThereSoon() throws Exception {
        List<IntentEntry> written = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            written.add(eastA.shelf().store.write(IntentKey.policy("m" + i), Optional.of("{}"), "ann"));
        }

        await().atMost(SOON).until(() -> written.stream().allMatch(west.shelf()::holds));
    }

    /** What runs code when it is read, as one might put it in who got inside. */
    private static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1;
        static final AtomicBoolean RAN = new AtomicBoolean();

        private void readObject(ObjectInputStream in) {
            RAN.set(true);
        }
    }

    @Test
    @Rule("G10")
    void gadgetInAMailboxIsNeverReadAndHidesNothing() {
        ClientConfig open = new ClientConfig();
        open.setClusterName("cw-west");
        open.setProperty("hazelcast.logging.type", "slf4j");
        open.getNetworkConfig().addAddress(west.config().gossip().listen().toString());
        HazelcastInstance intruder = HazelcastClient.newHazelcastClient(open);
        try {
            intruder.getMap("facts").set("report:east/y", new Gadget());
            assertTrue(reaches(eastA, west));
            intruder.getMap("facts").set("intent:policy/y|1:0:east/a", new Gadget());
            west.mailbox().remove("nothing");
            assertTrue(reaches(eastB, west));
            assertFalse(Gadget.RAN.get(), "it never ran");
        } finally {
            intruder.getMap("facts").delete("report:east/y");
            intruder.getMap("facts").delete("intent:policy/y|1:0:east/a");
            intruder.shutdown();
        }
    }

    @Test
    @Rule("G1")
    void memberIsReachedAtItsOwnAddressAlone() {
        int port = west.config().gossip().listen().port();

        assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    }
}
