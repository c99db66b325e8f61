package io.counterweight.engine.shift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.shift.Loads.Carried;
import io.counterweight.rules.Rule;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The highest load of the last exchange cycle (rule W3). */
@Rule("W3")
class LoadsTest {

    private static final Placement WEST = new Placement(ServiceName.of("shop"), Site.of("west"));
    private static final long CYCLE = 1_000;

    @Test
    void theHighestOfTheLastCycleCounts() {
        Loads loads = add(add(add(Loads.none(), 0.9, true, 0), 0.5, true, 900), 0.4, true, 1_500);

        assertEquals(0.5, loads.highest(WEST).orElseThrow());
    }

    @Test
    void anEstimateIsForgottenAtTheFirstMeasurement() {
        Loads loads = add(add(Loads.none(), 1, false, 0), 0.1, true, 250);

        assertEquals(0.1, loads.highest(WEST).orElseThrow());
    }

    private static Loads add(Loads loads, double load, boolean measured, long now) {
        return loads.add(new TreeMap<>(Map.of(WEST, new Carried(load, measured))), now, CYCLE);
    }
}
