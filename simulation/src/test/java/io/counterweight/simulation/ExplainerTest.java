package io.counterweight.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.explain.Explanation;
import io.counterweight.engine.explain.Section;
import io.counterweight.engine.explain.Sentence;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person is told in each situation (rule W7). */
@Rule("W7")
class ExplainerTest {
    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(10), List.of(50, 100), Duration.ofSeconds(8), Failback.AUTOMATIC);
    private static final Shifting LATCHED =
            new Shifting(Duration.ofSeconds(10), List.of(50, 100), Duration.ofSeconds(8), Failback.LATCHED);

    private static Explanation asked(Cluster cluster) {
        return Views.explanation(cluster, "east/a", "shop");
    }

    private static void says(Cluster cluster, Section section, String words) {
        Explanation told = asked(cluster);
        assertTrue(
                told.of(section).stream().map(Sentence::text).anyMatch(text -> text.contains(words)),
                () -> words + " is not in " + section + " of\n" + told.text());
    }

    @Test
    void inCalmItSaysWhatIsServedWhyAndThatNothingIsUnderWay() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());

        says(cluster, Section.SERVED, "west gets 50.0 % at 10.2.0.1, 10.2.0.2");
        says(cluster, Section.WHY, "west is healthy: its own word (2 of 2 endpoints serve)");
        says(cluster, Section.WHY, "west gets its full share by policy");
        says(cluster, Section.CHANGES, "Nothing is under way");
        assertEquals(List.of(), asked(cluster).of(Section.REFUSED));
    }

    @Test
    void ofAFailingDatacenterItSaysWhatBringsItBack() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(QUICK).build());
        cluster.applications().fail("shop", "west", "w1", "w2");
        cluster.run(3_000);

        says(cluster, Section.SERVED, "west gets 0.0 %");
        says(cluster, Section.WHY, "west is failing");
        says(cluster, Section.CHANGES, "west returns once it says serving: 3 successes in a row");
        says(cluster, Section.CHANGES, "then come 10 s of hold-down and the steps 50, 100 %, each watched for 8 s");
    }

    @Test
    void ofAReturnItSaysHowLongUntilTheNextStep() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(QUICK).build());
        cluster.applications().fail("shop", "west", "w1", "w2");
        cluster.run(3_000);
        cluster.applications().mend("shop", "west", "w1", "w2");
        cluster.until(5_000, () -> asked(cluster).text().contains("hold-down, if it stays healthy"));

        says(cluster, Section.CHANGES, "west rises from 0 % to 50 % of its share after 10 s more of hold-down");

        cluster.run(4_000);
        says(cluster, Section.CHANGES, "west rises from 0 % to 50 % of its share after 6 s more of hold-down");

        cluster.run(8_000);
        says(cluster, Section.CHANGES, "west rises from 50 % to 100 % of its share after 6 s more of soak");
    }

    @Test
    void ofALatchItNamesTheIncidentToRelease() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().shifting(LATCHED).build());
        cluster.applications().fail("shop", "west", "w1", "w2");
        cluster.run(3_000);
        cluster.applications().mend("shop", "west", "w1", "w2");
        cluster.run(5_000);

        says(cluster, Section.CHANGES, "west stays at 0 % of its share until a person releases incident 1");
    }

    @Test
    void ofADrainItSaysWhoseItIsAndWhenItEnds() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.override("east/a", Operators.drain("d", "west", 720_000));
        cluster.run(2_000);

        says(cluster, Section.WHY, "ann drains west: maintenance");
        says(cluster, Section.CHANGES, "The drain of west by ann (maintenance) ends in 12 min");
        says(cluster, Section.CHANGES, "its ceiling follows the load that it still carries");
    }

    @Test
    void ofAPinItSaysWhenThePolicyRulesAgain() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.override("east/a", Operators.pin("p", Map.of("east", 900, "west", 100), 60_000));
        cluster.run(2_000);

        says(cluster, Section.SERVED, "west gets 10.0 %");
        says(cluster, Section.CHANGES, "The pin by ann (maintenance) ends in 5");
        says(cluster, Section.CHANGES, "then the weights are the policy's again");
    }

    @Test
    void aRefusedOrderIsSaidWithTheRuleThatRefusesIt() {
        Cluster cluster = Worlds.withWitness(Worlds.shop()
                .safety(new Safety(2, 0.5, 4, Duration.ofMinutes(10)))
                .build());
        cluster.override("east/a", Operators.drain("d", "west", 720_000));
        cluster.run(2_000);

        says(cluster, Section.REFUSED, "ann wanted to drain west, refused by min-serving");
        assertEquals("W4", asked(cluster).of(Section.REFUSED).getFirst().rule());
        says(cluster, Section.CHANGES, "is refused for now, and is followed as soon as it breaks no rule");
    }

    @Test
    void onHoldItNamesTheVotesThatAreWanted() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.network().cutProbes("east", "west");
        cluster.network().cutBothLinks("east", "witness");
        cluster.network().cutBothLinks("west", "witness");
        cluster.run(4_000);

        says(cluster, Section.WHY, "west is hold");
        says(cluster, Section.CHANGES, "2 more of east, witness must be served there");
    }

    @Test
    void ofASilentDatacenterItSaysWhenThePolicyDrainsIt() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.kill("witness/a");
        cluster.run(5_000);
        cluster.powerOff("west");
        cluster.until(10_000, () -> asked(cluster).text().contains("is drained by onSilence in"));

        says(cluster, Section.CHANGES, "west is concluded lost once 1 more of witness vote");
        says(cluster, Section.CHANGES, "unless it is heard or served before");
    }

    @Test
    void ofALostDatacenterItSaysThatItMustBeHeardAndServed() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.powerOff("west");
        cluster.run(6_000);

        says(cluster, Section.WHY, "west is lost");
        says(
                cluster,
                Section.CHANGES,
                "west returns once its controllers are heard and say serving; 2 more of east, witness");
    }

    @Test
    void withNothingLeftItSaysThatTheBestClassServes() {
        Cluster cluster = Worlds.withWitness(Worlds.shop().build());
        cluster.applications().fail("shop", "west", "w1", "w2");
        cluster.applications().fail("shop", "east", "e1", "e2");
        cluster.run(3_000);

        says(cluster, Section.WHY, "Nothing is left to serve: the best class serves, failing");
    }
}
