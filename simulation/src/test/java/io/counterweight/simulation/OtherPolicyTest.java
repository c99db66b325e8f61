package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.Decision;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.replay.Answer;
import io.counterweight.engine.replay.Difference;
import io.counterweight.engine.replay.Given;
import io.counterweight.engine.replay.Life;
import io.counterweight.engine.replay.Opening;
import io.counterweight.engine.replay.Question;
import io.counterweight.engine.replay.Replay;
import io.counterweight.engine.replay.Turn;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What another policy would have done with what one controller received (rule W7). */
@Rule("W7")
class OtherPolicyTest {
    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(5), List.of(50, 100), Duration.ofSeconds(4), Failback.AUTOMATIC);
    private static final Shifting LATCHED =
            new Shifting(Duration.ofSeconds(5), List.of(50, 100), Duration.ofSeconds(4), Failback.LATCHED);
    private static final long EVER = Long.MAX_VALUE;

    /** Keeps all of one controller. */
    private static final class Tape implements Recorder {
        private final ControllerId controller;
        private final List<Object> kept = new ArrayList<>();

        Tape(String controller) {
            this.controller = ControllerId.parse(controller);
        }

        @Override
        public void began(Opening opening) {
            if (opening.life().controller().equals(controller)) {
                kept.add(opening);
            }
        }

        @Override
        public void turned(Life life, Turn turn, Decision decision) {
            if (life.controller().equals(controller)) {
                kept.add(turn);
            }
        }

        Answer asked(Question question) {
            Replay replay = new Replay(question);
            for (Object each : kept) {
                if (each instanceof Opening opening) {
                    replay.open(opening);
                } else if (each instanceof Turn turn) {
                    replay.turn(turn);
                }
            }
            return replay.answer();
        }

        Opening opening() {
            return (Opening) kept.getFirst();
        }

        long wallAt(int index) {
            return opening().wall(((Turn) kept.get(index)).now());
        }
    }

    private static Question with(Policy... policies) {
        SortedMap<ServiceName, Policy> all = new TreeMap<>();
        for (Policy policy : policies) {
            all.put(policy.service(), policy);
        }
        return new Question(0, EVER, all, 100);
    }

    private static Map<Site, Integer> weights(int east, int west) {
        return Map.of(Site.of("east"), east, Site.of("west"), west);
    }

    /** Shop fails in west and comes back, seen from west itself. */
    private static Tape outageOfWest(String controller) {
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(QUICK).build());
        Tape tape = new Tape(controller);
        cluster.record(tape);
        cluster.run(2_000);
        cluster.applications().fail("shop", "west", "w1", "w2");
        cluster.run(5_000);
        cluster.applications().mend("shop", "west", "w1", "w2");
        cluster.run(30_000);
        return tape;
    }

    @Test
    void thePoliciesOfThenDecideWhatWasDecided() {
        Tape tape = outageOfWest("west/a");

        Answer answer = tape.asked(new Question(0, EVER, new TreeMap<>(), 100));

        assertTrue(answer.departure().isEmpty(), () -> String.valueOf(answer.departure()));
        assertEquals(List.of(), answer.differences());
        assertEquals(tape.kept.size() - 1, answer.turns());
        assertEquals(List.of(), answer.unknowable());
    }

    @Test
    void theSamePolicyDiffersInNothing() {
        Answer answer =
                outageOfWest("west/a").asked(with(Worlds.shop().shifting(QUICK).build()));

        assertEquals(List.of(), answer.differences());
        assertFalse(answer.unknowable().isEmpty());
    }

    @Test
    void aLatchWouldHaveKeptWestAwayAndEachDifferenceNamesTheRules() {
        Tape tape = outageOfWest("west/a");

        Answer answer = tape.asked(with(Worlds.shop().shifting(LATCHED).build()));

        assertTrue(answer.departure().isEmpty(), () -> String.valueOf(answer.departure()));
        Difference last = answer.differences().getLast();
        assertEquals(weights(500, 500), last.then().weights());
        assertEquals(weights(1000, 0), last.instead().weights());
        assertTrue(last.moves());
        assertTrue(last.until().isEmpty());
        assertTrue(last.text().contains("shop was east 500, west 500"), last::text);
        assertTrue(last.text().contains("would have been east 1000, west 0"), last::text);
        assertTrue(last.text().contains("W3"), last::text);
    }

    @Test
    void fewerAreToldAndTheRestIsCounted() {
        Tape tape = outageOfWest("west/a");
        Question all = with(Worlds.shop().shifting(LATCHED).build());
        int differences = tape.asked(all).differences().size();
        assertTrue(differences > 1, "too little differs");

        Answer answer = tape.asked(new Question(0, EVER, all.policies(), 1));

        assertEquals(1, answer.differences().size());
        assertEquals(differences - 1, answer.untold());
    }

    @Test
    void onlyTheIntervalIsCompared() {
        Tape tape = outageOfWest("west/a");
        Question all = with(Worlds.shop().shifting(LATCHED).build());
        long failed = tape.asked(all).differences().getFirst().since();

        Answer before = tape.asked(new Question(0, failed - 1, all.policies(), 100));
        assertEquals(List.of(), before.differences());

        long late = tape.wallAt(tape.kept.size() - 4);
        Answer after = tape.asked(new Question(late, EVER, all.policies(), 100));
        assertEquals(4, after.turns());
        assertEquals(List.of(), after.differences(), "a latch closes on a failure, not on what has already returned");
    }

    @Test
    void whatNobodyCanKnowIsSaid() {
        Tape tape = outageOfWest("east/a");
        Policy moved = Worlds.shop().in("west", 1, "w1", "w9").build();
        Policy other = Policies.weighted("bar").in("east", 1, "b1").build();

        String words = String.join("\n", tape.asked(with(moved, other)).unknowable());

        assertTrue(words.contains("stay as they were recorded"), words);
        assertTrue(words.contains("shop: its addresses in west are others"), words);
        assertTrue(words.contains("bar had no policy then"), words);
    }

    @Test
    void aWeightThatWasWrittenOtherwiseIsADeparture() {
        Tape tape = outageOfWest("east/a");
        Turn turn = (Turn) tape.kept.get(5);
        SortedMap<ServiceName, SortedMap<Site, Integer>> forged = new TreeMap<>(turn.weights());
        forged.put(ServiceName.of("shop"), new TreeMap<>(weights(1, 999)));
        tape.kept.set(5, new Turn(turn.now(), turn.stalledSince(), turn.heard(), turn.given(), turn.said(), forged));

        Answer answer = tape.asked(new Question(0, EVER, new TreeMap<>(), 100));

        assertEquals(tape.wallAt(5), answer.departure().orElseThrow().at());
        assertTrue(answer.departure().get().text().contains("west=999"), answer.departure()::toString);
    }

    @Test
    void aChapterThatDoesNotBeginWhereTheLastOneEndedIsADeparture() {
        Tape tape = outageOfWest("east/a");
        Opening first = tape.opening();
        tape.kept.add(
                20,
                new Opening(
                        first.life(),
                        1,
                        true,
                        first.settings(),
                        tape.wallAt(19),
                        ((Turn) tape.kept.get(19)).now(),
                        first.position()));

        Answer answer = tape.asked(new Question(0, EVER, new TreeMap<>(), 100));

        assertTrue(answer.departure().orElseThrow().text().contains("chapter 1"), answer.departure()::toString);
        assertEquals(List.of(), answer.gaps());
    }

    @Test
    void twoLivesOfOneIncarnationAreTwo() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        Tape tape = new Tape("east/a");
        cluster.record(tape);
        cluster.run(1_000);
        cluster.kill("east/a");
        cluster.node("east/a").replaceDisk(Disk.empty(ControllerId.parse("east/a")));
        cluster.start("east/a");
        cluster.run(10_000);
        List<Opening> openings = tape.kept.stream()
                .filter(Opening.class::isInstance)
                .map(Opening.class::cast)
                .toList();
        assertEquals(2, openings.size());
        assertEquals(
                openings.getFirst().life().incarnation(),
                openings.getLast().life().incarnation());

        Answer answer = tape.asked(new Question(0, EVER, new TreeMap<>(), 100));

        assertTrue(answer.departure().isEmpty(), () -> String.valueOf(answer.departure()));
        assertEquals(1, answer.gaps().size());
        assertTrue(answer.gaps().getFirst().restarted());
    }

    @Test
    void recordingsOfTwoControllersAreNotMixed() {
        Tape east = outageOfWest("east/a");
        Tape west = outageOfWest("west/a");
        Replay replay = new Replay(new Question(0, EVER, new TreeMap<>(), 1));
        replay.open(east.opening());

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> replay.open(west.opening()));

        assertTrue(String.valueOf(refused.getMessage()).contains("one controller at a time"), refused::toString);
    }

    @Test
    void whoServedNobodyServesNobodyByAnotherPolicyEither() {
        Tape tape = outageOfWest("witness/a");

        Answer answer = tape.asked(with(Worlds.shop().shifting(QUICK).build()));

        assertTrue(tape.kept.stream()
                .filter(Turn.class::isInstance)
                .map(each -> ((Turn) each).given())
                .map(Given::applied)
                .allMatch(Map::isEmpty));
        assertEquals(List.of(), answer.differences());
    }
}
