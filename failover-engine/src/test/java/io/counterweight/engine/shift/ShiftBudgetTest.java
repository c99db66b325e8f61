package io.counterweight.engine.shift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The budget of automatic shifts, as west spends it on its returns. Every policy allows one in ten minutes. */
@Rule("W4")
class ShiftBudgetTest {

    private static final Safety ONE_SHIFT = new Safety(1, 0.5, 1, Duration.ofMinutes(10));
    private static final Shifting QUICK =
            new Shifting(Duration.ofSeconds(1), List.of(50, 100), Duration.ofSeconds(1), Failback.AUTOMATIC);

    private final Speaker east = Speaker.of("east/a");

    private static String[] services(int many) {
        return IntStream.range(0, many).mapToObj(i -> "s" + i).toArray(String[]::new);
    }

    private World west(String... services) {
        Policy[] policies = new Policy[services.length];
        for (int i = 0; i < services.length; i++) {
            policies[i] = Policies.weighted(services[i])
                    .in("east", 1, "e")
                    .in("west", 1, "w")
                    .shifting(QUICK)
                    .safety(ONE_SHIFT)
                    .build();
        }
        World west = World.of("west/a", Topologies.of("east", "west").alone(), policies);
        for (String service : services) {
            west.sees.serving(service, "w").load(service, 0).vote(service, "east", Votes.served());
            east.sees.serving(service, "e").vote(service, "west", Votes.served());
        }
        west.calm(east);
        return west;
    }

    /** East has concluded this incident, and finds west well again. */
    private void incident(World west, long epoch, String... services) {
        for (String service : services) {
            east.incident(service, "west", epoch);
        }
        west.run(500, east);
        for (String service : services) {
            east.noIncident(service, "west");
        }
        assertEquals(Set.of(0.0), shares(west, services));
    }

    private static Set<Double> shares(World west, String... services) {
        Set<Double> shares = new TreeSet<>();
        for (String service : services) {
            shares.add(west.ceiling(service).map(Ceiling::share).orElseThrow());
        }
        return shares;
    }

    @Test
    void aThousandServicesAreOneShift() {
        String[] services = services(1_000);
        World west = west(services);
        incident(west, 1, services);

        west.run(4_000, east);

        assertEquals(Set.of(1.0), shares(west, services), "all have returned");
        assertEquals(1, west.state().safety().budget().agesMillis().size());
    }

    @Test
    void theReturnBeyondTheBudgetWaitsAndSaysSo() {
        World west = west("shop");
        incident(west, 1, "shop");
        west.run(15_000, east);
        assertEquals(Set.of(1.0), shares(west, "shop"));

        incident(west, 2, "shop");
        west.run(60_000, east);

        assertEquals(Set.of(0.0), shares(west, "shop"));
        assertTrue(west.decision().alarms().containsKey("failback-waits:shop@west"));
        west.run(600_000, east);
        assertEquals(Set.of(1.0), shares(west, "shop"), "the window has passed");
    }
}
