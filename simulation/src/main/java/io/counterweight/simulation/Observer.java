package io.counterweight.simulation;

import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.health.Assignment;
import io.counterweight.health.EndpointKey;
import io.counterweight.health.Heard;
import io.counterweight.health.Sight;
import io.counterweight.health.VoteKey;
import io.counterweight.health.probe.Answer;
import io.counterweight.health.probe.Subject;
import io.counterweight.health.signal.SignalStore;
import io.counterweight.health.watch.EndpointWatch;
import io.counterweight.health.watch.VoteWatch;
import io.counterweight.health.watch.Watched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What one controller sees around it. Who probes what, the damping, the votes and what is made of them are the product's own; here is
 * only who answers what.
 */
final class Observer {

    private static final int ANCHORS = 4;
    private static final int PROBERS = 2;
    private static final long ANSWERS_WITHIN_MILLIS = 3_000;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private record Asked<S extends Subject>(Watched.Wanted<S> wanted, S subject, ProbeSeries series) {}

    private final Cluster world;
    private final ControllerId self;
    private final Set<String> everServed;
    private final Heard heard;
    private final Assignment assignment;
    private final Answering answering;
    private final SignalStore signals = new SignalStore();
    private final SortedMap<EndpointKey, Asked<EndpointWatch>> endpoints = new TreeMap<>();
    private final SortedMap<VoteKey, Asked<VoteWatch>> votes = new TreeMap<>();
    private Optional<Intents> probed = Optional.empty();
    private SortedSet<ControllerId> live = new TreeSet<>();
    private Sight sight;
    private long clock;
    private long anchorsAnsweredAt = NEVER;
    private long controlAnsweredAt = NEVER;
    private boolean controlMissed;
    private boolean blind;

    Observer(Cluster world, ControllerId self, Set<String> everServed, long now) {
        this.world = world;
        this.self = self;
        this.everServed = everServed;
        this.clock = now;
        long staleness = world.settings().staleness().toMillis();
        this.heard = new Heard(self.site(), staleness, () -> clock, () -> anchorsAnsweredAt);
        this.answering = new Answering(world, self);
        this.assignment = new Assignment(self, PROBERS, () -> clock, () -> controlAnsweredAt, heard, () -> {});
        this.sight = Sight.of(world.operators().nothing(), new TreeMap<>(), new TreeMap<>());
    }

    /** The same past in another world, which goes on by itself. */
    private Observer(Observer past, Cluster world, Set<String> everServed) {
        this.world = world;
        this.self = past.self;
        this.everServed = everServed;
        this.heard = past.heard.copy(() -> clock, () -> anchorsAnsweredAt);
        this.answering = new Answering(world, self);
        this.assignment = new Assignment(self, PROBERS, () -> clock, () -> controlAnsweredAt, heard, () -> {});
        this.probed = past.probed;
        this.live = past.live;
        this.clock = past.clock;
        this.anchorsAnsweredAt = past.anchorsAnsweredAt;
        this.controlAnsweredAt = past.controlAnsweredAt;
        this.controlMissed = past.controlMissed;
        this.blind = past.blind;
        past.endpoints.forEach((key, asked) -> {
            EndpointWatch subject = asked.subject.copy(() -> clock, () -> {});
            endpoints.put(
                    key,
                    new Asked<>(asked.wanted, subject, asked.series.copy(subject, answering.inside(key, () -> blind))));
        });
        past.votes.forEach((key, asked) -> {
            VoteWatch subject = asked.subject.copy(heard, () -> {});
            Supplier<Answer> ask = answering.outside(key, past.probed.orElseThrow());
            votes.put(key, new Asked<>(asked.wanted, subject, asked.series.copy(subject, ask)));
        });
        Intents followed = past.probed.orElseGet(world.operators()::nothing);
        this.sight = Sight.of(followed, subjects(endpoints), subjects(votes));
    }

    Observer copy(Cluster other, Set<String> othersEverServed) {
        return new Observer(this, other, othersEverServed);
    }

    /** What its future depends on, beside the world and what its controller holds. */
    List<Object> memory() {
        List<Object> memory = new ArrayList<>(heard.memory());
        endpoints.forEach((key, asked) -> {
            memory.add(key);
            memory.add(asked.subject.begin());
            memory.add(asked.subject.withheld(controlAnsweredAt));
            memory.addAll(asked.series.memory());
        });
        votes.forEach((key, asked) -> {
            memory.add(key);
            memory.add(asked.subject.counters());
            memory.addAll(asked.series.memory());
        });
        memory.addAll(List.of(anchorsAnsweredAt, controlAnsweredAt, controlMissed, blind, live));
        return memory;
    }

    boolean blind() {
        return blind;
    }

    void blind(boolean toOwnEndpoints) {
        blind = toOwnEndpoints;
    }

    void heard(Report report, boolean again, long now) {
        clock = now;
        heard.take(report);
        Site site = report.writer().site();
        if (again && !site.equals(self.site())) {
            sight.abstain(site);
        }
    }

    /** What is in flight may have timed out for this process's own lateness. */
    void voidTimeouts(long now) {
        endpoints.values().forEach(asked -> asked.series.voidTimeouts(now));
        votes.values().forEach(asked -> asked.series.voidTimeouts(now));
    }

    Observations observe(Intents intents, Facts facts, boolean abstaining, long now) {
        clock = now;
        askPeers(now);
        follow(intents, facts, now);
        endpoints.values().forEach(asked -> asked.series.advance(now, at -> clock = at));
        votes.values().forEach(asked -> asked.series.advance(now, at -> clock = at));
        SortedMap<ServiceName, ServiceObservation> services = new TreeMap<>();
        for (ServiceName service : sight.services()) {
            services.put(service, observe(intents, service, now));
        }
        boolean anchors = now - anchorsAnsweredAt <= ANSWERS_WITHIN_MILLIS;
        boolean control = now - controlAnsweredAt <= ANSWERS_WITHIN_MILLIS;
        return new Observations(
                new SelfCheck(abstaining, ANCHORS, anchors ? ANCHORS : 0, !control && sight.anyFailing(), false),
                services);
    }

    private void askPeers(long now) {
        boolean reaches = world.network().controlTargetsAnswer(self);
        anchorsAnsweredAt = reaches && world.network().anchorsAnswer(self.site()) ? now : anchorsAnsweredAt;
        if (reaches && controlMissed) {
            endpoints.values().forEach(asked -> asked.series.voidTimeouts(now));
            sight.voidMisses(controlAnsweredAt);
        }
        controlMissed = !reaches;
        controlAnsweredAt = reaches ? now : controlAnsweredAt;
    }

    private ServiceObservation observe(Intents intents, ServiceName service, long now) {
        ServiceObservation seen = sight.observe(service, signals, everServed, controlAnsweredAt, now);
        Optional<Policy> here = Optional.ofNullable(intents.policies().get(service))
                .filter(policy -> policy.datacenters().containsKey(self.site()));
        if (here.isEmpty()) {
            return seen;
        }
        SortedMap<String, PushedWord> pushed = new TreeMap<>();
        world.applications()
                .pushed(new Placement(service, self.site()))
                .ifPresent(capacity -> pushed.put("app", new PushedWord(capacity, "says so", now, 30_000)));
        OptionalDouble load = world.load(here.get(), self.site());
        return new ServiceObservation(seen.endpoints(), pushed, seen.votes(), load);
    }

    /** Rule G4: the living siblings share the endpoints. */
    private void follow(Intents intents, Facts facts, long now) {
        SortedSet<ControllerId> siblings = new TreeSet<>();
        for (Held held : facts.fresh(self.site(), now)) {
            siblings.add(held.report().writer());
        }
        siblings.add(self);
        if (probed.isPresent() && probed.get().equals(intents) && siblings.equals(live)) {
            return;
        }
        if (!siblings.equals(live)) {
            world.coverage().fired("G4");
        }
        probed = Optional.of(intents);
        live = siblings;
        change(endpoints, assignment.endpoints(intents, siblings), key -> answering.inside(key, () -> blind));
        change(votes, assignment.votes(intents), key -> answering.outside(key, intents));
        sight = Sight.of(intents, subjects(endpoints), subjects(votes));
    }

    private interface Asking<K> {
        Supplier<Answer> of(K key);
    }

    private <K extends Comparable<K>, S extends Subject> void change(
            SortedMap<K, Asked<S>> held, SortedMap<K, Watched.Wanted<S>> wanted, Asking<K> asking) {
        held.keySet().retainAll(wanted.keySet());
        wanted.forEach((key, want) -> {
            Asked<S> before = held.get(key);
            if (before == null
                    || !before.wanted.target().equals(want.target())
                    || !before.wanted.damping().equals(want.damping())) {
                S subject = want.make().apply(Optional.ofNullable(before).map(Asked::subject));
                long confirm = want.damping().confirmInterval().toMillis();
                held.put(key, new Asked<>(want, subject, new ProbeSeries(subject, confirm, asking.of(key), clock)));
            }
        });
    }

    private static <K extends Comparable<K>, S extends Subject> SortedMap<K, S> subjects(SortedMap<K, Asked<S>> asked) {
        Map<K, S> subjects = new HashMap<>();
        asked.forEach((key, each) -> subjects.put(key, each.subject));
        return new TreeMap<>(subjects);
    }

    /** Whether every endpoint to be probed here has been judged once. */
    boolean firstRoundComplete() {
        return sight.allEndpoints().stream().allMatch(EndpointWatch::settled);
    }

    /** Whether anything is being looked at more closely. */
    boolean inDoubt() {
        return endpoints.values().stream().anyMatch(asked -> asked.series.waits())
                || votes.values().stream().anyMatch(asked -> asked.series.waits());
    }
}
