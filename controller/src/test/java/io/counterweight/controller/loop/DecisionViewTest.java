package io.counterweight.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.plan.Landing;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@Rule("W7")
class DecisionViewTest {

    @Test
    void aLineOfTheLogNamesEachRuleAndWhatItDidInWords() {
        var record = new DecisionRecord(
                ServiceName.of("shop"),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Landing.none(),
                List.of(new Step("W3", "east returns in steps", false), new Step("W4", "west stays", true)));

        DecisionView view = DecisionView.of(1, 0, "east/a", record);

        assertEquals("W3: east returns in steps; W4 refused: west stays", view.why());
    }
}
