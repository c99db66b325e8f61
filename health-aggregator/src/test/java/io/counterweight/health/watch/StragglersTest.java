package io.counterweight.health.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.EndpointVerdict.State;
import io.counterweight.engine.intent.Damping;
import io.counterweight.health.format.Reading;
import io.counterweight.health.probe.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Probes overlap, and an old one may end after newer ones: a thawed endpoint does not fall again by what hung while it was frozen. */
class StragglersTest {
    private static final Answer GOOD = new Answer.Read(Reading.serving("status 200"));
    private static final Answer LATE = new Answer.TimedOut(1_000);

    private long now = 10_000;
    private final EndpointWatch watch =
            new EndpointWatch(() -> now, Damping.defaults(), 1_000, EndpointVerdict.failing("frozen", 0), () -> {});

    @Test
    void whatWasBegunBeforeItRoseFailsNothingAfterIt() {
        List<Object> hanging = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            hanging.add(watch.begin());
        }
        for (int i = 0; i < Damping.defaults().rise(); i++) {
            watch.answered(watch.begin(), GOOD);
        }
        for (Object begun : hanging) {
            now += 100;
            watch.answered(begun, LATE);
        }
        assertEquals(State.SERVING, watch.verdict(now, now).state());
    }

    @Test
    void whatWasBegunSinceCounts() {
        for (int i = 0; i < Damping.defaults().rise(); i++) {
            watch.answered(watch.begin(), GOOD);
        }
        for (int i = 0; i < Damping.defaults().fall(); i++) {
            watch.answered(watch.begin(), LATE);
        }
        assertEquals(State.FAILING, watch.verdict(now, now).state());
    }
}
