package io.counterweight.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.kit.Shelf;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.rules.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Rule("G7")
class RetirementsTest {
    private static final IntentKey SHOP = IntentKey.policy("shop");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @TempDir
    Path directory;

    private Shelf east;
    private Shelf west;
    private Retirements retirements;

    @BeforeEach
    void open() throws Exception {
        east = Shelf.of("east/a", directory);
        west = Shelf.of("west/a", directory);
        retirements = new Retirements(east.store, east.holders);
    }

    @AfterEach
    void close() throws Exception {
        retirements.close();
        east.close();
        west.close();
    }

    private void write(boolean retiring) throws Exception {
        east.store.write(SHOP, Optional.of(policy(retiring)), "ann");
    }

    private static String policy(boolean retiring) {
        return "{\"hosts\": [\"shop\"], \"ttl\": {\"max\": \"20s\"}, \"retiring\": " + retiring
                + ", \"datacenters\": {\"east\": {\"endpoints\": {\"one\": {\"address\": \"192.0.2.1\", \"port\": 80}}}}}";
    }

    private boolean living() {
        return east.store
                .book()
                .inForce(SHOP)
                .filter(entry -> !entry.tombstone())
                .isPresent();
    }

    @Test
    void endsTwoTtlsAfterEveryDatacenterKnows() throws Exception {
        write(true);
        retirements.look(0);
        retirements.look(1000 * SECOND);
        assertTrue(living(), "west does not know");

        west.meet(east);
        retirements.look(1001 * SECOND);
        retirements.look(1040 * SECOND);
        assertTrue(living(), "39 seconds of 40");

        retirements.look(1041 * SECOND);
        assertFalse(living());
    }

    @Test
    void leavesWhatIsNotRetiring() throws Exception {
        write(false);
        west.meet(east);
        retirements.look(0);
        retirements.look(1000 * SECOND);

        assertTrue(living());
    }

    @Test
    void policyThatWasWrittenAnewStays() throws Exception {
        write(true);
        west.meet(east);
        retirements.look(0);
        write(false);
        Optional<IntentEntry> anew = east.store.book().inForce(SHOP);
        west.meet(east);

        retirements.look(1000 * SECOND);

        assertEquals(anew, east.store.book().inForce(SHOP));
    }

    @Test
    void waitsAnewWhenADatacenterNoLongerKnows() throws Exception {
        write(true);
        west.meet(east);
        retirements.look(0);
        write(true);
        retirements.look(39 * SECOND);
        west.meet(east);
        retirements.look(41 * SECOND);

        assertTrue(living(), "known for no second yet");
    }
}
