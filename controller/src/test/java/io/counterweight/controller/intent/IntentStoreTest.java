package io.counterweight.controller.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.intent.IntentStore.Received;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.kit.Shelf;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.rules.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntentStoreTest {
    private static final IntentKey SHOP = IntentKey.policy("shop");
    private static final String POLICY = """
            {"hosts": ["shop"], "datacenters": {
                "east": {"endpoints": {"one": {"address": "192.0.2.1", "port": 80}}},
                "west": {"endpoints": {"one": {"address": "192.0.2.2", "port": 80}}}}}
            """;

    @TempDir
    Path directory;

    private Shelf east;
    private Shelf west;

    @BeforeEach
    void open() throws JournalFailure {
        east = Shelf.of("east/a", directory);
        west = Shelf.of("west/a", directory);
    }

    @AfterEach
    void close() throws JournalFailure {
        east.close();
        west.close();
    }

    private static IntentEntry write(Shelf at, IntentKey key, String body) throws JournalFailure {
        return at.store.write(key, Optional.of(body), "ann");
    }

    @Test
    @Rule({"G6", "G11"})
    void stampsRiseOverRestartsWhateverTheWallClockSays() throws Exception {
        IntentEntry first = write(east, SHOP, POLICY);
        east.restart();
        east.wallMillis = 5;

        IntentEntry second = write(east, SHOP, POLICY);

        assertTrue(second.stamp().compareTo(first.stamp()) > 0, first.stamp() + " then " + second.stamp());
        assertEquals(List.of(second), List.copyOf(east.restart().store.book().all()));
    }

    @Test
    @Rule("G6")
    void clockOfADeletedAndForgottenEntryIsNotForgotten() throws Exception {
        east.wallMillis = 1_000_000;
        write(east, SHOP, POLICY);
        IntentEntry deletion = east.store.write(SHOP, Optional.empty(), "ann");
        east.store.forget(List.of(SHOP));
        east.restart();
        east.wallMillis = 5;

        assertTrue(write(east, SHOP, POLICY).stamp().compareTo(deletion.stamp()) > 0);
    }

    @Test
    @Rule("G6")
    void inDatacenterMergeKeepsTheNewerOverride() throws Exception {
        IntentKey key = IntentKey.override("1");
        IntentEntry older = write(east, key, "{\"action\":\"drain\",\"datacenter\":\"east\",\"reason\":\"older\"}");
        west.take(east.written());
        west.wallMillis = 2_000;
        IntentEntry newer = write(west, key, "{\"action\":\"drain\",\"datacenter\":\"east\",\"reason\":\"newer\"}");

        // The cluster's map hands over the older copy last.
        east.take(west.written());
        east.take(List.of(new Received(older, Wire.text(older))));

        assertEquals(List.of(newer), List.copyOf(east.store.book().uncovered(key)));
        assertEquals("newer", east.store.intents().overrides().getFirst().reason());
    }

    @Test
    @Rule("G7")
    void deleteAgainstEdit() throws Exception {
        write(east, SHOP, POLICY);
        west.take(east.written());
        east.store.write(SHOP, Optional.empty(), "ann");
        IntentEntry edit = write(west, SHOP, POLICY.replace("192.0.2.2", "192.0.2.9"));

        east.meet(west);

        assertEquals(Optional.of(edit), east.store.book().inForce(SHOP));
        assertEquals(east.store.book(), west.store.book());
        assertEquals(Set.of(SHOP), east.store.book().contested());
    }

    @Test
    @Rule("G7")
    void twoDeletionsOfOneThingAreNoConflict() throws Exception {
        IntentKey key = IntentKey.override("1");
        write(east, key, "{\"action\":\"drain\",\"datacenter\":\"east\",\"reason\":\"r\"}");
        west.take(east.written());
        east.store.write(key, Optional.empty(), "counterweight");
        west.store.write(key, Optional.empty(), "counterweight");

        east.meet(west);

        assertEquals(2, east.store.book().uncovered(key).size());
        assertEquals(Set.of(), east.store.book().contested());
    }

    @Test
    @Rule("G10")
    void oldRelayKeepsNewFields() throws Exception {
        IntentEntry entry = write(west, SHOP, POLICY);
        String newer = Wire.text(entry).replaceFirst("\\{", "{\"approvedBy\":\"bob\",");

        east.take(List.of(new Received(entry, newer)));

        assertEquals(newer, east.store.text(entry));
        assertEquals(newer, east.restart().store.text(entry), "from the journal too");
    }

    @Test
    @Rule("G10")
    void whatThisVersionCannotReadHoldsItsService() throws Exception {
        write(east, SHOP, "{\"hosts\": [\"shop\"], \"quorum\": 3}");
        write(east, new IntentKey("newer-kind", "ledger"), "{}");
        write(east, new IntentKey("newer-kind", "No Service/7"), "{}");

        assertEquals(
                Set.of(ServiceName.of("shop"), ServiceName.of("ledger")),
                east.store.intents().unreadable());
        assertTrue(east.store.intents().policiesKnown());
        assertEquals(
                east.store.intents().unreadable(),
                east.restart().store.intents().unreadable(),
                "a restart does not fail on it");
    }

    @Test
    @Rule("G10")
    void anOrderThatThisVersionCannotReadHoldsItsServiceOrAll() throws Exception {
        write(east, SHOP, POLICY);
        write(east, new IntentKey(IntentKey.OVERRIDE, "one"), "{\"action\": \"canary\", \"service\": \"ledger\"}");
        assertEquals(Set.of(ServiceName.of("ledger")), east.store.intents().unreadable());

        write(east, new IntentKey(IntentKey.OVERRIDE, "two"), "{\"action\": \"canary\"}");
        assertEquals(
                Set.of(ServiceName.of("ledger"), ServiceName.of("shop")),
                east.store.intents().unreadable());
    }

    @Test
    @Rule("G10")
    void deletedIntentOfAnUnknownKindHoldsNothing() throws Exception {
        IntentKey approval = new IntentKey("approval", "ledger");
        write(east, approval, "{}");
        east.store.write(approval, Optional.empty(), "ann");

        assertEquals(Set.of(), east.store.intents().unreadable());
    }

    @Test
    @Rule("G9")
    void votingSetIsAnIntentThatTakesThePlaceOfTheFile() throws Exception {
        write(east, IntentKey.votingSet(), "{\"datacenters\":[\"east\",\"west\",\"north\"],\"witnesses\":[\"hill\"]}");

        assertEquals(
                Shelf.named("east", "west", "north"),
                east.restart(4 << 20, Shelf.topology("east", ""))
                        .store
                        .intents()
                        .topology()
                        .datacenters());
    }

    @Test
    @Rule({"G9", "G10"})
    void votingSetOfANewerVersionIsReadAsFarAsItGoes() throws Exception {
        write(east, IntentKey.votingSet(), "{\"datacenters\":[\"east\",\"north\"],\"regions\":{}}");

        assertEquals(
                Shelf.named("east", "north"), east.store.intents().topology().datacenters());
    }

    @Test
    @Rule("G9")
    void policyThatNamesADatacenterWhichHasLeftGoesOnWithoutIt() throws Exception {
        write(east, SHOP, POLICY.replaceFirst("\\{", "{\"safety\": {\"minServing\": 2},"));
        write(
                east,
                IntentKey.override("1"),
                "{\"action\":\"hold\",\"reason\":\"r\",\"captured\":{\"shop\":{\"east\":1000,\"west\":0}}}");

        write(east, IntentKey.votingSet(), "{\"datacenters\":[\"east\"]}");

        assertEquals(
                Shelf.named("east"),
                east.store
                        .intents()
                        .policies()
                        .get(ServiceName.of("shop"))
                        .datacenters()
                        .keySet());
        assertEquals(Set.of(), east.store.intents().unreadable());
        assertEquals(1, east.store.intents().overrides().size());
    }

    @Test
    @Rule("G6")
    void stampFarAheadIsMergedAndTold() throws Exception {
        west.wallMillis = Duration.ofHours(2).toMillis();
        write(west, SHOP, POLICY);

        east.take(west.written());

        assertEquals(1, east.store.book().all().size());
        assertTrue(east.store.stampsAheadMillis() > 7_000_000, "about two hours");
        assertTrue(east.restart().store.stampsAheadMillis() > 7_000_000, "after a restart too");
        east.wallMillis = west.wallMillis;
        assertEquals(0, east.store.stampsAheadMillis());
    }

    @Test
    void refusedChangeLeavesNothing() throws Exception {
        IntentEntry entry = write(east, SHOP, POLICY);
        List<IntentEntry> told = new ArrayList<>();
        east.store.onNew(told::addAll);

        assertThrows(
                InvalidIntent.class,
                () -> east.store.change(SHOP, "bob", current -> {
                    throw new InvalidIntent("hosts", "no");
                }));

        assertEquals(List.of(entry), east.store.book().all());
        assertEquals(List.of(), told);
    }

    @Test
    void changeSeesNoDeletedEntry() throws Exception {
        write(east, SHOP, POLICY);
        east.store.write(SHOP, Optional.empty(), "ann");

        east.store.change(SHOP, "bob", current -> {
            assertEquals(Optional.empty(), current);
            return Optional.of(POLICY);
        });

        assertFalse(east.store.book().inForce(SHOP).orElseThrow().tombstone());
    }

    @Test
    @Rule({"G8", "G11"})
    void whatCannotBeJournaledIsRefusedToItsWriterAndFollowedFromOthers() throws Exception {
        east.restart(1 << 20, Shelf.TWO);
        String big = "{\"action\":\"drain\",\"datacenter\":\"east\",\"reason\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThrows(JournalFailure.class, () -> write(east, IntentKey.override("1"), big));
        assertEquals(List.of(), east.store.book().all());

        IntentEntry others = write(west, IntentKey.override("2"), big);
        east.take(west.written());

        assertTrue(east.holds(others));
        assertFalse(east.store.allJournaled());
        assertEquals(new TreeMap<>(), east.store.held(), "it is not said to be held");
        assertEquals(Shelf.named(), east.holders.of(others));
    }

    @Test
    @Rule("G11")
    void whatCouldNotBeJournaledIsJournaledOnceThereIsRoom() throws Exception {
        east.restart(1 << 20, Shelf.TWO);
        IntentKey filling = IntentKey.override("filling");
        write(east, filling, "{\"reason\":\"" + "x".repeat(700_000) + "\"}");
        IntentEntry others = write(west, IntentKey.override("2"), "{\"reason\":\"" + "x".repeat(600_000) + "\"}");
        east.take(west.written());
        assertFalse(east.store.allJournaled());

        east.store.write(filling, Optional.empty(), "ann");
        east.store.journalRest();

        assertTrue(east.store.allJournaled());
        assertTrue(east.restart().holds(others));
    }

    @Test
    void bulkIsOneWrite() throws Exception {
        List<Received> bulk = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            IntentEntry entry = new IntentEntry(
                    IntentKey.policy("s" + i),
                    new HybridStamp(i + 1, 0, ControllerId.of("west", "a")),
                    new TreeMap<>(),
                    Optional.of(POLICY.replace("\"shop\"", "\"s" + i + "\"")),
                    "ann");
            bulk.add(new Received(entry, Wire.text(entry)));
        }

        east.take(bulk);

        assertEquals(1_000, east.store.intents().policies().size());
        assertEquals(1_000, east.restart().store.intents().policies().size());
    }

    @Test
    @Rule("W6")
    void endsAnOverrideOnceForAll() throws Exception {
        IntentKey key = IntentKey.override("1");
        write(east, key, "{\"action\":\"drain\",\"datacenter\":\"east\",\"reason\":\"r\"}");
        try (OverrideEnds ends = new OverrideEnds(east.store)) {
            ends.end(IntentKey.override("1"));
        }
        IntentEntry end = east.store.book().inForce(key).orElseThrow();
        assertTrue(end.tombstone());

        try (OverrideEnds ends = new OverrideEnds(east.store)) {
            ends.end(IntentKey.override("1"));
        }
        assertEquals(Optional.of(end), east.store.book().inForce(key), "it is not ended a second time");
        west.meet(east);
        assertEquals(List.of(), west.store.intents().overrides());
    }
}
