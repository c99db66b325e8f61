package io.counterweight.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.EndpointVerdict.State;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.health.watch.EndpointWatch;
import io.counterweight.rules.Rule;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Rule("G4")
class AssignmentTest {
    private static final int ENDPOINTS = 40;
    private static final List<ControllerId> LIVE =
            List.of(ControllerId.of("east", "a"), ControllerId.of("east", "b"), ControllerId.of("east", "c"));
    private static final Intents INTENTS = House.shop(
            IntStream.rangeClosed(1, ENDPOINTS).mapToObj(n -> 1_000 + n).toList());

    /** What a controller gets to probe among these live ones, after all said this of theirs: by endpoint, its first verdict. */
    private static SortedMap<EndpointName, EndpointVerdict> begun(
            ControllerId self, Collection<ControllerId> live, SortedMap<ControllerId, State> said) {
        Heard heard = new Heard(House.EAST, 2_000, () -> 0, () -> 0);
        said.forEach((writer, state) -> heard.take(House.says(writer, verdicts(writer, state))));
        SortedMap<EndpointName, EndpointVerdict> begun = new TreeMap<>();
        assignment(self, heard).endpoints(INTENTS, new TreeSet<>(live)).forEach((key, wanted) -> {
            EndpointWatch watch = wanted.make().apply(Optional.empty());
            begun.put(key.endpoint(), watch.verdict(0, 0));
        });
        return begun;
    }

    private static Assignment assignment(ControllerId self, Heard heard) {
        return new Assignment(self, 2, () -> 0, () -> 0, heard, () -> {});
    }

    private static SortedMap<EndpointName, EndpointVerdict> verdicts(ControllerId writer, State state) {
        SortedMap<EndpointName, EndpointVerdict> verdicts = new TreeMap<>();
        assignment(writer, new Heard(House.EAST, 2_000, () -> 0, () -> 0))
                .endpoints(INTENTS, new TreeSet<>(LIVE))
                .keySet()
                .forEach(key -> verdicts.put(key.endpoint(), new EndpointVerdict(state, 0.5, "as last seen", 0)));
        return verdicts;
    }

    @Test
    void twoControllersProbeEachEndpoint() {
        List<EndpointName> all = LIVE.stream()
                .flatMap(each -> begun(each, LIVE, new TreeMap<>()).keySet().stream())
                .sorted()
                .toList();
        List<EndpointName> twice = IntStream.rangeClosed(1, ENDPOINTS)
                .mapToObj(House::endpoint)
                .flatMap(name -> List.of(name, name).stream())
                .sorted()
                .toList();
        assertEquals(twice, all);
    }

    @Test
    void proberDeathKeepsTheFraction() {
        ControllerId dead = LIVE.getFirst();
        List<ControllerId> left = LIVE.subList(1, 3);
        for (ControllerId heir : left) {
            SortedMap<ControllerId, State> said = new TreeMap<>();
            LIVE.stream().filter(each -> !each.equals(heir)).forEach(each -> said.put(each, State.SERVING));
            SortedMap<EndpointName, EndpointVerdict> before = begun(heir, LIVE, said);
            SortedMap<EndpointName, EndpointVerdict> after = begun(heir, left, said);
            assertEquals(ENDPOINTS, after.size());
            after.forEach((name, verdict) -> {
                if (!before.containsKey(name)) {
                    assertEquals(EndpointVerdict.serving(0.5, "as last seen", 0), verdict, name + " after " + dead);
                }
            });
        }
    }

    @Test
    void whatWasSaidToFailGoesOnFailing() {
        SortedMap<ControllerId, State> said = new TreeMap<>();
        said.put(LIVE.get(1), State.FAILING);
        said.put(LIVE.get(2), State.FAILING);
        begun(LIVE.getFirst(), LIVE, said).values().forEach(verdict -> assertEquals(State.FAILING, verdict.state()));
    }

    @Test
    void whatNobodySpokeOfIsUnknown() {
        begun(LIVE.getFirst(), LIVE, new TreeMap<>())
                .values()
                .forEach(verdict -> assertEquals(State.UNKNOWN, verdict.state()));
    }
}
