package io.counterweight.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.fact.ServiceReport;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.health.signal.PushedSignal;
import io.counterweight.rules.Rule;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeardTest {
    private static final long STALENESS = 2_000;
    private static final ControllerId DEAD = ControllerId.of("east", "b");
    private static final ControllerId ALIVE = ControllerId.of("east", "c");
    private static final EndpointName ENDPOINT = House.endpoint(1);
    private static final EndpointVerdict SERVING = EndpointVerdict.serving(1, "as last seen", 0);
    private static final EndpointVerdict UNKNOWN = EndpointVerdict.unknown("not probed yet");
    private static final PushedSignal RESTARTED = new PushedSignal(
            House.SHOP, House.EAST, "shop-1", 0, "", 30_000, new PushedSignal.Order(1, true, Optional.empty()));

    private final AtomicLong clock = new AtomicLong(10_000);
    private final Heard heard = new Heard(House.EAST, STALENESS, clock::get, () -> 0);

    private static Report verdict(ControllerId writer, EndpointVerdict verdict) {
        return House.says(writer, new TreeMap<>(Map.of(ENDPOINT, verdict)));
    }

    private static Report pushed(ControllerId writer, long sequence, long remainingMillis) {
        Report report = House.says(writer, new TreeMap<>());
        ServiceReport shop = new ServiceReport(
                new ServiceObservation(
                        new TreeMap<>(),
                        new TreeMap<>(Map.of("shop-1", new PushedWord(1, "", sequence, remainingMillis))),
                        new TreeMap<>(),
                        OptionalDouble.empty()),
                Optional.empty(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeMap<>(),
                true,
                OptionalDouble.empty(),
                Optional.empty(),
                0,
                new TreeMap<>());
        return new Report(
                report.writer(),
                report.stamp(),
                1,
                report.self(),
                new TreeMap<>(Map.of(House.SHOP, shop)),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>());
    }

    @Test
    @Rule("G4")
    void aLivingSiblingsWordGoesBeforeABetterOneOfADeadSibling() {
        heard.take(verdict(DEAD, SERVING));
        clock.addAndGet(STALENESS + 1);
        heard.take(verdict(ALIVE, UNKNOWN));
        assertEquals(UNKNOWN, heard.siblingsWord(House.SHOP, ENDPOINT));
    }

    @Test
    @Rule("G4")
    void ofDeadSiblingsTheLastOneHeardIsBelieved() {
        heard.take(verdict(DEAD, SERVING));
        clock.addAndGet(1);
        heard.take(verdict(ALIVE, UNKNOWN));
        clock.addAndGet(STALENESS + 1);
        assertEquals(UNKNOWN, heard.siblingsWord(House.SHOP, ENDPOINT));
        heard.take(verdict(DEAD, SERVING));
        clock.addAndGet(STALENESS + 1);
        assertEquals(SERVING, heard.siblingsWord(House.SHOP, ENDPOINT));
    }

    @Test
    void aDeadSiblingsSequenceSilencesNobody() {
        heard.take(pushed(DEAD, 900, 30_000));
        assertEquals(900, heard.siblingsSequence(RESTARTED));
        clock.addAndGet(STALENESS + 1);
        assertEquals(-1, heard.siblingsSequence(RESTARTED));
    }

    @Test
    void aWordWhoseLifeIsOverCountsNoMore() {
        heard.take(pushed(ALIVE, 900, 500));
        clock.addAndGet(500);
        assertEquals(-1, heard.siblingsSequence(RESTARTED));
    }
}
