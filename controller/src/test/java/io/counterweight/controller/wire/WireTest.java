package io.counterweight.controller.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.controller.kit.Reports;
import io.counterweight.engine.EngineState.Journaled;
import io.counterweight.engine.fact.Prepared;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.fact.ServiceReport;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
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
            true,
            OptionalDouble.of(180),
            Optional.empty(),
            222,
            new TreeMap<>(Map.of(Site.of("west"), 60.0)));

    @Test
    void aReportIsReadAsItIsWritten() {
        assertEquals(DRAINED, Wire.read(Wire.bytes(DRAINED), ServiceReport.class));
    }

    @Test
    void whatAnOlderVersionDidNotWriteIsEmpty() {
        String older = Wire.text(DRAINED).replace("\"ordered\":[\"west\"],", "");
        assertTrue(Wire.read(older, ServiceReport.class).ordered().isEmpty());

        assertTrue(Wire.read(Wire.text(DRAINED).replace(",\"demand\":180.0", ""), ServiceReport.class)
                .demand()
                .isEmpty());

        String journal = Wire.text(Journaled.nothing())
                .replace("\"orderedIncidents\":[],", "")
                .replace(",\"homes\":{}", "")
                .replace(",\"active\":{}", "");
        assertEquals(Journaled.nothing(), Wire.read(journal, Journaled.class));
    }

    @Test
    void whatAnApplicationSaidBeforeAReturnIsReadAsItWasWrittenAndNothingWhereAnOlderVersionWroteIt() throws Exception {
        ServiceObservation nothing = ServiceObservation.nothing();
        ServiceObservation asked = new ServiceObservation(
                nothing.endpoints(),
                nothing.pushed(),
                nothing.votes(),
                nothing.load(),
                nothing.role(),
                Optional.of(new Prepared("return 3", Prepared.Answer.REFUSED, "replica is rebuilding")));

        assertEquals(asked, Wire.read(Wire.text(asked), ServiceObservation.class));
        assertEquals(nothing, Wire.read(without(asked, "prepared"), ServiceObservation.class));
    }

    @Test
    void aReportOfAnOlderVersionTurnsNobodyAway() throws Exception {
        assertEquals(222, Wire.read(Wire.text(DRAINED), ServiceReport.class).shed());
        assertEquals(0, Wire.read(without(DRAINED, "shed"), ServiceReport.class).shed());
        assertEquals(
                new TreeMap<>(),
                Wire.read(without(DRAINED, "homes"), ServiceReport.class).homes());
    }

    private static String without(Object value, String field) throws Exception {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Wire.text(value));
        json.remove(field);
        return json.toString();
    }

    @Test
    void aReportWithoutAWordOnEvacuationsSaysThatNobodysTurnHasCome() throws Exception {
        Report report = Reports.of("east/a", 1, 2);

        assertEquals(report, Wire.read(without(report, "leaving"), Report.class));
    }

    @Test
    void whoseTurnHasComeIsReadAsItWasWritten() {
        SortedMap<String, SortedSet<ServiceName>> leaving = new TreeMap<>();
        leaving.put("e", new TreeSet<>(List.of(ServiceName.of("shop"), ServiceName.of("web"))));
        Report plain = Reports.of("east/a", 1, 2);
        Report report = new Report(
                plain.writer(),
                plain.stamp(),
                plain.rules(),
                plain.self(),
                plain.services(),
                plain.echoes(),
                plain.remainingMillis(),
                plain.heard(),
                plain.safety(),
                leaving,
                plain.hearing());

        assertEquals(report, Wire.read(Wire.bytes(report), Report.class));
    }

    @Test
    @Rule("G11")
    void aJournalWithoutAWordOnEvacuationsIsRead() throws Exception {
        Journaled nothing = Journaled.nothing();

        assertEquals(nothing, Wire.read(without(nothing, "leaving"), Journaled.class));
    }
}
