package io.counterweight.engine.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who needs whom: the order of the groups, and the circles. */
@Rule("W5")
class DependencyGraphTest {

    private static final Site EAST = Site.of("east");

    private static Policies in(String service, String... datacenters) {
        Policies policy = Policies.weighted(service);
        for (String each : datacenters) {
            policy.in(each, 1, "e");
        }
        return policy;
    }

    private static SortedMap<ServiceName, Policy> all(Policies... policies) {
        SortedMap<ServiceName, Policy> all = new TreeMap<>();
        for (Policies each : policies) {
            Policy policy = each.build();
            all.put(policy.service(), policy);
        }
        return all;
    }

    private static SortedSet<ServiceName> names(String... names) {
        SortedSet<ServiceName> all = new TreeSet<>();
        List.of(names).forEach(name -> all.add(ServiceName.of(name)));
        return all;
    }

    @Test
    void calleesComeBeforeCallers() {
        DependencyGraph graph = DependencyGraph.of(
                all(in("a", "east").needs("z", "m"), in("m", "east").needs("z"), in("other", "east"), in("z", "east")));

        assertEquals(List.of(names("z"), names("m"), names("a")), graph.groups());
        assertEquals(names("m", "z"), graph.calleesOf(names("a"), EAST));
        assertEquals(names("a", "m"), graph.callersOf(names("z"), EAST));
        assertEquals(names("a", "m", "z"), graph.dependents(names("z"), EAST));
    }

    @Test
    void aNeedBindsWhereBothAre() {
        DependencyGraph graph =
                DependencyGraph.of(all(in("shop", "east", "west").needs("ledger", "nobody"), in("ledger", "west")));

        assertEquals(names(), graph.calleesOf(names("shop"), EAST));
        assertEquals(names("ledger"), graph.calleesOf(names("shop"), Site.of("west")));
        assertEquals(names("shop"), graph.callersOf(names("ledger"), Site.of("west")));
        assertFalse(graph.placed(ServiceName.of("nobody"), EAST));
    }

    @Test
    void aCircleIsOneGroupAndItsWayIsNamed() {
        DependencyGraph graph = DependencyGraph.of(all(
                in("a", "east").needs("b"),
                in("b", "east").needs("c"),
                in("c", "east").needs("a", "d"),
                in("d", "east"),
                in("e", "east").needs("c")));

        assertEquals(List.of(names("d"), names("a", "b", "c"), names("e")), graph.groups());
        assertEquals(names("d"), graph.calleesOf(graph.group(ServiceName.of("a")), EAST));
        assertEquals(names("e"), graph.callersOf(graph.group(ServiceName.of("a")), EAST));
        assertEquals(
                Optional.of("[b, c, a, b]"),
                graph.cycleThrough(ServiceName.of("b")).map(List::toString));
        assertEquals(Optional.empty(), graph.cycleThrough(ServiceName.of("e")));
    }

    @Test
    void aLongChainNeedsNoDeepStack() {
        int length = 20_000;
        SortedMap<ServiceName, Policy> chain = new TreeMap<>();
        Policy any = in("any", "east").build();
        for (int i = 0; i < length; i++) {
            chain.putAll(all(in("s" + i, any.datacenters().firstKey().value()).needs("s" + (i + 1))));
        }
        chain.putAll(all(in("s" + length, "east")));

        DependencyGraph graph = DependencyGraph.of(chain);

        assertEquals(length + 1, graph.groups().size());
        assertEquals(length + 1, graph.dependents(names("s" + length), EAST).size());
    }

    @Test
    void inRandomGraphsEveryGroupIsAsLargeAsItsCirclesAndComesAfterWhatItNeeds() {
        Seeded.cases(200, (Random random) -> {
            int size = 1 + random.nextInt(12);
            SortedMap<ServiceName, Policy> policies = new TreeMap<>();
            IntStream.range(0, size).forEach(i -> {
                Policies policy = in("s" + i, "east");
                random.ints(random.nextInt(3), 0, size).filter(to -> to != i).forEach(to -> policy.needs("s" + to));
                policies.putAll(all(policy));
            });
            DependencyGraph graph = DependencyGraph.of(policies);

            List<SortedSet<ServiceName>> groups = new ArrayList<>(graph.groups());
            SortedSet<ServiceName> before = new TreeSet<>();
            for (SortedSet<ServiceName> group : groups) {
                assertTrue(before.containsAll(graph.calleesOf(group, EAST)), () -> groups + " of " + policies);
                before.addAll(group);
                for (ServiceName member : group) {
                    assertEquals(mutual(member, policies), group, () -> "of " + policies);
                    assertEquals(
                            DependencyGraph.cyclic(group),
                            graph.cycleThrough(member).isPresent());
                }
            }
        });
    }

    /** By the definition: who is reached from it, and reaches it. */
    private static SortedSet<ServiceName> mutual(ServiceName service, SortedMap<ServiceName, Policy> policies) {
        SortedSet<ServiceName> mutual = reached(service, policies);
        mutual.removeIf(each -> !reached(each, policies).contains(service));
        return mutual;
    }

    private static SortedSet<ServiceName> reached(ServiceName from, SortedMap<ServiceName, Policy> policies) {
        SortedSet<ServiceName> reached = new TreeSet<>(Comparator.naturalOrder());
        reached.add(from);
        int before;
        do {
            before = reached.size();
            List.copyOf(reached)
                    .forEach(each -> reached.addAll(policies.get(each).needs()));
        } while (reached.size() > before);
        return reached;
    }
}
