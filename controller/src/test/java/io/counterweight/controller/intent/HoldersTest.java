package io.counterweight.controller.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.kit.Shelf;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldersTest {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final IntentKey SHOP = IntentKey.policy("shop");
    private static final IntentKey LEDGER = IntentKey.policy("ledger");

    @TempDir
    Path directory;

    private Shelf east;
    private Shelf west;

    @BeforeEach
    void open() throws JournalFailure {
        east = Shelf.of("east/a", directory, LIFE);
        west = Shelf.of("west/a", directory, LIFE);
    }

    @AfterEach
    void close() throws JournalFailure {
        east.close();
        west.close();
    }

    private static IntentEntry write(Shelf at, IntentKey key) throws JournalFailure {
        return at.store.write(key, Optional.of("{}"), "ann");
    }

    @Test
    @Rule("G8")
    void holdersAreThoseWhoSaySo() throws Exception {
        IntentEntry entry = write(east, SHOP);
        assertEquals(Shelf.named("east"), east.holders.of(entry));

        west.take(east.written());
        assertEquals(Shelf.named("east"), east.holders.of(entry), "told, but nothing said yet");

        east.holders.heard(west.self, west.holders.say());
        assertEquals(Shelf.named("east", "west"), east.holders.of(entry));
    }

    @Test
    @Rule("G8")
    void whoHoldsWhatReplacedItHoldsIt() throws Exception {
        IntentEntry entry = write(east, SHOP);
        west.take(east.written());
        IntentEntry later = write(west, SHOP);

        east.meet(west);

        assertEquals(Shelf.named("east", "west"), east.holders.of(entry));
        assertEquals(Shelf.named("east", "west"), east.holders.of(later));
    }

    @Test
    @Rule("G8")
    void whoHoldsAConcurrentLaterVersionAloneHoldsItNot() throws Exception {
        IntentEntry entry = write(east, SHOP);
        west.wallMillis = 2_000;
        write(west, SHOP);

        east.take(west.written());
        east.holders.heard(west.self, west.holders.say());

        assertEquals(Shelf.named("east"), east.holders.of(entry));
    }

    @Test
    @Rule("G7")
    void deletionIsForgottenAfterItsLifeInUptime() throws Exception {
        write(east, SHOP);
        east.store.write(SHOP, Optional.empty(), "ann");
        east.pass(DAY);
        for (int day = 0; day < 29; day++) {
            east.pass(DAY);
        }
        assertEquals(1, east.store.book().all().size());

        east.pass(DAY);

        assertEquals(List.of(), east.store.book().all());
        assertEquals(List.of(), east.restart().store.book().all(), "in the journal too");
    }

    @Test
    @Rule("G7")
    void lifeIsCountedOverRestarts() throws Exception {
        write(east, SHOP);
        east.store.write(SHOP, Optional.empty(), "ann");
        for (int day = 0; day < 31; day++) {
            east.pass(DAY);
            east.restart();
        }

        assertEquals(List.of(), east.store.book().all());
    }

    @Test
    @Rule("G7")
    void forgottenDeletionIsNotTakenBack() throws Exception {
        write(east, SHOP);
        IntentEntry deletion = east.store.write(SHOP, Optional.empty(), "ann");
        west.take(east.written());
        for (int day = 0; day < 31; day++) {
            east.pass(DAY, west);
        }
        assertEquals(List.of(), east.store.book().all());

        assertTrue(east.holders.ignores(deletion));
        east.meet(west);

        assertEquals(List.of(), east.store.book().all());
        assertTrue(east.restart().holders.ignores(deletion), "after a restart too");
    }

    @Test
    @Rule("G7")
    void controllerBackAfterTombstones() throws Exception {
        write(east, SHOP);
        west.meet(east);
        east.pass(DAY, west);
        west.pass(DAY, east);

        // West is switched off; the service is deleted; a life passes, and east forgets the deletion.
        west.journal.close();
        east.store.write(SHOP, Optional.empty(), "ann");
        for (int day = 0; day < 31; day++) {
            east.pass(DAY);
        }
        assertEquals(List.of(), east.store.book().all());

        // West is back with what its journal holds, and somebody writes there before it has met anybody.
        west = Shelf.of("west/a", directory, LIFE);
        IntentEntry during = write(west, LEDGER);
        assertFalse(east.holders.takesFrom(Site.of("west")), "east takes nothing of west before it has yielded");
        assertTrue(west.holders.takesFrom(Site.of("east")));

        west.holders.heard(east.self, east.holders.say());
        assertTrue(west.store.book().inForce(SHOP).orElseThrow().tombstone(), "west has yielded");

        east.holders.heard(west.self, west.holders.say());
        east.pass(Duration.ofSeconds(1), west);
        assertTrue(east.holders.takesFrom(Site.of("west")));
        east.meet(west);

        assertEquals(List.of(during), east.store.book().living(IntentKey.POLICY));
        assertEquals(List.of(during), west.store.book().living(IntentKey.POLICY));
    }

    @Test
    @Rule("G7")
    void yieldsOnceToOneDemand() throws Exception {
        write(east, SHOP);
        west.meet(east);
        east.pass(DAY, west);
        for (int day = 0; day < 16; day++) {
            east.pass(DAY);
        }
        east.store.write(SHOP, Optional.empty(), "ann");
        for (int day = 0; day < 30; day++) {
            east.pass(DAY);
        }
        Holding demanding = east.holders.say();
        assertEquals(Set.of(west.self), demanding.demands().keySet());

        west.holders.heard(east.self, demanding);
        IntentEntry again = write(west, SHOP);
        west.holders.heard(east.self, demanding);

        assertEquals(Optional.of(again), west.store.book().inForce(SHOP), "a person's later word stands");
        assertEquals(
                demanding.demands().get(west.self), west.holders.say().yielded().get(east.self));
    }
}
