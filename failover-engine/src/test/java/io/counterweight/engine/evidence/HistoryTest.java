package io.counterweight.engine.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hold is not memory (rule E3): what is concluded depends on the facts, not on what was concluded before. */
@Rule("E3")
class HistoryTest {

    private static final Topology THREE = Topologies.of("east", "west").and("north");
    private static final Policy SHOP =
            Policies.weighted("shop").in("east", 1, "e1").in("west", 1, "w1").build();
    private static final List<Vote> ANY_VOTE =
            List.of(Votes.served(), Votes.refused(), Votes.unreachable(), Votes.abstains());

    private final Speaker west = Speaker.of("west/a");
    private final Speaker north = Speaker.of("north/a").hearing(west);

    private static World east(Topology topology) {
        World east = World.of("east/a", topology, SHOP);
        east.sees.serving("shop", "e1");
        return east;
    }

    @Test
    void neverHeardIsNotHeld() {
        World east = east(THREE);
        east.sees.vote("shop", "west", Votes.neverServed(Votes.unreachable()));
        west.sees.serving("shop", "w1");
        north.sees.vote("shop", "west", Votes.served());

        // East started during its cut from west; west's reports come by way of north.
        east.run(2_000, west, north);

        assertEquals("hold", east.condition("shop", "west").word(), "votes are mixed");
        assertEquals(500, east.weight("shop", "west"), "west's fresh word stands");
    }

    @Test
    void whatAnybodyHasHeardIsHeldAndNotZero() {
        World east = east(THREE);
        east.sees.vote("shop", "west", Votes.neverServed(Votes.unreachable()));
        north.hasHeard("west").sees.vote("shop", "west", Votes.served());

        east.run(2_000, north);

        assertEquals("hold", east.condition("shop", "west").word(), "north's list of the heard names west");
        assertEquals(500, east.weight("shop", "west"));
    }

    @Test
    void whatNobodyHasEverHeardGetsNothing() {
        World east = east(THREE);

        east.run(2_000, north);

        assertEquals("never-heard", east.condition("shop", "west").word());
        assertEquals(0, east.weight("shop", "west"));
        assertTrue(
                east.decision().alarms().keySet().stream().noneMatch(key -> key.contains("west")),
                "it has simply not been started yet");
    }

    @Test
    void itsOwnReportTellsTheOthersWhomItHasHeard() {
        World east = east(THREE);
        east.calm(west);

        assertEquals(Topologies.sites("east", "west"), east.decision().report().heard());
    }

    @Test
    void aSiteOutsideTheVotingSetIsNotHeardOf() {
        World east = east(THREE);
        east.calm(Speaker.of("elsewhere/a").hasHeard("nowhere"));

        assertEquals(Topologies.sites("east"), east.decision().report().heard());
    }

    /** West's own view: one vantage's path to it is broken for good, and its ceiling rises all the same. */
    @Test
    @Rule({"E3", "W3"})
    void mixedVotesDoNotBlockTheReturn() {
        World self = World.of("west/a", THREE, SHOP);
        Speaker east = Speaker.of("east/a").applied("shop", "east", 1_000).applied("shop", "west", 0);
        self.sees.serving("shop", "w1");
        east.sees.serving("shop", "e1").vote("shop", "west", Votes.served());
        north.sees.vote("shop", "west", Votes.abstains());
        self.applies("shop", "east", 1_000).applies("shop", "west", 0).calm(east, north);
        east.incident("shop", "west", 1);
        self.run(1_000, east, north);
        assertEquals(0, self.ceiling("shop").orElseThrow().share(), "the answer to the incident is the load carried");

        east.noIncident("shop", "west");
        self.run(180_000, east, north);

        Conclusion mixed = self.conclusion("shop", "west");
        assertEquals(new Condition.Hold(true), mixed.condition(), mixed::reason);
        assertEquals(1, self.ceiling("shop").orElseThrow().share());
    }

    @Test
    void aDrainOfOnesOwnDuringTheCutIsForgottenWithIt() {
        World old = east(THREE);
        west.sees.serving("shop", "w1");
        old.sees.vote("shop", "west", Votes.served());
        north.sees.vote("shop", "west", Votes.served());
        old.calm(west, north);
        old.run(40_000, west);
        old.sees.vote("shop", "west", Votes.unreachable());
        old.run(10_000);
        assertEquals("lost", old.condition("shop", "west").word(), "alone, it drained west from its own answers");

        World young = east(THREE);
        young.sees.vote("shop", "west", Votes.unreachable());
        west.ceiling("shop", new Ceiling(1, 1, Ceiling.Phase.OPEN, 0, 0));
        sameFor(2_000, old, young, west, north);

        assertEquals(
                old.condition("shop", "west"), young.condition("shop", "west"), "both hold: votes are mixed for good");
        assertEquals(old.weights("shop"), young.weights("shop"));
        assertEquals(500, old.weight("shop", "west"));
    }

    /** Any history, then the same facts for both: the same conclusions and the same weights as those of one who just began. */
    @Test
    void sameFactsSameConclusionWhateverTheHistory() {
        Seeded.cases(60, random -> {
            Speaker west = Speaker.of("west/a");
            Speaker north = Speaker.of("north/a");
            Speaker lake = Speaker.of("lake/a");
            Topology topology = Topologies.of("east", "west", "lake").and("north");
            Policy policy = Policies.weighted("shop")
                    .in("east", 1, "e1")
                    .in("west", 1, "w1", "w2")
                    .in("lake", 2, "l1")
                    .build();
            World old = World.of("east/a", topology, policy);
            live(random, old, west, north, lake);

            World young = World.of("east/a", topology, policy).from(EngineState.fresh(5));
            settle(random, west, north, lake);
            west.ceiling("shop", new Ceiling(1_000, 0.5, Ceiling.Phase.WAITING, 0, 0));
            lake.ceiling("shop", new Ceiling(1_000, 1, Ceiling.Phase.OPEN, 0, 0));
            Vote onWest = any(random);
            Vote onLake = any(random);
            for (World world : List.of(old, young)) {
                world.sees
                        .serving("shop", "e1")
                        .vote("shop", "west", onWest)
                        .vote("shop", "lake", onLake)
                        .anchors(4, 4);
            }
            sameFor(3_000, old, young, west, north, lake);
            // What the old one concluded last of its history may have opened one more incident: they answer it.
            west.ceiling("shop", new Ceiling(2_000, 0.5, Ceiling.Phase.WAITING, 0, 0));
            lake.ceiling("shop", new Ceiling(2_000, 1, Ceiling.Phase.OPEN, 0, 0));
            sameFor(1_000, old, young, west, north, lake);

            for (String datacenter : List.of("east", "west", "lake")) {
                assertEquals(
                        young.condition("shop", datacenter),
                        old.condition("shop", datacenter),
                        () -> old.conclusion("shop", datacenter).reason());
            }
            assertEquals(young.weights("shop"), old.weights("shop"));
        });
    }

    private static void live(Random random, World world, Speaker west, Speaker north, Speaker lake) {
        for (int episode = random.nextInt(4); episode >= 0; episode--) {
            settle(random, west, north, lake);
            world.sees
                    .serving("shop", "e1")
                    .vote("shop", "west", any(random))
                    .vote("shop", "lake", any(random))
                    .anchors(4, random.nextInt(5));
            List<Speaker> heard = new ArrayList<>(List.of(west, north, lake));
            heard.removeIf(speaker -> random.nextInt(3) == 0);
            world.run(1_000 + random.nextInt(40) * 1_000L, heard.toArray(Speaker[]::new));
        }
    }

    private static void settle(Random random, Speaker west, Speaker north, Speaker lake) {
        west.hearing(north, lake).sees.serving("shop", "w1").vote("shop", "lake", any(random));
        if (random.nextBoolean()) {
            west.sees.failing("shop", "w2");
        } else {
            west.sees.serving("shop", "w2");
        }
        north.hearing(west, lake).sees.vote("shop", "west", any(random)).vote("shop", "lake", any(random));
        lake.hearing(west, north).sees.vote("shop", "west", any(random));
        if (random.nextInt(4) == 0) {
            lake.sees.failing("shop", "l1");
        } else {
            lake.sees.serving("shop", "l1");
        }
    }

    private static Vote any(Random random) {
        return ANY_VOTE.get(random.nextInt(ANY_VOTE.size()));
    }

    private static void sameFor(long millis, World old, World young, Speaker... heard) {
        for (long passed = 0; passed < millis; passed += World.STEP_MILLIS) {
            for (World world : List.of(old, young)) {
                world.pass(World.STEP_MILLIS);
            }
            for (Speaker speaker : heard) {
                speaker.say();
                old.hears(speaker.again());
                young.hears(speaker.again());
            }
            old.decide();
            young.decide();
        }
    }
}
