package io.counterweight.health.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.intent.LoadSource;
import io.counterweight.engine.intent.LoadSource.Kind;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@Rule("W2")
class LoadMeterTest {

    private static LoadMeter meter(Kind kind, String... urls) {
        return new LoadMeter(
                new LoadSource(List.of(urls), "requests_total", new TreeMap<>(), kind, Duration.ofSeconds(5)));
    }

    private static void read(LoadMeter meter, String url, long at, Map<String, Double> series) {
        meter.read(url, new TreeMap<>(series), at);
    }

    @Test
    void aCounterIsReadAsItsGrowthASecond() {
        LoadMeter meter = meter(Kind.COUNTER, "one");
        read(meter, "one", 0, Map.of("a", 100.0));
        assertEquals(OptionalDouble.empty(), meter.load(0), "one reading says nothing of its growth");

        read(meter, "one", 5_000, Map.of("a", 300.0));
        assertEquals(OptionalDouble.of(40), meter.load(5_000));
    }

    @Test
    void aCounterThatBeganAnewAndASeriesThatIsNewBeganAtNothing() {
        LoadMeter meter = meter(Kind.COUNTER, "one");
        read(meter, "one", 0, Map.of("a", 1_000.0));
        read(meter, "one", 5_000, Map.of("a", 50.0, "b", 50.0));

        assertEquals(OptionalDouble.of(20), meter.load(5_000));
    }

    @Test
    void aGaugeIsReadAsItIs() {
        LoadMeter meter = meter(Kind.GAUGE, "one");
        read(meter, "one", 0, Map.of("a", 3.0, "b", 4.0));

        assertEquals(OptionalDouble.of(7), meter.load(0));
    }

    @Test
    void allPlacesAddUpAndOneThatIsSilentMakesItUnknown() {
        LoadMeter meter = meter(Kind.GAUGE, "one", "two");
        read(meter, "one", 0, Map.of("a", 3.0));
        assertEquals(OptionalDouble.empty(), meter.load(0));

        read(meter, "two", 0, Map.of("a", 4.0));
        assertEquals(OptionalDouble.of(7), meter.load(15_000));
        assertEquals(OptionalDouble.empty(), meter.load(15_001), "after three intervals it is old");
    }
}
