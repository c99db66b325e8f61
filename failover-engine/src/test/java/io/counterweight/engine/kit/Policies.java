package io.counterweight.engine.kit;

import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Endpoint;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Nearest;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.intent.RoleHook;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Sheddable;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.intent.Silence.OnSilence;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Policies with the defaults of the product: {@code Policies.weighted("shop").in("east", 1, "e1").in("west", 1, "w1").build()}. The
 * n-th datacenter's endpoints have the addresses 10.n.0.1, 10.n.0.2 and so on, port 8080.
 */
public final class Policies {

    private final String service;
    private final Mode mode;
    private final SortedMap<Site, DatacenterPolicy> datacenters = new TreeMap<>();
    private Shifting shifting = Shifting.defaults();
    private Safety safety = Safety.defaults();
    private Silence silence = Silence.defaults();
    private Duration ttlMin = Duration.ofSeconds(5);
    private Duration ttlMax = Duration.ofSeconds(20);
    private final SortedSet<ServiceName> needs = new TreeSet<>();
    private final SortedMap<Region, List<Site>> orders = new TreeMap<>();
    private boolean retiring;
    private Optional<Sheddable> sheddable = Optional.empty();

    private Policies(String service, Mode mode) {
        this.service = service;
        this.mode = mode;
    }

    public static Policies weighted(String service) {
        return new Policies(service, Mode.WEIGHTED);
    }

    public static Policies priority(String service) {
        return new Policies(service, Mode.PRIORITY);
    }

    public static Policies nearest(String service) {
        return new Policies(service, Mode.NEAREST);
    }

    public static Policies exclusive(String service) {
        return new Policies(service, Mode.EXCLUSIVE)
                .silence(new Silence(
                        OnSilence.HOLD,
                        Silence.defaults().after(),
                        Silence.defaults().lossConfirm()));
    }

    /** A region of mode nearest, with the datacenters that come first there. */
    public Policies region(String region, String... order) {
        orders.put(Region.of(region), Stream.of(order).map(Site::of).toList());
        return this;
    }

    /** A datacenter: its weight or its priority, whichever the mode asks for. */
    public Policies in(String datacenter, int weightOrPriority, String... endpoints) {
        int block = datacenters.size() + 1;
        SortedMap<EndpointName, Endpoint> all = new TreeMap<>();
        List<PublishedAddress> published = new ArrayList<>();
        for (String each : endpoints) {
            EndpointName name = EndpointName.of(each);
            String address = "10." + block + ".0." + (all.size() + 1);
            all.put(name, new Endpoint(name, address, 8080));
            published.add(new PublishedAddress(address, 8080, Optional.of(name)));
        }
        int weight = mode == Mode.WEIGHTED ? weightOrPriority : 1;
        int priority = mode == Mode.WEIGHTED ? 1 : weightOrPriority;
        datacenters.put(Site.of(datacenter), new DatacenterPolicy(weight, priority, all, published));
        return this;
    }

    /** The application there is told its role, of a datacenter that was named before. */
    public Policies told(String datacenter, Duration deadline) {
        datacenters.computeIfPresent(
                Site.of(datacenter),
                (site, here) -> new DatacenterPolicy(
                        here.weight(),
                        here.priority(),
                        here.endpoints(),
                        here.published(),
                        here.capacity(),
                        here.load(),
                        Optional.of(new RoleHook("http://10.0.0.1:8080/role", deadline))));
        return this;
    }

    /** Puts a virtual address in front of all endpoints of a datacenter that was named before. */
    public Policies behind(String datacenter, String address) {
        datacenters.computeIfPresent(
                Site.of(datacenter),
                (site, here) -> new DatacenterPolicy(
                        here.weight(),
                        here.priority(),
                        here.endpoints(),
                        List.of(new PublishedAddress(address, 8080, Optional.empty())),
                        here.capacity()));
        return this;
    }

    /** What a datacenter that was named before can carry. */
    public Policies capacity(String datacenter, double capacity) {
        datacenters.computeIfPresent(
                Site.of(datacenter),
                (site, here) -> new DatacenterPolicy(
                        here.weight(),
                        here.priority(),
                        here.endpoints(),
                        here.published(),
                        OptionalDouble.of(capacity)));
        return this;
    }

    public Policies shifting(Shifting wanted) {
        shifting = wanted;
        return this;
    }

    public Policies safety(Safety wanted) {
        safety = wanted;
        return this;
    }

    public Policies silence(Silence wanted) {
        silence = wanted;
        return this;
    }

    public Policies ttl(Duration min, Duration max) {
        ttlMin = min;
        ttlMax = max;
        return this;
    }

    public Policies needs(String... callees) {
        for (String each : callees) {
            needs.add(ServiceName.of(each));
        }
        return this;
    }

    /** Clients that nobody has room for may be turned away, up to this part of all. */
    public Policies sheddable(double most) {
        sheddable = Optional.of(new Sheddable(List.of("192.0.2.250"), most));
        return this;
    }

    public Policies retiring() {
        retiring = true;
        return this;
    }

    public Policy build() {
        return new Policy(
                ServiceName.of(service),
                List.of(service),
                mode,
                AnswerChoice.RANDOM,
                datacenters,
                new Nearest(orders),
                Check.http("/health"),
                Damping.defaults(),
                shifting,
                safety,
                silence,
                ttlMin,
                ttlMax,
                needs,
                retiring,
                sheddable);
    }
}
