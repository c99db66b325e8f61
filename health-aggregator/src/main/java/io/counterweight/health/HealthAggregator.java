package io.counterweight.health;

import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.health.load.LoadReader;
import io.counterweight.health.probe.Probers;
import io.counterweight.health.probe.Watch;
import io.counterweight.health.signal.PushedSignal;
import io.counterweight.health.signal.SignalStore;
import io.counterweight.health.watch.EndpointWatch;
import io.counterweight.health.watch.Pulse;
import io.counterweight.health.watch.VoteWatch;
import io.counterweight.health.watch.Watched;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * All that one controller sees by itself. Any thread may call it; everything that changes happens on one event loop, and
 * {@link #observe} reads without waiting.
 */
public final class HealthAggregator implements AutoCloseable {
    private static final Sight NOTHING = new Sight(new TreeSet<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    private final ControllerId self;
    private final LongSupplier clock;
    private final Runnable onChange;
    private final Context context;
    private final Probers probers;
    private final Peers peers;
    private final Heard heard;
    private final Assignment assignment;
    private final Watched<EndpointKey, EndpointWatch> endpoints;
    private final Watched<VoteKey, VoteWatch> votes;
    private final Pulse pulse;
    private final SignalStore signals = new SignalStore();
    private final LoadReader loads;
    private final Set<String> everServed = ConcurrentHashMap.newKeySet();
    private final AtomicLong requested = new AtomicLong();
    private final long heartbeat;
    private volatile long applied;
    private volatile Sight sight = NOTHING;
    private volatile boolean leaving;

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
        this.clock = clock;
        this.onChange = onChange;
        this.context = vertx.getOrCreateContext();
        this.probers = new Probers(vertx, settings.limits(), settings.sourceAddress());
        this.peers = new Peers(vertx, settings, clock, onChange, this::networkIsBack);
        long staleness = settings.staleness().toMillis();
        this.loads = new LoadReader(vertx, clock);
        this.heard = new Heard(self.site(), staleness, clock, peers::anchorsAnsweredAt);
        this.assignment =
                new Assignment(self, settings.probersPerEndpoint(), clock, peers::controlAnsweredAt, heard, onChange);
        Watch.World world = new Watch.World(
                context, probers, clock, random, settings.limits().overlap());
        this.endpoints = new Watched<>(world);
        this.votes = new Watched<>(world);
        this.everServed.addAll(everServed);
        this.pulse = new Pulse(staleness, clock.getAsLong());
        this.heartbeat = vertx.setPeriodic(Pulse.EVERY_MILLIS, due -> context.runOnContext(on -> beat()));
    }

    /** From now on these intents and these live siblings say what is probed here (rule G4). */
    public void update(Intents intents, SortedSet<ControllerId> siblings) {
        long number = requested.incrementAndGet();
        context.runOnContext(on -> {
            SortedSet<ControllerId> live = new TreeSet<>(siblings);
            live.add(self);
            endpoints.change(assignment.endpoints(intents, live));
            votes.change(assignment.votes(intents));
            loads.update(intents, self.site());
            sight = Sight.of(intents, endpoints.subjects(), votes.subjects());
            everServed.retainAll(new HashSet<>(sight.places().values()));
            applied = number;
            onChange.run();
        });
    }

    /**
     * A report was received.
     *
     * @param again its site had been silent for longer than the staleness bound; from its very first word on, since what is echoed
     *     of it lends weight to a vote (rule E1)
     */
    public void heard(Report report, boolean again) {
        Site site = report.writer().site();
        if (report.writer().equals(self)) {
            return;
        }
        heard.take(report);
        if (again && !site.equals(self.site())) {
            context.runOnContext(on -> sight.abstain(site));
        }
    }

    public SignalStore.Outcome push(PushedSignal signal) {
        SignalStore.Outcome outcome = signals.accept(signal, clock.getAsLong(), heard.siblingsSequence(signal));
        if (outcome == SignalStore.Outcome.ACCEPTED) {
            onChange.run();
        }
        return outcome;
    }

    public Observations observe(long now) {
        Sight sight = this.sight;
        SortedMap<ServiceName, ServiceObservation> services = new TreeMap<>();
        long controlAnsweredAt = peers.controlAnsweredAt();
        for (ServiceName service : sight.services()) {
            ServiceObservation seen = sight.observe(service, signals, everServed, controlAnsweredAt, now);
            services.put(service, seen.withLoad(loads.load(service, now)));
        }
        return new Observations(
                new SelfCheck(
                        pulse.stalled(now),
                        peers.anchors(),
                        peers.anchorsAnswering(now),
                        !peers.controlAnswering(now) && sight.anyFailing(),
                        leaving),
                services);
    }

    /** Whether every endpoint to be probed here has been judged once, or made no statement. */
    public boolean firstRoundComplete() {
        return applied == requested.get() && sight.allEndpoints().stream().allMatch(EndpointWatch::settled);
    }

    /** How many probes found no room within {@code probes.perSecond} and {@code probes.concurrent}, since the start. */
    public long skippedProbes() {
        return probers.skippedSoFar();
    }

    /** Where this vantage was once served, for the journal. */
    public SortedSet<String> everServed() {
        return new TreeSet<>(everServed);
    }

    /** Begins so many probes in a second from now on. */
    public void limitRate(int perSecond) {
        probers.limitRate(perSecond);
    }

    /** This controller goes, and says so; it goes on probing until it is closed, so that its siblings can take over. */
    public void leave() {
        leaving = true;
    }

    /** Rule E4: while nothing near answered, what the endpoints missed was this side's fault, and so is what is still in flight. */
    private void networkIsBack(long controlAnsweredBefore) {
        endpoints.each(Watch::voidTimeouts);
        sight.voidMisses(controlAnsweredBefore);
    }

    private void beat() {
        if (pulse.late(clock.getAsLong())) {
            endpoints.each(Watch::voidTimeouts);
            votes.each(Watch::voidTimeouts);
        }
        peers.turn(sight.anyDoubt(peers.controlAnsweredAt()));
        loads.turn();
    }

    @Override
    public void close() {
        context.owner().cancelTimer(heartbeat);
        context.runOnContext(on -> {
            endpoints.change(new TreeMap<>());
            votes.change(new TreeMap<>());
            probers.close();
            peers.close();
            loads.close();
        });
    }
}
