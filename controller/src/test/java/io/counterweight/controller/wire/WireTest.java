package io.counterweight.controller.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.EngineState.Journaled;
import io.counterweight.engine.fact.ServiceReport;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@Rule("G10")
class WireTest {

    private static final ServiceReport DRAINED = new ServiceReport(
            ServiceReport.nothing().seen(),
            Optional.empty(),
            new TreeMap<>(Map.of(Site.of("west"), 3L)),
            new TreeSet<>(Set.of(Site.of("west"))),
            new TreeMap<>(),
            true);

    @Test
    void aReportIsReadAsItIsWritten() {
        assertEquals(DRAINED, Wire.read(Wire.bytes(DRAINED), ServiceReport.class));
    }

    @Test
    void whatAnOlderVersionDidNotWriteIsEmpty() {
        String older = Wire.text(DRAINED).replace("\"ordered\":[\"west\"],", "");
        assertTrue(Wire.read(older, ServiceReport.class).ordered().isEmpty());

        String journal = Wire.text(Journaled.nothing()).replace("\"orderedIncidents\":[],", "");
        assertEquals(Journaled.nothing(), Wire.read(journal, Journaled.class));
    }
}
