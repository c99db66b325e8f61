package io.counterweight.engine.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.kit.Writer;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@Rule("G7")
class IntentBookTest {

    private static final IntentKey SHOP = IntentKey.policy("shop");

    private final Writer east = Writer.of("east/a");
    private final Writer west = Writer.of("west/a");
    private final Writer witness = Writer.of("witness/a");

    private static Optional<String> inForce(Writer writer) {
        return writer.book().inForce(SHOP).flatMap(IntentEntry::body);
    }

    @Test
    void aWriteReplacesWhatItsWriterHeld() {
        IntentEntry first = east.writes(SHOP, "first", 1);
        IntentEntry second = east.writes(SHOP, "second", 2);

        west.takes(second, first);

        assertEquals(List.of(second), west.book().all());
    }

    @Test
    void deleteAgainstEdit() {
        IntentEntry policy = east.writes(SHOP, "policy", 1);
        west.takes(policy);
        IntentEntry edit = west.writes(SHOP, "edited", 2);
        IntentEntry deletion = east.deletes(SHOP, 3);

        east.takes(edit);
        west.takes(deletion);

        assertEquals(Optional.of("edited"), inForce(east), "an edit beats a concurrent deletion, though it is earlier");
        assertEquals(List.of(deletion), east.book().conflicts(SHOP), "a person is shown the other one");
        assertEquals(east.book(), west.book());
    }

    @Test
    void aDeletionThatKnewTheEditStands() {
        IntentEntry policy = east.writes(SHOP, "policy", 1);
        west.takes(policy).deletes(SHOP, 2);

        east.takes(west.book().all()).takes(policy);

        assertTrue(east.book().inForce(SHOP).orElseThrow().tombstone());
        assertEquals(List.of(), east.book().conflicts(SHOP));
        assertEquals(List.of(), east.book().living(IntentKey.POLICY));
    }

    @Test
    void threeWayEditsAndADeletion() {
        IntentEntry e1 = east.writes(SHOP, "e1", 1);
        IntentEntry e2 = west.writes(SHOP, "e2", 2);
        witness.takes(e2);
        IntentEntry deletion = witness.deletes(SHOP, 3);

        // The deletion names e2 alone. Whatever the order, e1 is neither lost nor does e2 come back from the dead.
        for (List<IntentEntry> order : List.of(
                List.of(e1, e2, deletion),
                List.of(e2, deletion, e1),
                List.of(deletion, e1, e2),
                List.of(deletion, e2, e1),
                List.of(e1, deletion, e2, deletion, e1))) {
            Writer reader = Writer.of("lake/a").takes(order);
            assertEquals(Optional.of("e1"), inForce(reader));
            assertEquals(List.of(deletion), reader.book().conflicts(SHOP));
            assertEquals(2, reader.book().all().size());
        }
    }

    @Test
    void threeVersionsOfOneWriterOutOfOrderLeaveTheLast() {
        IntentEntry first = east.writes(SHOP, "first", 1);
        IntentEntry second = east.writes(SHOP, "second", 2);
        IntentEntry third = east.writes(SHOP, "third", 3);

        assertEquals(List.of(third), west.takes(third, first, second).book().all());
        assertEquals(List.of(third), witness.takes(second, third, first).book().all());
    }

    @Test
    void ofConcurrentEditsTheHigherStampIsInForceAndTheOtherIsShown() {
        IntentEntry earlier = east.writes(SHOP, "earlier", 1);
        IntentEntry later = west.writes(SHOP, "later", 2);

        witness.takes(later, earlier);

        assertEquals(Optional.of("later"), inForce(witness));
        assertEquals(List.of(earlier), witness.book().conflicts(SHOP));
    }

    @Test
    @Rule({"G6", "G7"})
    void equalStampsAreTiedByTheWritersName() {
        IntentEntry one = east.writes(SHOP, "east's", 1);
        IntentEntry other = west.writes(SHOP, "west's", 1);

        assertEquals(Optional.of("west's"), inForce(Writer.of("lake/a").takes(one, other)));
        assertEquals(Optional.of("west's"), inForce(Writer.of("lake/a").takes(other, one)));
    }

    @Test
    void aWriteThatSawBothEndsTheConflict() {
        IntentEntry one = east.writes(SHOP, "one", 1);
        IntentEntry other = west.writes(SHOP, "other", 2);
        witness.takes(one, other);

        witness.writes(SHOP, "settled", 3);

        assertEquals(List.of(), witness.book().conflicts(SHOP));
        assertEquals(
                List.of(), east.takes(witness.book().all()).takes(other).book().conflicts(SHOP));
        assertEquals(Optional.of("settled"), inForce(east));
    }

    @Test
    @Rule({"G6", "W6"})
    void inDatacenterMergeKeepsTheNewerOverride() {
        IntentKey drain = IntentKey.override("o-1");
        IntentEntry made = east.writes(drain, "drain west", 1);
        Writer sibling = Writer.of("east/b").takes(made);
        IntentEntry ended = sibling.deletes(drain, 2);

        // After a split of their cluster heals, either sibling's copy may win in the mailbox map: the stamps decide.
        assertTrue(east.takes(ended, made).book().inForce(drain).orElseThrow().tombstone());
        assertTrue(sibling.takes(made).book().inForce(drain).orElseThrow().tombstone());
    }

    @Test
    void forgettingTouchesNothingThatLives() {
        east.writes(SHOP, "policy", 1);
        IntentKey ledger = IntentKey.policy("ledger");
        east.writes(ledger, "ledger", 2);
        east.deletes(ledger, 3);

        east.forgets(List.of(SHOP, ledger));

        assertEquals(Optional.of("policy"), inForce(east));
        assertFalse(east.book().entries().containsKey(ledger));
    }

    @Test
    @Rule("G10")
    void oldRelayKeepsNewFields() {
        IntentKey unknown = new IntentKey("quota", "shop");
        String body = "{\"invented\":\"later\",\"n\":1}";
        IntentEntry entry = west.writes(unknown, body, 1);

        IntentEntry relayed = east.takes(entry).book().inForce(unknown).orElseThrow();

        assertEquals(entry, relayed, "what this version cannot read it holds and hands on as it was written");
    }
}
