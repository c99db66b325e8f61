package io.counterweight.controller.gossip;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.intent.Holding;
import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.kit.Reports;
import io.counterweight.controller.kit.Shelf;
import io.counterweight.controller.wire.Envelope;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a controller keeps, relays and drops of the facts that come in, without a network. */
class FactBookTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration STALENESS = Duration.ofSeconds(2);
    private static final IntentKey SHOP = IntentKey.policy("shop");

    @TempDir
    Path directory;

    private long nanos = Long.MAX_VALUE - 5;
    private final List<Report> told = new ArrayList<>();
    private Shelf east;
    private Shelf west;
    private FactBook book;
    private Mailbox.Owner local;
    private Mailbox.Owner ofWest;

    @BeforeEach
    void open() throws Exception {
        east = Shelf.of("east/a", directory);
        west = Shelf.of("west/a", directory);
        book = book(Runnable::run);
        local = book.owner(Optional.empty());
        ofWest = book.owner(Optional.of(Site.of("west")));
    }

    private FactBook book(Executor disk) {
        Writers writers = new Writers(STALENESS, () -> nanos);
        Gossip.Listening listening = new Gossip.Listening(1, heard -> told.add(heard.report()), Set::of);
        return new FactBook(east.self, new Gossip.Intents(east.store, east.holders), listening, writers, disk);
    }

    @AfterEach
    void close() throws Exception {
        east.close();
        west.close();
    }

    private static Envelope envelope(Shelf at, IntentEntry entry) {
        return Envelope.intent(entry, at.store.text(entry));
    }

    private static Envelope holding(String writer, long term, long sequence, Holding word) {
        return new Envelope(Envelope.HELD, writer, term, sequence, Wire.bytes(word));
    }

    @Test
    @Rule("G3")
    void newestReportOfEachWriterIsKeptAndToldOnce() {
        Envelope first = Envelope.report(Reports.of("west/a", 1, 1));
        Envelope second = Envelope.report(Reports.of("west/a", 1, 2));
        Envelope nextLife = Envelope.report(Reports.of("west/a", 2, 1));

        ofWest.received(List.of(second));
        ofWest.received(List.of(first, second));
        local.received(List.of(nextLife, second));

        assertEquals(
                List.of("1.2", "2.1"),
                told.stream().map(report -> report.stamp().toString()).toList());
        assertEquals(nextLife, local.all().get(nextLife.slot()));
    }

    @Test
    @Rule("G3")
    void whatAWriterSaidBeforeItStartedAgainIsStillToldOnce() {
        Envelope old = Envelope.report(Reports.of("west/a", 1, 7));
        Envelope older = Envelope.report(Reports.of("west/a", 1, 6));
        Envelope nextLife = Envelope.report(Reports.of("west/a", 2, 1));

        ofWest.received(List.of(nextLife));
        local.received(List.of(old, older));
        local.received(List.of(old));

        assertEquals(
                List.of("2.1", "1.7"),
                told.stream().map(report -> report.stamp().toString()).toList());
        assertEquals(nextLife, local.all().get(nextLife.slot()), "it is not relayed");
    }

    @Test
    @Rule("G10")
    void oldRelayKeepsNewFields() {
        Report report = Reports.of("west/a", 1, 1);
        String newer = Wire.text(report).replaceFirst("\\{", "{\"gravity\":9.81,");
        Envelope envelope = new Envelope(Envelope.REPORT, "west/a", 1, 1, newer.getBytes(StandardCharsets.UTF_8));

        ofWest.received(List.of(envelope));

        assertEquals(List.of(report), told);
        assertArrayEquals(envelope.body(), local.all().get(envelope.slot()).body());
    }

    @Test
    @Rule("G10")
    void intentsAreRelayedAsTheyWereWritten() throws Exception {
        IntentEntry entry = west.store.write(SHOP, Optional.of("{}"), "ann");
        String newer = west.store.text(entry).replaceFirst("\\{", "{\"approvedBy\":\"bob\",");

        ofWest.received(List.of(Envelope.intent(entry, newer)));

        assertEquals(newer, new String(local.all().get(Envelope.slot(entry)).body(), StandardCharsets.UTF_8));
    }

    @Test
    @Rule("G10")
    void factsOfKindsThatOnlyNewerVersionsKnowAreRelayed() {
        Envelope drill = new Envelope("drill", "west/a", 1, 1, new byte[] {1, 2, 3});

        ofWest.received(List.of(drill));

        assertEquals(drill, local.all().get(drill.slot()));
    }

    @Test
    void factsOfSitesThatAreNotInTheTopologyAreDropped() {
        Envelope stranger = Envelope.report(Reports.of("north/a", 1, 1));

        ofWest.received(List.of(stranger));

        assertEquals(List.of(), told);
        assertFalse(local.all().containsKey(stranger.slot()));
    }

    @Test
    void noMoreWritersOfASiteAreKeptThanADeploymentCanHave() {
        for (int i = 0; i < 100; i++) {
            ofWest.received(List.of(Envelope.report(Reports.of("west/c" + i, 1, 1))));
        }

        assertEquals(16, told.size());
    }

    private void hear(String writer, long sequence) {
        ofWest.received(List.of(Envelope.report(Reports.of(writer, 1, sequence))));
    }

    private boolean relays(String writer) {
        return local.all().containsKey(Envelope.report(Reports.of(writer, 1, 1)).slot());
    }

    @Test
    void controllerThatIsHeardTakesThePlaceOfTheOneThatWasSilentForLongest() {
        for (int i = 0; i < 16; i++) {
            hear("west/c" + i, 1);
            ofWest.received(List.of(holding("west/c" + i, 1, 1, Holding.nothing())));
        }
        nanos += STALENESS.toNanos() + 1;
        for (int i = 1; i < 16; i++) {
            hear("west/c" + i, 2);
        }

        hear("west/new", 7);
        hear("west/new", 7);
        assertFalse(relays("west/new"), "a first copy may be of somebody long gone");
        hear("west/new", 8);
        hear("west/another", 1);
        hear("west/another", 2);

        assertTrue(relays("west/new"));
        assertFalse(relays("west/c0"));
        assertFalse(local.all()
                .containsKey(holding("west/c0", 1, 1, Holding.nothing()).slot()));
        assertTrue(relays("west/c1"));
        assertFalse(relays("west/another"), "all others are heard");
    }

    @Test
    void whatWasSaidByWhoeverLostItsPlaceIsDroppedFromMailboxes() {
        Envelope dead = Envelope.report(Reports.of("west/dead", 1, 1));
        assertFalse(local.outlived(dead), "there is room");
        for (int i = 0; i < 16; i++) {
            hear("west/c" + i, 1);
        }

        assertTrue(local.outlived(dead));
        assertTrue(local.outlived(holding("west/dead", 1, 1, Holding.nothing())));
        assertFalse(local.outlived(Envelope.report(Reports.of("west/c1", 1, 1))));
        assertFalse(local.outlived(Envelope.report(Reports.of("east/b", 1, 1))), "another site has room");
    }

    @Test
    @Rule("G9")
    void nothingIsRelayedOfASiteThatHasLeftTheVotingSet() throws Exception {
        hear("west/a", 1);
        assertTrue(relays("west/a"));

        east.store.write(IntentKey.votingSet(), Optional.of("{\"datacenters\": [\"east\"], \"witnesses\": []}"), "ann");

        assertFalse(relays("west/a"));
    }

    @Test
    void fewKindsAreRelayedThatOnlyNewerVersionsKnow() {
        for (int i = 0; i < 100; i++) {
            ofWest.received(List.of(new Envelope("kind" + i, "west/a", 1, 1, new byte[0])));
        }

        assertEquals(8, local.all().size());
    }

    @Test
    @Rule("G1")
    void diskThatHangsHoldsUpIntentsAlone() throws Exception {
        List<Runnable> waiting = new ArrayList<>();
        ofWest = book(waiting::add).owner(Optional.of(Site.of("west")));
        IntentEntry entry = west.store.write(SHOP, Optional.of("{}"), "ann");

        for (int exchange = 1; exchange <= 3; exchange++) {
            ofWest.received(List.of(envelope(west, entry), Envelope.report(Reports.of("west/a", 1, exchange))));
        }
        assertEquals(3, told.size());
        assertEquals(1, waiting.size(), "what waits is bounded");
        assertFalse(east.holds(entry));

        waiting.removeFirst().run();
        assertTrue(east.holds(entry));
    }

    @Test
    @Rule("G1")
    void diskThatHangsKeepsNobodyFromSayingWhatIsHeld() throws Exception {
        east.store.write(SHOP, Optional.of("{}"), "ann");
        Thread writing = Thread.ofPlatform().unstarted(() -> east.pass(DAY));
        Journal hung = east.journal;
        synchronized (hung) {
            writing.start();
            await().until(() -> writing.getState() == Thread.State.BLOCKED);

            CompletableFuture<Optional<Envelope>> said = CompletableFuture.supplyAsync(book::sayHolding);

            assertTrue(said.get(30, TimeUnit.SECONDS).isPresent());
        }
        writing.join();
    }

    @Test
    void whatCannotBeReadIsSkippedAndHidesNothing() throws Exception {
        IntentEntry entry = west.store.write(SHOP, Optional.of("{}"), "ann");
        Envelope garbage = new Envelope(Envelope.INTENT, "policy/x|1:0:west/a", 0, 0, new byte[] {'{'});
        Envelope noWriter = new Envelope(Envelope.REPORT, "nobody", 1, 1, new byte[0]);

        ofWest.received(List.of(garbage, noWriter, envelope(west, entry)));

        assertTrue(east.holds(entry));
        assertFalse(ofWest.outlived(garbage), "what is not understood is not deleted");
    }

    @Test
    @Rule("G2")
    void wantsEverythingButTheIntentsThatItHolds() throws Exception {
        IntentEntry entry = east.store.write(SHOP, Optional.of("{}"), "ann");
        local.all();

        assertFalse(local.wants(Envelope.slot(entry)));
        assertTrue(local.wants(Envelope.report(Reports.of("west/a", 1, 1)).slot()));
        assertTrue(local.wants("intent:policy/other|1:0:west/a"));
    }

    @Test
    @Rule("G7")
    void whatWasReplacedHasOutlivedItsUse() throws Exception {
        IntentEntry first = east.store.write(SHOP, Optional.of("{}"), "ann");
        Envelope old = envelope(east, first);
        IntentEntry second = east.store.write(SHOP, Optional.of("{}"), "ann");
        IntentEntry unknown = west.store.write(IntentKey.policy("ledger"), Optional.of("{}"), "ann");

        assertTrue(local.outlived(old));
        assertTrue(local.all().containsKey(Envelope.slot(second)));
        assertFalse(local.outlived(envelope(west, unknown)), "what was not taken yet is no rubbish");
    }

    @Test
    @Rule("G7")
    void takesNoIntentOfASiteThatMustYieldFirst() throws Exception {
        east.store.write(SHOP, Optional.of("{}"), "ann");
        west.meet(east);
        east.pass(DAY, west);
        for (int day = 0; day < 16; day++) {
            east.pass(DAY);
        }
        IntentEntry late = west.store.write(IntentKey.policy("late"), Optional.of("{}"), "ann");
        Envelope offered = envelope(west, late);

        ofWest.received(List.of(offered, Envelope.report(Reports.of("west/a", 1, 1))));
        assertFalse(east.holds(late));
        assertFalse(ofWest.outlived(offered), "it comes again once west has yielded");
        assertEquals(1, told.size(), "reports are taken");

        Envelope demand = book.sayHolding().orElseThrow();
        west.holders.heard(east.self, Wire.read(demand.body(), Holding.class));
        ofWest.received(List.of(holding("west/a", 1, 1, west.holders.say())));
        east.pass(Duration.ofSeconds(1), west);
        ofWest.received(List.of(offered));
        assertTrue(east.holds(late));
    }

    @Test
    @Rule("G7")
    void forgottenDeletionIsDroppedFromMailboxes() throws Exception {
        east.store.write(SHOP, Optional.of("{}"), "ann");
        IntentEntry deletion = east.store.write(SHOP, Optional.empty(), "ann");
        Envelope lying = envelope(east, deletion);
        for (int day = 0; day < 31; day++) {
            east.pass(DAY);
        }

        local.received(List.of(lying));

        assertFalse(local.all().containsKey(lying.slot()));
        assertTrue(local.outlived(lying));
    }

    @Test
    @Rule("G8")
    void saysWhatItHoldsWhenThatChanges() throws Exception {
        IntentEntry entry = east.store.write(SHOP, Optional.of("{}"), "ann");

        Holding said = Wire.read(book.sayHolding().orElseThrow().body(), Holding.class);

        assertEquals(List.of(entry.stamp()), said.held().get(SHOP));
        assertEquals(Optional.empty(), book.sayHolding(), "nothing new");
    }

    @Test
    @Rule("G3")
    void restoredOldJournalIsHeardAgain() throws Exception {
        Envelope before = book.sayHolding().orElseThrow();
        Envelope earlierLife = holding("east/a", before.term() + 7, 300, Holding.nothing());

        local.received(List.of(earlierLife));
        Envelope after = book.sayHolding().orElseThrow();

        assertTrue(after.isAfter(earlierLife), before + ", " + earlierLife + ", " + after);
    }
}
