package io.counterweight.engine.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@Rule("G5")
class FreshnessTest {

    private static final long BOUND = 2_000;
    private static final Site WEST = Site.of("west");

    private final Speaker west = Speaker.of("west/a");
    private Facts facts = Facts.none(BOUND);
    private long now = 1_000_000;

    private void after(long millis, Report heard) {
        now += millis;
        facts = facts.receive(heard, now);
    }

    private boolean fresh() {
        return !facts.fresh(WEST, now).isEmpty();
    }

    private void holdFresh() {
        after(250, west.say());
        after(250, west.say());
        after(250, west.say());
        assertTrue(fresh());
    }

    @Test
    void theFirstCopyIsStaleAndTheSecondAdvanceIsFresh() {
        after(0, west.say());
        assertFalse(fresh());
        after(250, west.say());
        assertFalse(fresh());
        after(250, west.say());
        assertTrue(fresh());
    }

    @Test
    void isFreshForTheBoundAndNotLonger() {
        holdFresh();
        now += BOUND;
        assertTrue(fresh());
        now += 1;
        assertFalse(fresh());
    }

    @Test
    void relayedCopyIsNotFresh() {
        holdFresh();
        Report last = west.again();

        for (int i = 0; i < 9; i++) {
            after(250, last);
        }

        assertFalse(fresh(), "others go on handing round the last report of a dead controller");
    }

    @Test
    void rePutDoesNotRenew() {
        holdFresh();
        west.sees.serving("shop", "w1");

        for (int i = 0; i < 9; i++) {
            after(250, west.again());
        }

        assertFalse(fresh(), "the same sequence is put again and again");
    }

    @Test
    void oldCopyByRelayIsNotFresh() {
        after(0, west.say());
        Report last = west.say();
        now += 60_000;

        after(0, last);

        assertFalse(fresh(), "its last copy comes late, by a relay, newer than the one at hand");
    }

    @Test
    void staleTurnsFreshOnlyAtTheSecondAdvance() {
        holdFresh();
        now += BOUND + 1;

        after(0, west.say());
        assertFalse(fresh());
        after(250, west.say());
        assertTrue(fresh());
    }

    @Test
    void aNewerCopyRenewsWhicheverWayItCame() {
        holdFresh();
        Report direct = west.say();
        Report relayed = west.say();

        after(1_500, relayed);
        after(1_500, direct);
        assertTrue(fresh(), "the older copy that comes later neither renews nor harms");
        after(501, direct);
        assertFalse(fresh());
    }

    @Test
    void aLowerIncarnationIsNeverNewer() {
        west.restarts(2);
        holdFresh();
        Report old = Speaker.of("west/a").restarts(1).say();

        after(250, old);

        assertEquals(2, facts.of(west.id).orElseThrow().report().stamp().incarnation());
    }

    @Test
    void afterAStallWhatWasFreshHasTheWholeBoundAgain() {
        holdFresh();
        long stalledAt = now;
        now += 60_000;

        facts = facts.restartAges(stalledAt, now);

        assertTrue(fresh());
        now += BOUND + 1;
        assertFalse(fresh());
    }

    @Test
    void aStallMakesNothingFreshThatWasStale() {
        holdFresh();
        now += BOUND + 1;
        long stalledAt = now;
        now += 60_000;

        facts = facts.restartAges(stalledAt, now);

        assertFalse(fresh());
        after(250, west.say());
        assertFalse(fresh());
        after(250, west.say());
        assertTrue(fresh());
    }

    @Test
    @Rule({"G3", "G5"})
    void aStallDoesNotMakeTheLongDeadAsRecentAsTheJustSilenced() {
        Speaker sibling = Speaker.of("west/b");
        holdFresh();
        now += 60_000;
        for (int i = 0; i < 3; i++) {
            after(250, sibling.say());
        }
        now += BOUND + 1;
        long stalledAt = now;
        now += 5_000;

        facts = facts.restartAges(stalledAt, now);

        long dead = facts.of(west.id).orElseThrow().advancedAt();
        long silenced = facts.of(sibling.id).orElseThrow().advancedAt();
        assertTrue(silenced - dead > BOUND, "they were not last heard within one bound of each other");
    }

    @Test
    @Rule({"G5", "E1"})
    void anEchoIsAsOldAsItsReport() {
        holdFresh();
        ReportStamp echoed = west.stamp();
        assertTrue(facts.of(west.id).orElseThrow().published(echoed, now, BOUND));

        for (int i = 0; i < 9; i++) {
            after(250, west.say());
        }

        assertFalse(facts.of(west.id).orElseThrow().published(echoed, now, BOUND), "it was published 2.25 s ago");
        assertTrue(facts.of(west.id).orElseThrow().published(west.stamp(), now, BOUND));
    }

    @Test
    @Rule({"G5", "E1"})
    void anEchoOfTheFirstCopyProvesNothing() {
        after(0, west.say());

        assertFalse(facts.of(west.id).orElseThrow().published(west.stamp(), now, BOUND), "who knows how old it is");
    }

    /** Deliveries of one moment in any order, with any repetitions and old copies among them, lead to the same knowledge. */
    @Test
    @Rule({"G3", "G5"})
    void freshnessDoesNotDependOnTheWayACopyCame() {
        Seeded.cases(500, random -> {
            List<Report> said = new ArrayList<>();
            Facts straight = Facts.none(BOUND);
            Facts devious = Facts.none(BOUND);
            SortedMap<String, Speaker> speakers = new TreeMap<>();
            long time = 0;
            for (int step = 0; step < 30; step++) {
                time += random.nextInt(1_200);
                List<Report> moment = moment(random, speakers);
                said.addAll(moment);
                for (Report report : moment) {
                    straight = straight.receive(report, time);
                }
                for (Report report : shuffledWithRepetitions(random, moment, said)) {
                    devious = devious.receive(report, time);
                }
                assertEquals(known(straight, said, time), known(devious, said, time), "at step " + step);
            }
        });
    }

    private static List<Report> moment(Random random, SortedMap<String, Speaker> speakers) {
        List<Report> moment = new ArrayList<>();
        for (String name : List.of("west/a", "west/b", "north/a")) {
            Speaker speaker = speakers.computeIfAbsent(name, Speaker::of);
            if (random.nextInt(20) == 0) {
                speaker.restarts(speaker.stamp().incarnation() + 1);
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                moment.add(speaker.say());
            }
        }
        return moment;
    }

    private static List<Report> shuffledWithRepetitions(Random random, List<Report> moment, List<Report> said) {
        List<Report> all = new ArrayList<>(moment);
        for (int i = random.nextInt(5); i > 0 && !said.isEmpty(); i--) {
            all.add(said.get(random.nextInt(said.size())));
        }
        Collections.shuffle(all, random);
        return all;
    }

    /** All that can be told from the facts: who is fresh, the newest stamps, and whose stamps were published lately. */
    private static List<Object> known(Facts facts, List<Report> said, long now) {
        SortedSet<ControllerId> fresh = new TreeSet<>();
        SortedMap<ControllerId, ReportStamp> newest = new TreeMap<>();
        facts.reports().forEach((writer, held) -> {
            newest.put(writer, held.report().stamp());
            if (facts.fresh(held, now)) {
                fresh.add(writer);
            }
        });
        SortedSet<String> lately = new TreeSet<>();
        for (Report report : said) {
            boolean published = facts.of(report.writer()).orElseThrow().published(report.stamp(), now, BOUND);
            if (published) {
                lately.add(report.writer() + " " + report.stamp());
            }
        }
        return List.of(fresh, newest, lately, Set.of(facts.heard()));
    }
}
