package io.counterweight.engine.evacuation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.dependency.DependencyGraph;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The order in which the services of east leave it. */
@Rule("W5")
class LayersTest {

    private static final Site EAST = Site.of("east");

    private final SortedMap<ServiceName, Policy> policies = new TreeMap<>();

    private LayersTest everywhere(String service, String... needs) {
        return add(Policies.weighted(service).in("east", 1, "e").in("west", 1, "w"), needs);
    }

    private LayersTest only(String datacenter, String service, String... needs) {
        return add(Policies.weighted(service).in(datacenter, 1, "x"), needs);
    }

    private LayersTest add(Policies policy, String... needs) {
        Policy built = policy.needs(needs).build();
        policies.put(built.service(), built);
        return this;
    }

    private Layers layers() {
        return Layers.of(DependencyGraph.of(policies), policies, EAST);
    }

    private void are(String wanted) {
        assertEquals(wanted, layers().inOrder().toString());
    }

    @Test
    void everybodyComesALayerAfterTheLastOfItsCallers() {
        everywhere("web", "shop", "ledger")
                .everywhere("shop", "ledger")
                .everywhere("ledger")
                .everywhere("mail")
                .everywhere("desk", "mail");

        are("[[desk, web], [mail, shop], [ledger]]");
    }

    @Test
    void aNeedThatBindsElsewhereOnlyOrdersNothing() {
        everywhere("shop").only("west", "web", "shop");

        are("[[shop]]");
    }

    @Test
    void aCircleIsInOneLayer() {
        everywhere("web", "a")
                .everywhere("a", "b")
                .everywhere("b", "a", "ledger")
                .everywhere("ledger");

        are("[[web], [a, b], [ledger]]");
    }

    @Test
    void whoIsOnlyThereStaysAndKeepsWhatItNeeds() {
        only("east", "batch", "ledger")
                .everywhere("web", "ledger")
                .everywhere("ledger", "disk")
                .everywhere("disk");

        are("[[web]]");
        assertEquals(
                Map.of(
                        ServiceName.of("batch"), "the policy of batch names no other datacenter",
                        ServiceName.of("disk"), "ledger needs it, and cannot leave",
                        ServiceName.of("ledger"), "batch needs it, and cannot leave"),
                layers().staying());
    }

    @Test
    void inRandomGraphsEverybodyIsInOneLayerAfterItsCallers() {
        Seeded.cases(300, random -> {
            policies.clear();
            int size = 1 + random.nextInt(12);
            for (int i = 0; i < size; i++) {
                String[] needs = random.ints(random.nextInt(3), 0, size)
                        .mapToObj(to -> "s" + to)
                        .toArray(String[]::new);
                switch (random.nextInt(6)) {
                    case 0 -> only("east", "s" + i, needs);
                    case 1 -> only("west", "s" + i, needs);
                    default -> everywhere("s" + i, needs);
                }
            }
            Layers layers = layers();
            DependencyGraph graph = DependencyGraph.of(policies);
            SortedMap<ServiceName, Integer> places = new TreeMap<>();
            for (int i = 0; i < layers.inOrder().size(); i++) {
                int place = i;
                assertTrue(!layers.inOrder().get(i).isEmpty(), layers::toString);
                layers.inOrder()
                        .get(i)
                        .forEach(service -> assertEquals(null, places.put(service, place), layers::toString));
            }
            policies.keySet().stream()
                    .filter(service -> graph.placed(service, EAST))
                    .forEach(service -> assertTrue(
                            places.containsKey(service) ^ layers.staying().containsKey(service),
                            () -> service + " in " + layers));
            assertTrue(places.keySet().stream().allMatch(service -> graph.placed(service, EAST)), layers::toString);
            places.forEach((service, place) -> graph.callersOf(graph.group(service), EAST)
                    .forEach(caller -> assertTrue(
                            places.getOrDefault(caller, Integer.MAX_VALUE) < place,
                            () -> caller + " after " + service + ": " + layers)));
        });
    }
}
