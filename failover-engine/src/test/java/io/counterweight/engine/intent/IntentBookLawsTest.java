package io.counterweight.engine.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.kit.Writer;
import io.counterweight.rules.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random concurrent edits and deletions by several writers with wrong clocks, handed round out of order and more than once. */
@Rule({"G6", "G7"})
class IntentBookLawsTest {

    private static final List<IntentKey> KEYS = List.of(IntentKey.policy("shop"), IntentKey.override("o-1"));
    private static final int CASES = 1_000;

    /** What people wrote in all, and the writers as they stand. */
    private record Story(List<IntentEntry> written, List<Writer> writers) {}

    private static Story story(Random random) {
        List<Writer> writers =
                List.of(Writer.of("east/a"), Writer.of("east/b"), Writer.of("west/a"), Writer.of("witness/a"));
        List<IntentEntry> written = new ArrayList<>();
        for (int i = random.nextInt(25); i >= 0; i--) {
            Writer writer = writers.get(random.nextInt(writers.size()));
            IntentKey key = KEYS.get(random.nextInt(KEYS.size()));
            long wall = random.nextInt(20);
            boolean deletes = random.nextInt(3) == 0;
            written.add(deletes ? writer.deletes(key, wall) : writer.writes(key, "body " + i, wall));
            for (Writer reader : writers) {
                reader.takes(some(random, written));
            }
        }
        return new Story(written, writers);
    }

    private static List<IntentEntry> some(Random random, List<IntentEntry> entries) {
        List<IntentEntry> some = new ArrayList<>();
        for (IntentEntry entry : entries) {
            for (int i = random.nextInt(12); i > 9; i--) {
                some.add(entry);
            }
        }
        Collections.shuffle(some, random);
        return some;
    }

    private static IntentBook bookOf(Random random, List<IntentEntry> entries) {
        IntentBook book = IntentBook.empty();
        for (IntentEntry entry : some(random, entries)) {
            book = book.merge(entry);
        }
        return book;
    }

    @Test
    void mergingIsCommutativeAssociativeAndIdempotent() {
        Seeded.cases(CASES, random -> {
            List<IntentEntry> written = story(random).written();
            IntentBook a = bookOf(random, written);
            IntentBook b = bookOf(random, written);
            IntentBook c = bookOf(random, written);

            assertEquals(a.merge(b), b.merge(a), "commutative");
            assertEquals(a.merge(b).merge(c), a.merge(b.merge(c)), "associative");
            assertEquals(a, a.merge(a), "idempotent");
            assertEquals(a.merge(b), a.merge(b).merge(a), "absorbing");
        });
    }

    @Test
    void everythingUncoveredIsKeptAndNothingComesBackFromTheDead() {
        Seeded.cases(CASES, random -> {
            Story story = story(random);
            List<IntentEntry> order = new ArrayList<>(story.written());
            order.addAll(some(random, story.written()));
            Collections.shuffle(order, random);
            IntentBook book = IntentBook.empty();
            for (IntentEntry entry : order) {
                book = book.merge(entry);
            }

            Set<IntentEntry> uncovered = new HashSet<>(story.written());
            uncovered.removeIf(entry ->
                    story.written().stream().anyMatch(other -> other.key().equals(entry.key()) && other.covers(entry)));
            assertEquals(uncovered, new HashSet<>(book.all()));
        });
    }

    @Test
    void allWhoExchangedEverythingHoldTheSame() {
        Seeded.cases(CASES, random -> {
            Story story = story(random);
            for (Writer writer : story.writers()) {
                List<IntentEntry> order = new ArrayList<>(story.written());
                Collections.shuffle(order, random);
                writer.takes(order);
            }
            for (Writer writer : story.writers()) {
                assertEquals(story.writers().getFirst().book(), writer.book(), () -> writer.id + " differs");
            }
        });
    }

    @Test
    void ofConcurrentEntriesAnEditIsInForceElseTheHighestStamp() {
        Seeded.cases(CASES, random -> {
            IntentBook book = bookOf(random, story(random).written());
            for (IntentKey key : book.entries().keySet()) {
                IntentEntry inForce = book.inForce(key).orElseThrow();
                boolean anyEdit = book.uncovered(key).stream().anyMatch(entry -> !entry.tombstone());
                assertEquals(anyEdit, !inForce.tombstone(), "an edit beats a deletion");
                for (IntentEntry other : book.conflicts(key)) {
                    boolean sameKind = other.tombstone() == inForce.tombstone();
                    assertTrue(
                            !sameKind || other.stamp().compareTo(inForce.stamp()) < 0,
                            () -> other.stamp() + " is above " + inForce.stamp());
                }
            }
        });
    }

    @Test
    void aWriteIsInForceWhereItWasMadeWhateverTheClocksSay() {
        Seeded.cases(CASES, random -> {
            Story story = story(random);
            Writer writer = story.writers().get(random.nextInt(story.writers().size()));
            IntentEntry entry = writer.writes(KEYS.getFirst(), "the last word", 0);

            assertEquals(entry, writer.book().inForce(KEYS.getFirst()).orElseThrow());
            assertEquals(List.of(), writer.book().conflicts(KEYS.getFirst()));
        });
    }
}
