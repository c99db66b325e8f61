package io.counterweight.demo.scenario;

import io.counterweight.demo.scenario.Outcome.Measure;
import io.counterweight.demo.traffic.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Watches through one step that ledger is never active in two datacenters, and what its moves cost its users. */
final class Exclusivity implements AutoCloseable {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final String NOWHERE = "at ledger, while it was active nowhere, or at the address that it had left";
    private final Stage stage;
    private final Scene scene;
    private final Actives actives;

    Exclusivity(Stage stage, Scene scene) {
        this.stage = stage;
        this.scene = scene;
        this.actives = new Actives(stage.ledger(), List.of(stage.east(), stage.west()));
    }

    /** It has moved since then, by what the controllers say: measures for how long it was nowhere, and waits until users follow. */
    void moved(String from, String to, long since) {
        long begins = actives.spells()
                .firstNamed(to, since)
                .orElseThrow(() -> new IllegalStateException("no name server named " + to));
        long ends = actives.spells()
                .lastNamed(from, begins)
                .orElseThrow(() -> new IllegalStateException("no name server named " + from));
        scene.measured(new Measure(
                "from the last answer with " + from + " to the first with " + to + ", of all name servers",
                (begins - ends) / 1_000_000,
                "ms",
                ""));
        scene.await("users of ledger are served in " + to, () -> served(begins).anyMatch(to::equals));
        nowhere(ends - SECOND_NANOS, begins);
    }

    /** Since then it has been interrupted, and not moved. */
    void nowhereSince(long since) {
        nowhere(since, System.nanoTime());
    }

    /** Who asks meanwhile learns no address; who comes with an old one is refused by the application itself. */
    private void nowhere(long from, long to) {
        scene.usersMayFail(
                NOWHERE,
                from,
                to + Scenario.TTL.toNanos() + SECOND_NANOS,
                request -> request.service().equals("ledger")
                        && (request.address().isEmpty() || request.error().contains(" 503")));
    }

    /** By what every name server answered, and by where users were served: in west, then in east, then in west again. */
    void neverTwice(long since) {
        List<String> contradictions = actives.spells().contradictions();
        scene.expect(
                "no two name servers named different datacenters at one moment"
                        + (contradictions.isEmpty() ? "" : ": " + contradictions),
                contradictions.isEmpty());
        List<String> places = new ArrayList<>();
        served(since)
                .filter(datacenter -> places.isEmpty() || !places.getLast().equals(datacenter))
                .forEach(places::add);
        scene.expect(
                "users of ledger were served in " + String.join(", then in ", places),
                places.equals(List.of("west", "east", "west")));
    }

    /** The datacenters in which users of ledger were served, in the order in which they asked. */
    private Stream<String> served(long since) {
        return stage.traffic().between(since, System.nanoTime()).stream()
                .filter(request -> request.service().equals("ledger") && !request.failed())
                .sorted(Comparator.comparingLong(Request::atNanos))
                .map(Request::datacenter);
    }

    @Override
    public void close() {
        actives.close();
    }
}
