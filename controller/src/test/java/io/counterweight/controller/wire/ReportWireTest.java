package io.counterweight.controller.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.fact.Hearing;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.fact.Stance;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What reports say of exclusive services, as others read it. */
@Rule({"E7", "G10"})
class ReportWireTest {
    private static final ServiceName LEDGER = ServiceName.of("ledger");

    private static Report report() {
        return new Report(
                ControllerId.of("east", "a"),
                new ReportStamp(2, 7),
                1,
                new SelfCheck(false, 3, 3, false, false),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>());
    }

    @Test
    void whatIsSaidIsRead() {
        Stance stance = new Stance(Optional.empty(), Optional.of(Site.of("west")));
        Report said = report().with(
                new Hearing(true, new TreeSet<>(Set.of(ControllerId.of("west", "b")))), new TreeMap<>(Map.of(LEDGER, stance)));

        assertEquals(said, Wire.read(Wire.bytes(said), Report.class));
    }

    /** An older version says nothing of them, and so agrees to nothing. */
    @Test
    void whatIsNotSaidIsNoWord() {
        String written = Wire.text(report().with(
                new Hearing(true, new TreeSet<>()), new TreeMap<>(Map.of(LEDGER, Stance.silent()))));
        String older = written.replaceAll(",\"hearing\":\\{[^}]*}", "").replaceAll(",\"stance\":\\{[^}]*}", "");

        Report read = Wire.read(older, Report.class);

        assertEquals(Optional.empty(), read.hearing());
        assertEquals(Optional.empty(), read.of(LEDGER).stance());
    }
}
