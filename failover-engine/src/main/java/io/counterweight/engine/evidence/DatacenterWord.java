package io.counterweight.engine.evidence;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.EndpointVerdict.State;
import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a datacenter says of its own service: the pure merge of its controllers' reports (rules G3, E1). */
public sealed interface DatacenterWord {

    int MOST_NAMED = 4;

    /** Serving with this fraction of its capacity, above 0. */
    record Serving(double fraction, String reason) implements DatacenterWord {}

    /**
     * Failing.
     *
     * @param byPush the application itself says so; always believed
     * @param ageMillis for how long, by the probes
     */
    record Failing(boolean byPush, String reason, long ageMillis) implements DatacenterWord {}

    /** No statement, or one that its own writers distrust. */
    record Unknown(String reason) implements DatacenterWord {}

    /** The fraction that it offers: 0 unless serving. */
    default double fraction() {
        return this instanceof Serving serving ? serving.fraction() : 0;
    }

    static DatacenterWord of(List<Report> speaking, ServiceName service, SortedSet<EndpointName> endpoints) {
        Optional<PushedWord> pushed = lowestPushed(speaking, service);
        if (pushed.isPresent() && pushed.get().failing()) {
            return new Failing(true, "the application says: " + pushed.get().reason(), 0);
        }
        return byProbes(speaking, service, endpoints, pushed);
    }

    /** What its probes alone say, whatever the application says of itself. */
    static DatacenterWord byProbes(List<Report> speaking, ServiceName service, SortedSet<EndpointName> endpoints) {
        return byProbes(speaking, service, endpoints, Optional.empty());
    }

    private static DatacenterWord byProbes(
            List<Report> speaking,
            ServiceName service,
            SortedSet<EndpointName> endpoints,
            Optional<PushedWord> pushed) {
        List<Report> trusted = speaking.stream()
                .filter(report -> !report.self().wordWithdrawn())
                .toList();
        if (trusted.isEmpty()) {
            return new Unknown(speaking.isEmpty() ? "silent" : "its probes fail and so do its control targets");
        }
        SortedMap<EndpointName, EndpointVerdict> merged = endpoints(trusted, service, endpoints);
        return merged(merged, pushed);
    }

    /** On one endpoint, serving wins; an endpoint that nobody speaks of is unknown. */
    static SortedMap<EndpointName, EndpointVerdict> endpoints(
            List<Report> reports, ServiceName service, SortedSet<EndpointName> endpoints) {
        SortedMap<EndpointName, EndpointVerdict> merged = new TreeMap<>();
        for (EndpointName endpoint : endpoints) {
            EndpointVerdict best = EndpointVerdict.unknown("not probed yet");
            for (Report report : reports) {
                EndpointVerdict said = report.of(service).seen().endpoints().get(endpoint);
                best = said == null ? best : best.better(said);
            }
            merged.put(endpoint, best);
        }
        return merged;
    }

    /** Of all senders the lowest word (rule E1). */
    private static Optional<PushedWord> lowestPushed(List<Report> speaking, ServiceName service) {
        return pushed(speaking, service).values().stream()
                .min(Comparator.comparingDouble(PushedWord::capacity).thenComparing(PushedWord::reason));
    }

    /** Of each sender the latest word, whichever controller it told. */
    static SortedMap<String, PushedWord> pushed(List<Report> speaking, ServiceName service) {
        SortedMap<String, PushedWord> latest = new TreeMap<>();
        for (Report report : speaking) {
            report.of(service)
                    .seen()
                    .pushed()
                    .forEach((sender, word) -> latest.merge(sender, word, DatacenterWord::later));
        }
        return latest;
    }

    private static PushedWord later(PushedWord one, PushedWord other) {
        return Comparator.comparingLong(PushedWord::sequence)
                                .thenComparingLong(PushedWord::remainingMillis)
                                .compare(one, other)
                        >= 0
                ? one
                : other;
    }

    private static DatacenterWord merged(SortedMap<EndpointName, EndpointVerdict> merged, Optional<PushedWord> pushed) {
        Collection<EndpointVerdict> all = merged.values();
        double offered = 0;
        long known = 0;
        for (EndpointVerdict verdict : all) {
            offered += verdict.offered();
            known += verdict.state() != State.UNKNOWN ? 1 : 0;
        }
        if (offered == 0) {
            return known < all.size() || all.isEmpty()
                    ? new Unknown("not every endpoint has been probed yet")
                    : failing(merged);
        }
        double capacity = pushed.map(PushedWord::capacity).orElse(1.0);
        return new Serving(Math.min(1, offered / known * capacity), servingReason(merged, pushed));
    }

    private static Failing failing(SortedMap<EndpointName, EndpointVerdict> merged) {
        long age = merged.values().stream()
                .mapToLong(EndpointVerdict::ageMillis)
                .min()
                .orElse(0);
        return new Failing(false, describe(merged, State.FAILING), age);
    }

    private static String servingReason(SortedMap<EndpointName, EndpointVerdict> merged, Optional<PushedWord> pushed) {
        long serving = merged.values().stream()
                .filter(verdict -> verdict.state() == State.SERVING)
                .count();
        List<String> parts = new ArrayList<>();
        parts.add(serving + " of " + merged.size() + " endpoints serve");
        if (pushed.isEmpty() && merged.values().stream().allMatch(verdict -> verdict.offered() == 1)) {
            return parts.getFirst();
        }
        if (serving < merged.size()) {
            parts.add(describe(merged, State.FAILING));
        }
        parts.add(partly(merged));
        pushed.ifPresent(word ->
                parts.add("the application offers " + Math.round(word.capacity() * 100) + " %: " + word.reason()));
        parts.removeIf(String::isEmpty);
        return String.join("; ", parts);
    }

    /** The endpoints that offer less than all of their capacity, and why. */
    private static String partly(SortedMap<EndpointName, EndpointVerdict> merged) {
        return merged.entrySet().stream()
                .filter(entry -> entry.getValue().state() == State.SERVING)
                .filter(entry -> entry.getValue().capacity() < 1)
                .limit(MOST_NAMED)
                .map(entry -> entry.getKey() + " offers "
                        + Math.round(entry.getValue().capacity() * 100) + " %: "
                        + entry.getValue().reason())
                .collect(Collectors.joining(", "));
    }

    private static String describe(SortedMap<EndpointName, EndpointVerdict> merged, State state) {
        return String.join(
                ", ",
                merged.entrySet().stream()
                        .filter(entry -> entry.getValue().state() == state)
                        .limit(MOST_NAMED)
                        .map(entry -> entry.getKey() + ": " + entry.getValue().reason())
                        .toList());
    }
}
