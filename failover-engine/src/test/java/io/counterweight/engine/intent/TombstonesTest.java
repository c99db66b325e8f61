package io.counterweight.engine.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.Tombstones.Meetings;
import io.counterweight.engine.kit.Writer;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

@Rule("G7")
class TombstonesTest {

    private static final Duration LIFE = Tombstones.LIFE;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final IntentKey SHOP = IntentKey.policy("shop");
    private static final IntentKey LEDGER = IntentKey.policy("ledger");

    private final Writer east = Writer.of("east/a");
    private final Writer west = Writer.of("west/a");

    /** One controller as the product wires it: a book, its count, and the last word of each other on what it holds. */
    private static Tombstones days(Tombstones tombstones, Writer at, long days, ControllerId... exchanging) {
        Tombstones counted = tombstones;
        for (long day = 0; day < days; day++) {
            counted = counted.advance(at.book(), DAY, new Meetings(Set.of(exchanging), Map.of()), LIFE);
        }
        return counted;
    }

    @Test
    void controllerBackAfterTombstones() {
        IntentEntry policy = east.writes(SHOP, "policy", 1_000);
        west.takes(policy);
        SortedMap<IntentKey, List<HybridStamp>> lastHeardOfEast = east.holds();
        Tombstones count = days(Tombstones.none(), east, 1, west.id);

        // West goes away; people delete the service; a tombstone's life passes and east forgets it.
        east.deletes(SHOP, 2_000);
        count = days(count, east, 31);
        assertEquals(List.of(SHOP), count.expired(east.book(), LIFE));
        count = count.forget(east.book(), List.of(SHOP));
        east.forgets(List.of(SHOP));

        // West is back with the policy. East takes nothing from its site before it has yielded, and says so by a
        // number.
        assertFalse(count.takesFrom(Site.of("west"), LIFE));
        long demand = count.demands(LIFE).get(west.id);
        assertEquals(DAY, demand);

        west.takes(Yield.to(lastHeardOfEast, east.holds(), west.book(), west.clock(), 3_000)
                .deletions());
        assertTrue(west.book().inForce(SHOP).orElseThrow().tombstone(), "the deleted service is not resurrected");

        count = count.advance(east.book(), 1_000, new Meetings(Set.of(west.id), Map.of(west.id, demand)), LIFE);
        assertTrue(count.takesFrom(Site.of("west"), LIFE));
        east.takes(west.book().all());
        assertEquals(List.of(), east.book().living(IntentKey.POLICY));
    }

    @Test
    void aWriteMadeDuringTheAbsenceIsNotLostByYielding() {
        IntentEntry policy = east.writes(SHOP, "policy", 1_000);
        west.takes(policy);
        SortedMap<IntentKey, List<HybridStamp>> lastHeardOfEast = east.holds();
        west.writes(SHOP, "edited in the absence", 2_000);
        west.writes(LEDGER, "new in the absence", 2_001);
        east.deletes(SHOP, 2_000);
        east.forgets(List.of(SHOP));

        Yield.Yielded yielded = Yield.to(lastHeardOfEast, east.holds(), west.book(), west.clock(), 3_000);

        assertEquals(List.of(), yielded.deletions());
        assertEquals(
                Optional.of("edited in the absence"),
                west.book().inForce(SHOP).orElseThrow().body());
    }

    @Test
    void bothYieldAfterALongCutAndNeitherLosesAWrite() {
        IntentEntry shop = east.writes(SHOP, "shop", 1_000);
        IntentEntry ledger = east.writes(LEDGER, "ledger", 1_001);
        west.takes(shop, ledger);
        SortedMap<IntentKey, List<HybridStamp>> both = east.holds();
        east.deletes(SHOP, 2_000);
        east.forgets(List.of(SHOP));
        west.deletes(LEDGER, 2_000);
        west.forgets(List.of(LEDGER));
        IntentKey billing = IntentKey.policy("billing");
        IntentKey search = IntentKey.policy("search");
        east.writes(billing, "billing", 3_000);
        west.writes(search, "search", 3_000);
        SortedMap<IntentKey, List<HybridStamp>> eastHolds = east.holds();
        SortedMap<IntentKey, List<HybridStamp>> westHolds = west.holds();

        west.takes(Yield.to(both, eastHolds, west.book(), west.clock(), 4_000).deletions());
        east.takes(Yield.to(both, westHolds, east.book(), east.clock(), 4_000).deletions());
        west.takes(east.book().all());
        east.takes(west.book().all());

        assertEquals(east.book(), west.book());
        assertEquals(
                List.of(billing, search),
                east.book().living(IntentKey.POLICY).stream()
                        .map(IntentEntry::key)
                        .toList());
    }

    @Test
    void aDeletionLivesInTheUptimeOfItsHolder() {
        east.writes(SHOP, "policy", 1_000);
        east.deletes(SHOP, 2_000);
        Tombstones count = days(Tombstones.none(), east, 1);

        assertEquals(List.of(), days(count, east, 29).expired(east.book(), LIFE), "29 days of uptime since");
        assertEquals(List.of(SHOP), days(count, east, 30).expired(east.book(), LIFE));
    }

    @Test
    @Rule({"G6", "G7"})
    void noWallClockEndsADeletion() {
        east.writes(SHOP, "policy", 1_000);
        east.deletes(SHOP, 2_000);
        long centuryLater = Duration.ofDays(36_500).toMillis();
        east.writes(LEDGER, "written by a clock that is a century ahead", centuryLater);

        assertEquals(List.of(), days(Tombstones.none(), east, 2).expired(east.book(), LIFE));
    }

    @Test
    void whatLivesIsNeverExpired() {
        east.writes(SHOP, "policy", 1_000);
        west.takes(east.book().all());
        west.writes(SHOP, "edit", 2_000);
        east.deletes(SHOP, 2_000);
        east.takes(west.book().all());

        Tombstones count = days(Tombstones.none(), east, 60);

        assertEquals(List.of(), count.expired(east.book(), LIFE), "a concurrent edit is in force beside the deletion");
    }

    @Test
    void aForgottenDeletionIsNotTakenBackWhileAnybodyStillHoldsIt() {
        east.writes(SHOP, "policy", 1_000);
        IntentEntry deletion = east.deletes(SHOP, 2_000);
        Tombstones count = days(Tombstones.none(), east, 31);
        count = count.forget(east.book(), count.expired(east.book(), LIFE));
        east.forgets(List.of(SHOP));

        for (int day = 0; day < 100; day++) {
            count = days(count.offered(deletion, LIFE), east, 1);
            assertTrue(count.ignores(deletion), "offered on day " + day);
        }
        assertFalse(days(count, east, 16).ignores(deletion), "nobody has offered it for half a life");
    }

    @Test
    void whoWasMetWithinHalfALifeNeedNotYield() {
        Tombstones count = days(Tombstones.none(), east, 1, west.id);

        assertEquals(Map.of(), days(count, east, 15).demands(LIFE));
        assertTrue(days(count, east, 15).takesFrom(Site.of("west"), LIFE));
        assertEquals(Set.of(west.id), days(count, east, 16).demands(LIFE).keySet());
    }

    @Test
    void beingHeardAgainEndsNoDemandBeforeItIsYieldedTo() {
        Tombstones count = days(days(Tombstones.none(), east, 1, west.id), east, 20);
        long demand = count.demands(LIFE).get(west.id);

        count = count.advance(east.book(), 1_000, new Meetings(Set.of(west.id), Map.of(west.id, demand - 1)), LIFE);
        assertEquals(Map.of(west.id, demand), count.demands(LIFE), "it has yielded to an earlier demand only");

        count = count.advance(east.book(), 1_000, new Meetings(Set.of(west.id), Map.of(west.id, demand)), LIFE);
        assertEquals(Map.of(), count.demands(LIFE));
    }

    @Test
    void aSiteIsHeardAsLongAsOneOfItsControllersWasThere() {
        ControllerId gone = ControllerId.parse("west/b");
        Tombstones count = days(Tombstones.none(), east, 1, west.id, gone);
        count = days(count, east, 20, west.id);

        assertEquals(Set.of(gone), count.demands(LIFE).keySet());
        assertTrue(count.takesFrom(Site.of("west"), LIFE));
    }

    @Test
    void aPeerWithAnEmptyDiskAsksNobodyToYield() {
        Tombstones empty = Tombstones.none().advance(IntentBook.empty(), DAY, new Meetings(Set.of(), Map.of()), LIFE);

        assertEquals(Map.of(), empty.demands(LIFE));
        assertTrue(empty.takesFrom(Site.of("west"), LIFE));
    }
}
