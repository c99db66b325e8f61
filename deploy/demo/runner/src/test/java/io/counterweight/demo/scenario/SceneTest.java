package io.counterweight.demo.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.traffic.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A step in which something dies excuses what users met of that death, and nothing else. */
class SceneTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String DEAD = "127.10.1.121";
    private static final String ALIVE = "127.10.2.121";

    private final Rehearsal rehearsal = new Rehearsal();
    /** All of it has been: nothing is waited for. */
    private final long begun = System.nanoTime() - 20 * SECOND;

    private final long diedAt = begun + 5 * SECOND;

    private final Scene scene = new Scene(rehearsal.setting(begun), 1, 1, "Something dies", begun);

    private void failed(long atNanos, String address) {
        rehearsal.met.add(new Request(atNanos, "shop", address, "", address + ": refused"));
    }

    private Outcome endAfterADeath() {
        scene.goneFromAnswers(List.of(), List.of(DEAD), diedAt, diedAt, "");
        return scene.end();
    }

    @Test
    void failureAtWhatDiedIsExcusedWhileItMayBeCached() {
        failed(diedAt, DEAD);
        failed(diedAt + Scenario.TTL.toNanos(), DEAD);
        rehearsal.met.add(new Request(diedAt, "shop", ALIVE, "west", ""));
        Outcome outcome = endAfterADeath();
        assertTrue(outcome.held(), outcome::toString);
        assertEquals(3, outcome.clients().sent());
        assertEquals(2, outcome.clients().failed());
    }

    @Test
    void failureLongAfterTheDeathFailsTheStep() {
        failed(diedAt + Scenario.TTL.toNanos() + 2 * SECOND, DEAD);
        assertFails(endAfterADeath(), "1 x shop: " + DEAD + ": refused");
    }

    @Test
    void failureBeforeTheDeathFailsTheStep() {
        failed(diedAt - 2 * SECOND, DEAD);
        assertFails(endAfterADeath(), "1 x shop: " + DEAD + ": refused");
    }

    @Test
    void failureAtAnotherAddressFailsTheStep() {
        failed(diedAt, DEAD);
        failed(diedAt, ALIVE);
        failed(diedAt, ALIVE);
        // What is excused is not shown beside what is not.
        assertFails(endAfterADeath(), "2 x shop: " + ALIVE + ": refused");
    }

    @Test
    void failureWithoutADeathFailsTheStep() {
        failed(begun, ALIVE);
        assertFails(scene.end(), "1 x shop: " + ALIVE + ": refused");
    }

    private static void assertFails(Outcome outcome, String shown) {
        assertFalse(outcome.held(), outcome::toString);
        assertEquals(List.of(shown), outcome.clients().failures());
    }

    @Test
    void failureBelongsToTheStepInWhichItBegan() {
        failed(begun - 1, ALIVE);
        Outcome outcome = scene.end();
        assertTrue(outcome.held(), outcome::toString);
        assertEquals(0, outcome.clients().sent());
    }

    @Test
    void requestThatNeverEndsFailsTheStep() {
        rehearsal.unfinished = 1;
        assertFalse(scene.end().held());
    }

    @Test
    void stepEndsNoSoonerThanItsExcuse() {
        long until = System.nanoTime() + SECOND / 10;
        scene.usersMayFail(Scene.DEAD, diedAt, until, any -> true);
        scene.end();
        assertTrue(scene.ended() - until >= -1_000_000, () -> scene.ended() + " is before " + until);
    }

    @Test
    void stepIsExplainedByWhatWasDecided() {
        rehearsal.decided.add("east/a shop moves");
        rehearsal.standing.add("east/a shop stays");
        assertEquals(List.of("east/a shop moves"), scene.end().explanations());
    }

    @Test
    void stepInWhichNothingWasDecidedIsExplainedByWhatStands() {
        rehearsal.standing.add("east/a shop stays");
        assertEquals(List.of("east/a shop stays"), scene.end().explanations());
    }
}
