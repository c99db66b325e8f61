package io.counterweight.engine.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.EngineState;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Drill;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A deployment that asks for a drill within a minute, through whole decisions of east. */
@Rule("W4")
class ArmingTest {

    private static final long KEPT = Duration.ofDays(400).toMillis();

    private final Speaker west = Speaker.of("west/a");
    private final Speaker witness = Speaker.of("witness/a").hearing(west);
    private final World east = east();

    private World east() {
        World world = World.of(
                        "east/a",
                        Topologies.of("east", "west").and("witness"),
                        Policies.weighted("shop")
                                .in("east", 1, "e1")
                                .in("west", 1, "w1")
                                .build())
                .deployment(new DeploymentSafety(
                        20,
                        Duration.ofMinutes(10),
                        4,
                        DeploymentSafety.defaults().massFailure(),
                        Optional.of(Duration.ofMinutes(1))));
        world.sees.serving("shop", "e1").vote("shop", "west", Votes.served());
        west.sees.serving("shop", "w1").vote("shop", "east", Votes.served());
        witness.sees.vote("shop", "west", Votes.served()).vote("shop", "east", Votes.served());
        west.ceiling("shop", Ceiling.open());
        return world.calm(west, witness);
    }

    private static Drill drill(boolean passed, String service, String datacenter) {
        return new Drill(
                "1",
                Optional.of(service).filter(name -> !name.isEmpty()).map(ServiceName::of),
                Optional.of(datacenter).filter(name -> !name.isEmpty()).map(Site::of),
                passed,
                "west was empty after 0.7 s",
                "ann",
                KEPT);
    }

    private boolean disarmed() {
        return east.decision().alarms().containsKey("disarmed:east/a");
    }

    @Test
    void withoutADrillAFractionLowersNothing() {
        west.sees.serving("shop", 0.5, "w1");
        east.run(1_000, west, witness);

        assertEquals(500, east.weight("shop", "west"));
        assertTrue(disarmed());
        assertTrue(east.decision().alarms().get("refused:shop").reason().contains("refused by arming"));
    }

    @Test
    void aDrillThatPassedArmsUntilItIsTooOld() {
        east.drills(drill(true, "", ""));
        west.sees.serving("shop", 0.5, "w1");
        east.run(1_000, west, witness);
        assertFalse(disarmed());
        assertEquals(250, east.weight("shop", "west"));

        east.run(62_000, west, witness);
        assertTrue(disarmed());
    }

    @Test
    void aDrillThatFailedArmsNothing() {
        east.drills(drill(false, "", "")).run(1_000, west, witness);

        assertTrue(disarmed());
    }

    @Test
    void aDrillArmsWhatItRehearsed() {
        east.drills(drill(true, "shop", "west")).run(500, west, witness);

        assertTrue(east.decision().alarms().get("disarmed:east/a").reason().contains("shop@east:"));
    }

    @Test
    @Rule("W6")
    void aRestartMakesNoDrillYounger() {
        east.drills(drill(true, "", "")).run(50_000, west, witness);

        east.from(EngineState.recovered(2, east.state().journaled())).run(15_000, west, witness);

        assertTrue(disarmed());
    }

    @Test
    @Rule("W3")
    void nothingReturnsByItself() {
        east.sees.failing("shop", "e1").load("shop", 1);
        west.incident("shop", "east", 1);
        east.run(2_000, west, witness);
        assertEquals(0, east.weight("shop", "east"), "a failure leaves all the same");

        east.sees.serving("shop", "e1");
        west.noIncident("shop", "east");
        east.run(60_000, west, witness);

        assertEquals(Ceiling.Phase.LATCHED, east.ceiling("shop").orElseThrow().phase());
    }
}
