package io.counterweight.health;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.intent.Endpoint;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.health.probe.Probers;
import io.counterweight.health.probe.Source;
import io.counterweight.health.probe.Target;
import io.counterweight.health.probe.Watch;
import io.counterweight.health.signal.PushedSignal;
import io.counterweight.health.signal.SignalStore;
import io.counterweight.health.watch.EndpointWatch;
import io.counterweight.health.watch.PeerWatch;
import io.counterweight.health.watch.VoteWatch;
import io.counterweight.health.watch.Watched;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that one controller sees by itself. Any thread may call it; everything that changes happens on one event loop, and
 * {@link #observe} reads without waiting.
 */
public final class HealthAggregator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthAggregator.class);
    private static final long HEARTBEAT_MILLIS = 50;
    /** A heartbeat this late is a stall: the controller abstains for one staleness bound. */
    private static final long STALL_MILLIS = 1_000;

    private static final long LATE_MILLIS = 100;
    private static final int PEER_OVERLAP = 12;
    private static final int PEER_CONNECT_MILLIS = 1_000;
    private static final Sight NOTHING = new Sight(new TreeSet<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    private record EndpointKey(ServiceName service, EndpointName endpoint) implements Comparable<EndpointKey> {
        @Override
        public int compareTo(EndpointKey other) {
            int order = service.compareTo(other.service);
            return order == 0 ? endpoint.compareTo(other.endpoint) : order;
        }
    }

    private record VoteKey(Placement place, String address, int port) implements Comparable<VoteKey> {
        @Override
        public int compareTo(VoteKey other) {
            int order = place.compareTo(other.place);
            order = order == 0 ? address.compareTo(other.address) : order;
            return order == 0 ? Integer.compare(port, other.port) : order;
        }
    }

    private record Heard(Echo echo, long at) {}

    private final class Surroundings implements VoteWatch.Surroundings {
        @Override
        public long now() {
            return clock.getAsLong();
        }

        @Override
        public Optional<Echo> heardOf(Site site) {
            return Optional.ofNullable(heard.get(site)).map(Heard::echo);
        }

        @Override
        public boolean hears(Site site) {
            Heard last = heard.get(site);
            return last != null && now() - last.at() <= settings.staleness().toMillis();
        }

        @Override
        public long outsideAnswered(Site except) {
            long latest = latest(anchors);
            for (Map.Entry<Site, Heard> each : heard.entrySet()) {
                if (!each.getKey().equals(except) && !each.getKey().equals(self.site())) {
                    latest = Math.max(latest, each.getValue().at());
                }
            }
            return latest;
        }
    }

    private final ControllerId self;
    private final HealthSettings settings;
    private final LongSupplier clock;
    private final Runnable onChange;
    private final Context context;
    private final Probers probers;
    private final NetClient boundClient;
    private final NetClient freeClient;
    private final Watched<EndpointKey, EndpointWatch> endpoints;
    private final Watched<VoteKey, VoteWatch> votes;
    private final List<PeerWatch> anchors;
    private final List<PeerWatch> controlTargets;
    private final SignalStore signals = new SignalStore();
    private final Surroundings surroundings = new Surroundings();
    private final Map<Site, Heard> heard = new ConcurrentHashMap<>();
    private final Map<ControllerId, Report> siblingReports = new ConcurrentHashMap<>();
    private final Set<String> everServed = ConcurrentHashMap.newKeySet();
    private final AtomicLong requested = new AtomicLong();
    private volatile long applied;
    private volatile Sight sight = NOTHING;
    private volatile long abstainsUntil = Long.MIN_VALUE;
    private volatile boolean leaving;
    private final long heartbeat;
    private long beatAt;
    private boolean hurry;

    /**
     * Begins to look around; nothing is probed before the first {@link #update}.
     *
     * @param clock milliseconds, monotonic
     * @param everServed what {@link #everServed} said in the life before
     * @param onChange told, on the event loop, when something visible changed
     */
    public HealthAggregator(
            Vertx vertx,
            ControllerId self,
            HealthSettings settings,
            LongSupplier clock,
            RandomGenerator random,
            Set<String> everServed,
            Runnable onChange) {
        this.self = self;
        this.settings = settings;
        this.clock = clock;
        this.onChange = onChange;
        this.context = vertx.getOrCreateContext();
        this.probers = new Probers(vertx, settings.limits(), settings.sourceAddress());
        Watch.World world = new Watch.World(
                context, probers, clock, random, settings.limits().overlap());
        this.endpoints = new Watched<>(world);
        this.votes = new Watched<>(world);
        NetClientOptions options = new NetClientOptions().setConnectTimeout(PEER_CONNECT_MILLIS);
        this.freeClient = vertx.createNetClient(options);
        settings.sourceAddress().ifPresent(options::setLocalAddress);
        this.boundClient = vertx.createNetClient(options);
        this.anchors = peers(settings.anchors(), () -> {});
        this.controlTargets = peers(settings.controlTargets(), this::controlTargetAnswered);
        this.everServed.addAll(everServed);
        this.beatAt = clock.getAsLong();
        this.heartbeat = vertx.setPeriodic(HEARTBEAT_MILLIS, due -> context.runOnContext(on -> beat()));
    }

    private List<PeerWatch> peers(List<HealthSettings.Peer> peers, Runnable onAnswer) {
        Source source = new Source(settings.sourceAddress());
        return peers.stream()
                .map(peer -> new PeerWatch(
                        source.towards(peer.address()).isPresent() ? boundClient : freeClient, peer, clock, onAnswer))
                .toList();
    }

    /** From now on these intents and these live siblings say what is probed here (rule G4). */
    public void update(Intents intents, SortedSet<ControllerId> siblings) {
        long number = requested.incrementAndGet();
        context.runOnContext(on -> {
            SortedSet<ControllerId> live = new TreeSet<>(siblings);
            live.add(self);
            endpoints.change(wantedEndpoints(intents, live));
            votes.change(wantedVotes(intents));
            sight = look(intents);
            everServed.retainAll(new HashSet<>(sight.places().values()));
            applied = number;
            onChange.run();
        });
    }

    private SortedMap<EndpointKey, Watched.Wanted<EndpointWatch>> wantedEndpoints(
            Intents intents, SortedSet<ControllerId> live) {
        SortedMap<EndpointKey, Watched.Wanted<EndpointWatch>> wanted = new TreeMap<>();
        intents.policies().forEach((service, policy) -> {
            Placement place = new Placement(service, self.site());
            endpointsOf(policy).forEach((name, endpoint) -> {
                String key = service + "/" + name;
                if (Rendezvous.chosen(key, live, settings.probersPerEndpoint()).contains(self)) {
                    Target target = Target.of(place, endpoint.address(), endpoint.port(), policy.check());
                    wanted.put(
                            new EndpointKey(service, name),
                            new Watched.Wanted<>(target, policy.damping(), before -> endpoint(policy, name, before)));
                }
            });
        });
        return wanted;
    }

    private SortedMap<EndpointName, Endpoint> endpointsOf(Policy policy) {
        return policy.datacenters().containsKey(self.site())
                ? policy.datacenters().get(self.site()).endpoints()
                : new TreeMap<>();
    }

    private EndpointWatch endpoint(Policy policy, EndpointName name, Optional<EndpointWatch> before) {
        EndpointVerdict seed = before.map(watch -> watch.verdict(clock.getAsLong(), latest(controlTargets)))
                .orElseGet(() -> siblingsWord(policy.service(), name));
        return new EndpointWatch(
                clock, policy.damping(), policy.check().interval().toMillis(), seed, onChange);
    }

    /** Who takes over a probe begins from what was last said of it, so that a hand-over moves nothing. */
    private EndpointVerdict siblingsWord(ServiceName service, EndpointName name) {
        return siblingReports.values().stream()
                .flatMap(report -> Optional.ofNullable(
                        report.of(service).seen().endpoints().get(name))
                        .stream())
                .reduce(EndpointVerdict::better)
                .orElseGet(() -> EndpointVerdict.unknown("not probed yet"));
    }

    private SortedMap<VoteKey, Watched.Wanted<VoteWatch>> wantedVotes(Intents intents) {
        SortedMap<VoteKey, Watched.Wanted<VoteWatch>> wanted = new TreeMap<>();
        intents.policies().forEach((service, policy) -> policy.datacenters().forEach((site, datacenter) -> {
            Placement place = new Placement(service, site);
            for (PublishedAddress published : datacenter.published()) {
                Target target = new Target(place, published.address(), published.port(), policy.check());
                wanted.put(
                        new VoteKey(place, published.address(), published.port()),
                        new Watched.Wanted<>(
                                target,
                                policy.damping(),
                                before -> new VoteWatch(
                                        surroundings,
                                        site,
                                        policy.damping(),
                                        policy.check().interval().toMillis(),
                                        onChange)));
            }
        }));
        return wanted;
    }

    private Sight look(Intents intents) {
        SortedMap<ServiceName, SortedMap<EndpointName, EndpointWatch>> inside = new TreeMap<>();
        endpoints.subjects().forEach((key, watch) -> inside.computeIfAbsent(key.service(), service -> new TreeMap<>())
                .put(key.endpoint(), watch));
        SortedMap<Placement, List<VoteWatch>> outside = new TreeMap<>();
        SortedMap<Placement, List<String>> addresses = new TreeMap<>();
        votes.subjects().forEach((key, watch) -> {
            outside.computeIfAbsent(key.place(), place -> new ArrayList<>()).add(watch);
            addresses.computeIfAbsent(key.place(), place -> new ArrayList<>()).add(key.address() + ":" + key.port());
        });
        SortedMap<Placement, String> marks = new TreeMap<>();
        addresses.forEach((place, all) -> marks.put(place, Sight.mark(place, all)));
        return new Sight(new TreeSet<>(intents.policies().keySet()), inside, outside, marks);
    }

    /**
     * A report was received.
     *
     * @param turnedFresh its site had not been heard before it, for longer than the staleness bound
     */
    public void heard(Report report, boolean turnedFresh) {
        ControllerId writer = report.writer();
        if (writer.equals(self)) {
            return;
        }
        if (writer.site().equals(self.site())) {
            siblingReports.put(writer, report);
            return;
        }
        heard.put(writer.site(), new Heard(new Echo(writer, report.stamp()), clock.getAsLong()));
        if (turnedFresh) {
            context.runOnContext(on -> sight.votes().forEach((place, watches) -> {
                if (place.datacenter().equals(writer.site())) {
                    watches.forEach(VoteWatch::abstain);
                }
            }));
        }
    }

    public SignalStore.Outcome push(PushedSignal signal) {
        SignalStore.Outcome outcome = signals.accept(signal, clock.getAsLong(), siblingsSequence(signal));
        onChange.run();
        return outcome;
    }

    /** The highest sequence of this sender that a sibling heard; -1 where none did. */
    private long siblingsSequence(PushedSignal signal) {
        return siblingReports.values().stream()
                .flatMap(report ->
                        Optional.ofNullable(
                                report.of(signal.service()).seen().pushed().get(signal.sender()))
                                .stream())
                .mapToLong(PushedWord::sequence)
                .max()
                .orElse(-1);
    }

    public Observations observe(long now) {
        Sight sight = this.sight;
        SortedMap<ServiceName, ServiceObservation> services = new TreeMap<>();
        long controlAnsweredAt = latest(controlTargets);
        for (ServiceName service : sight.services()) {
            services.put(service, sight.observe(service, signals, everServed, controlAnsweredAt, now));
        }
        long within = settings.anchorAnswersWithin().toMillis();
        int answering = (int) anchors.stream()
                .filter(anchor -> now - anchor.answeredAt() <= within)
                .count();
        boolean withdrawn = sight.wordWithdrawn(controlAnsweredAt, now, within);
        return new Observations(
                new SelfCheck(now < abstainsUntil, anchors.size(), answering, withdrawn, leaving), services);
    }

    /** Whether every endpoint to be probed here has been judged once, or made no statement. */
    public boolean firstRoundComplete() {
        return applied == requested.get() && sight.allEndpoints().stream().allMatch(EndpointWatch::settled);
    }

    /** Where this vantage was once served, for the journal. */
    public SortedSet<String> everServed() {
        return new TreeSet<>(everServed);
    }

    /** This controller goes, and says so; it goes on probing until it is closed, so that its siblings can take over. */
    public void leave() {
        leaving = true;
    }

    private static long latest(List<PeerWatch> peers) {
        return peers.stream().mapToLong(PeerWatch::answeredAt).max().orElse(Long.MIN_VALUE / 2);
    }

    /** A fall may have waited for this answer to be said. */
    private void controlTargetAnswered() {
        if (hurry) {
            onChange.run();
        }
    }

    private void beat() {
        long now = clock.getAsLong();
        long late = now - beatAt - HEARTBEAT_MILLIS;
        beatAt = now;
        if (late >= STALL_MILLIS) {
            LOG.warn(
                    "stalled for {} ms: abstaining for {} ms",
                    late,
                    settings.staleness().toMillis());
            abstainsUntil = now + settings.staleness().toMillis();
        }
        if (late > LATE_MILLIS) {
            endpoints.each(Watch::voidTimeouts);
            votes.each(Watch::voidTimeouts);
        }
        hurry = sight.anyDoubt(latest(controlTargets));
        long interval = hurry ? 0 : settings.anchorInterval().toMillis();
        anchors.forEach(anchor -> anchor.turn(interval, PEER_OVERLAP));
        controlTargets.forEach(target -> target.turn(interval, PEER_OVERLAP));
    }

    @Override
    public void close() {
        context.owner().cancelTimer(heartbeat);
        context.runOnContext(on -> {
            endpoints.change(new TreeMap<>());
            votes.change(new TreeMap<>());
            probers.close();
            boundClient.close();
            freeClient.close();
        });
    }
}
