package io.counterweight.engine.shift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Abort;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.World;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What takes a return back, and what makes it wait, as west counts it. */
@Rule("W3")
class LimitsTest {

    private static final OptionalDouble NONE = OptionalDouble.empty();
    private static final Abort OFFERED = new Abort(OptionalDouble.of(0.8), NONE, NONE);
    private static final Abort LOAD = new Abort(NONE, OptionalDouble.of(0.9), NONE);
    private static final Abort ERRORS = new Abort(NONE, NONE, OptionalDouble.of(0.05));

    private final Speaker east = Speaker.of("east/a");

    private World west(Abort abort, Optional<Duration> maxLag) {
        Shifting quick = new Shifting(
                Duration.ofSeconds(1), List.of(25, 50, 100), Duration.ofSeconds(2), Failback.AUTOMATIC, abort, maxLag);
        World west = ReturningWest.of(quick, east);
        assertEquals(0, share(west));
        return west;
    }

    private static double share(World west) {
        return ceiling(west).share();
    }

    private static Ceiling ceiling(World west) {
        return west.ceiling("shop").orElseThrow();
    }

    private void until(World west, double share) {
        for (int turn = 0; turn < 40 && share(west) != share; turn++) {
            west.run(World.STEP_MILLIS, east);
        }
        assertEquals(share, share(west));
    }

    @Test
    void loadAboveItsPartOfTheCapacityTakesTheReturnBack() {
        World west = west(LOAD, Optional.empty());
        until(west, 0.5);

        west.sees.load("shop", 95);
        until(west, 0.25);

        assertEquals(Phase.ABORTED, ceiling(west).phase());
        assertTrue(west.decision()
                .alarms()
                .get("ramp-aborted:shop@west")
                .reason()
                .contains("95 % of its capacity is used"));
        west.sees.load("shop", 40);
        until(west, 1);
    }

    /** The worse it gets, the less it may be taken for a datacenter that just offers less. */
    @Test
    void aSharpDropOfWhatIsOfferedTakesTheReturnBackToo() {
        World west = west(OFFERED, Optional.empty());
        until(west, 0.5);

        west.sees.serving("shop", 0.1, "w");
        until(west, 0.1);
        west.run(20_000, east);

        assertEquals(Phase.ABORTED, ceiling(west).phase());
        assertTrue(west.decision().alarms().containsKey("ramp-aborted:shop@west"));
        assertEquals(0, share(west));
        west.sees.serving("shop", 1, "w");
        until(west, 1);
        west.run(5_000, east);
        assertFalse(west.decision().alarms().containsKey("ramp-aborted:shop@west"));
    }

    @Test
    void loadThatNobodyMeasuresTakesNothingBack() {
        World west = west(LOAD, Optional.empty());

        until(west, 1);

        assertFalse(west.decision().alarms().containsKey("ramp-aborted:shop@west"));
    }

    @Test
    void errorsAboveTheLimitTakeTheReturnBack() {
        World west = west(ERRORS, Optional.empty());
        west.sees.measures("shop", "one", 0.01, 0).measures("shop", "two", 0.02, 0);
        until(west, 0.5);

        west.sees.measures("shop", "two", 0.2, 0);

        until(west, 0.25);
        assertTrue(west.decision().records().get(ServiceName.of("shop")).steps().stream()
                .anyMatch(step -> step.text().contains("11 % of its requests fail, more than 5 %")));
    }

    @Test
    void dataThatIsBehindMakesTheReturnWaitAndTakesNothingBack() {
        World west = west(Abort.never(), Optional.of(Duration.ofSeconds(5)));
        west.run(5_000, east);
        assertEquals(0, share(west), "nobody says how far it is behind");
        assertTrue(west.decision().alarms().containsKey("data-behind:shop@west"));

        west.sees.measures("shop", "replica", 0, 1.5);
        until(west, 0.25);
        west.sees.measures("shop", "replica", 0, 60);
        west.run(10_000, east);
        assertEquals(0.25, share(west));
        assertTrue(
                west.decision().alarms().get("data-behind:shop@west").reason().contains("60.0 s behind"));
        assertFalse(west.decision().alarms().containsKey("failback-waits:shop@west"));

        west.sees.measures("shop", "replica", 0, 0.2);
        until(west, 1);
        assertFalse(west.decision().alarms().containsKey("data-behind:shop@west"));
    }
}
