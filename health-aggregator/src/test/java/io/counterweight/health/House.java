package io.counterweight.health;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.fact.ServiceReport;
import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Endpoint;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Nearest;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The shop in east, on loopback, and what its controllers say of it. */
final class House {
    static final Site EAST = Site.of("east");
    static final Site WEST = Site.of("west");
    static final ServiceName SHOP = ServiceName.of("shop");

    private House() {}

    /** The shop's endpoints {@code i1}, {@code i2} and so on, at these ports of 127.0.0.1; clients are given the same addresses. */
    static Intents shop(List<Integer> ports) {
        SortedMap<EndpointName, Endpoint> endpoints = new TreeMap<>();
        List<PublishedAddress> published = new ArrayList<>();
        for (int port : ports) {
            EndpointName name = endpoint(endpoints.size() + 1);
            endpoints.put(name, new Endpoint(name, "127.0.0.1", port));
            published.add(new PublishedAddress("127.0.0.1", port, Optional.of(name)));
        }
        Check check = Checks.timed(
                Checks.format(BodyFormat.STATUS_ONLY), "/health", Duration.ofMillis(200), Duration.ofSeconds(1));
        Policy policy = new Policy(
                SHOP,
                List.of("shop"),
                Mode.WEIGHTED,
                AnswerChoice.RANDOM,
                new TreeMap<>(Map.of(EAST, new DatacenterPolicy(1, 1, endpoints, published))),
                Nearest.none(),
                check,
                Damping.defaults(),
                Shifting.defaults(),
                Safety.defaults(),
                Silence.defaults(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                new TreeSet<>(),
                false);
        Topology topology = new Topology(1, new TreeSet<>(List.of(EAST, WEST)), new TreeSet<>());
        return new Intents(topology, true, new TreeMap<>(Map.of(SHOP, policy)), List.of(), new TreeSet<>());
    }

    static EndpointName endpoint(int n) {
        return EndpointName.of("i" + n);
    }

    /** What a controller says of the shop's endpoints. */
    static Report says(ControllerId writer, SortedMap<EndpointName, EndpointVerdict> verdicts) {
        ServiceReport shop = new ServiceReport(
                new ServiceObservation(verdicts, new TreeMap<>(), new TreeMap<>(), OptionalDouble.empty()),
                Optional.empty(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeMap<>(),
                true,
                OptionalDouble.empty(),
                Optional.empty(),
                0,
                new TreeMap<>());
        return new Report(
                writer,
                new ReportStamp(1, 1),
                1,
                new SelfCheck(false, 3, 3, false, false),
                new TreeMap<>(Map.of(SHOP, shop)),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>());
    }
}
