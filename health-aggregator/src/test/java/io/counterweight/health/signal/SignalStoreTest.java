package io.counterweight.health.signal;

import static io.counterweight.health.signal.SignalStore.Outcome.ACCEPTED;
import static io.counterweight.health.signal.SignalStore.Outcome.IGNORED_AS_OLD;
import static io.counterweight.health.signal.SignalStore.Outcome.REFUSED_AS_TOO_MANY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class SignalStoreTest {

    private static final ServiceName SHOP = ServiceName.of("shop");
    private static final long TTL = 30_000;
    private static final long NOBODY = -1;

    private final SignalStore store = new SignalStore();

    @Test
    void aWordEndsWithItsLife() {
        store.accept(counted("a", 0, 1), 0, NOBODY);
        assertEquals(1, living(29_999).get("a").remainingMillis());
        assertTrue(living(30_000).isEmpty(), "expired: no statement");
    }

    @Test
    void aLaterWordReplacesTheEarlierOneAndRenewsIt() {
        store.accept(counted("a", 0, 1), 0, NOBODY);
        assertEquals(ACCEPTED, store.accept(counted("a", 0.5, 2), 20_000, NOBODY));
        assertEquals(new PushedWord(0.5, "why", 2, 10_000), living(40_000).get("a"));
    }

    @Test
    void replaysAndOlderSequencesAreIgnored() {
        store.accept(counted("a", 1, 5), 0, NOBODY);
        assertEquals(IGNORED_AS_OLD, store.accept(counted("a", 0, 5), 10_000, NOBODY));
        assertEquals(IGNORED_AS_OLD, store.accept(counted("a", 0, 4), 10_000, NOBODY));
        assertEquals(20_000, living(10_000).get("a").remainingMillis(), "a replay renews nothing");
    }

    @Test
    void aReplayDoesNotBringBackWhatHasJustExpired() {
        store.accept(counted("a", 0, 5), 0, NOBODY);
        assertEquals(IGNORED_AS_OLD, store.accept(counted("a", 0, 5), 59_999, NOBODY));
        assertTrue(living(59_999).isEmpty());
    }

    @Test
    void aSenderThatStartedAfreshIsHeardAfterTwoLives() {
        store.accept(counted("a", 1, 5_000), 0, NOBODY);
        assertEquals(ACCEPTED, store.accept(counted("a", 0, 1), 60_000, NOBODY));
    }

    @Test
    void theSameEventTwiceIsOneEvent() {
        store.accept(event("a", 0, 100, "e1"), 0, NOBODY);
        store.accept(event("a", 1, 200, "e2"), 1_000, NOBODY);
        assertEquals(IGNORED_AS_OLD, store.accept(event("a", 0, 300, "e1"), 2_000, NOBODY));
        assertEquals(1, living(2_000).get("a").capacity());
    }

    @Test
    void aClockThatWasSetBackSilencesNobody() {
        store.accept(arrived("a", 0, 3_600_000), 0, NOBODY);
        assertEquals(ACCEPTED, store.accept(arrived("a", 1, 1_000), 1_000, NOBODY));
        PushedWord word = living(1_000).get("a");
        assertEquals(1, word.capacity());
        assertEquals(3_600_001, word.sequence(), "later than what it replaces");
    }

    @Test
    void aClockBehindItsSiblingsStillReplacesTheirWord() {
        store.accept(arrived("a", 1, 1_000), 0, 3_600_000);
        assertEquals(3_600_001, living(0).get("a").sequence());
    }

    @Test
    void whatASiblingHeardLaterIsNotUndone() {
        assertEquals(IGNORED_AS_OLD, store.accept(counted("a", 0, 4), 0, 5));
        assertEquals(ACCEPTED, store.accept(counted("a", 0, 5), 0, 5), "told to both siblings");
    }

    @Test
    void sendersAreBoundedButTroubleFindsRoom() {
        for (int i = 0; i < SignalStore.MOST_SENDERS; i++) {
            double capacity = i == 7 ? 1 : 0.5;
            assertEquals(ACCEPTED, store.accept(counted("a" + i, capacity, 1), i, NOBODY));
        }
        assertEquals(ACCEPTED, store.accept(counted("new", 0, 1), 100, NOBODY));
        assertFalse(living(100).containsKey("a7"), "the one that takes nothing away made room");
        assertEquals(REFUSED_AS_TOO_MANY, store.accept(counted("one-more", 0, 1), 101, NOBODY));
        assertEquals(ACCEPTED, store.accept(counted("a0", 0.4, 2), 102, NOBODY), "known senders go on");
        assertEquals(ACCEPTED, store.accept(counted("late", 0, 1), TTL + 50, NOBODY), "the expired made room");
    }

    @Test
    void oneServicesWordsAreNotAnothers() {
        store.accept(counted("a", 0, 1), 0, NOBODY);
        assertTrue(store.living(ServiceName.of("bank"), 0).isEmpty());
    }

    private SortedMap<String, PushedWord> living(long now) {
        return store.living(SHOP, now);
    }

    @Test
    void keepsWhatASenderCarries() {
        PushedSignal.Order order = new PushedSignal.Order(1, true, Optional.empty());
        store.accept(
                new PushedSignal(
                        SHOP,
                        Site.of("east"),
                        "a",
                        1,
                        OptionalDouble.of(40),
                        OptionalDouble.of(0.1),
                        OptionalDouble.of(2),
                        "why",
                        TTL,
                        order),
                0,
                NOBODY);

        assertEquals(OptionalDouble.of(40), living(1_000).get("a").load());
        assertEquals(OptionalDouble.of(0.1), living(1_000).get("a").errors());
        assertEquals(OptionalDouble.of(2), living(1_000).get("a").lagSeconds());
    }

    private static PushedSignal counted(String sender, double capacity, long sequence) {
        return signal(sender, capacity, new PushedSignal.Order(sequence, true, Optional.empty()));
    }

    private static PushedSignal arrived(String sender, double capacity, long wallMillis) {
        return signal(sender, capacity, new PushedSignal.Order(wallMillis, false, Optional.empty()));
    }

    private static PushedSignal event(String sender, double capacity, long wallMillis, String id) {
        return signal(sender, capacity, new PushedSignal.Order(wallMillis, false, Optional.of(id)));
    }

    private static PushedSignal signal(String sender, double capacity, PushedSignal.Order order) {
        return new PushedSignal(SHOP, Site.of("east"), sender, capacity, "why", TTL, order);
    }
}
