package io.counterweight.engine.kit;

import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.fact.Prepared;
import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What one controller sees now. Each call replaces what it saw of the same thing before; four anchors of four answer at first. */
public final class Sight {

    private static final long OLD_MILLIS = 60_000;

    private final SortedMap<ServiceName, ServiceObservation> services = new TreeMap<>();
    private SelfCheck self = new SelfCheck(false, 4, 4, false, false);

    public Sight serving(String service, String... endpoints) {
        return serving(service, 1, endpoints);
    }

    public Sight serving(String service, double capacity, String... endpoints) {
        return verdict(service, EndpointVerdict.serving(capacity, "answers 200", OLD_MILLIS), endpoints);
    }

    public Sight failing(String service, String... endpoints) {
        return verdict(service, EndpointVerdict.failing("answers 503", OLD_MILLIS), endpoints);
    }

    public Sight unknown(String service, String... endpoints) {
        return verdict(service, EndpointVerdict.unknown("not probed yet"), endpoints);
    }

    public Sight verdict(String service, EndpointVerdict verdict, String... endpoints) {
        return change(service, seen -> {
            SortedMap<EndpointName, EndpointVerdict> all = new TreeMap<>(seen.endpoints());
            for (String endpoint : endpoints) {
                all.put(EndpointName.of(endpoint), verdict);
            }
            return new ServiceObservation(all, seen.pushed(), seen.votes(), seen.load());
        });
    }

    /** The application's own word; a capacity of 0 means failing. */
    public Sight pushed(String service, String sender, double capacity, long sequence) {
        return change(service, seen -> {
            SortedMap<String, PushedWord> all = new TreeMap<>(seen.pushed());
            all.put(sender, new PushedWord(capacity, "says " + capacity, sequence, 30_000));
            return new ServiceObservation(seen.endpoints(), all, seen.votes(), seen.load());
        });
    }

    /** An instance's own word that it serves and carries so much. */
    public Sight carries(String service, String sender, double load) {
        return change(service, seen -> {
            SortedMap<String, PushedWord> all = new TreeMap<>(seen.pushed());
            all.put(
                    sender,
                    new PushedWord(
                            1,
                            "says so",
                            1,
                            30_000,
                            OptionalDouble.of(load),
                            OptionalDouble.empty(),
                            OptionalDouble.empty()));
            return new ServiceObservation(seen.endpoints(), all, seen.votes(), seen.load());
        });
    }

    /** An instance's own word that it serves, which part of its requests fail, and how far its data is behind. */
    public Sight measures(String service, String sender, double errors, double lagSeconds) {
        return change(service, seen -> {
            SortedMap<String, PushedWord> all = new TreeMap<>(seen.pushed());
            all.put(
                    sender,
                    new PushedWord(
                            1,
                            "says so",
                            1,
                            30_000,
                            OptionalDouble.empty(),
                            OptionalDouble.of(errors),
                            OptionalDouble.of(lagSeconds)));
            return new ServiceObservation(seen.endpoints(), all, seen.votes(), seen.load());
        });
    }

    public Sight vote(String service, String on, Vote vote) {
        return change(service, seen -> {
            SortedMap<Site, Vote> all = new TreeMap<>(seen.votes());
            all.put(Site.of(on), vote);
            return new ServiceObservation(seen.endpoints(), seen.pushed(), all, seen.load());
        });
    }

    /** What the own datacenter carries, as its metrics say. */
    public Sight load(String service, double load) {
        return change(
                service,
                seen -> new ServiceObservation(seen.endpoints(), seen.pushed(), seen.votes(), OptionalDouble.of(load)));
    }

    /** What the application there said when it was asked before a return. */
    public Sight prepared(String service, Prepared said) {
        return change(
                service,
                seen -> new ServiceObservation(
                        seen.endpoints(), seen.pushed(), seen.votes(), seen.load(), seen.role(), Optional.of(said)));
    }

    /** Forgets everything of a service. */
    public Sight nothing(String service) {
        services.remove(ServiceName.of(service));
        return this;
    }

    public Sight anchors(int configured, int answering) {
        self = new SelfCheck(self.abstaining(), configured, answering, self.wordWithdrawn(), self.leaving());
        return this;
    }

    public Sight abstaining(boolean abstaining) {
        self = new SelfCheck(abstaining, self.anchors(), self.anchorsAnswering(), self.wordWithdrawn(), self.leaving());
        return this;
    }

    public Sight wordWithdrawn(boolean withdrawn) {
        self = new SelfCheck(self.abstaining(), self.anchors(), self.anchorsAnswering(), withdrawn, self.leaving());
        return this;
    }

    public Observations observations() {
        return new Observations(self, services);
    }

    private Sight change(String service, UnaryOperator<ServiceObservation> change) {
        ServiceName name = ServiceName.of(service);
        services.put(name, change.apply(services.getOrDefault(name, ServiceObservation.nothing())));
        return this;
    }
}
