package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Prepared;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.Role;
import io.counterweight.engine.intent.HybridClock;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.replay.Gist;
import io.counterweight.engine.replay.Given;
import io.counterweight.engine.replay.Life;
import io.counterweight.engine.replay.Opening;
import io.counterweight.engine.replay.Position;
import io.counterweight.engine.replay.Turn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One controller from its start to its end: the loop of the product, a turn a step, without the product's threads. */
final class Controller {

    private static final long FIRST_ROUND_MILLIS = 5_000;
    static final long STALLED_MILLIS = 1_100;

    final ControllerId id;
    private final int rules;
    private final Actuator actuator;
    private final Cluster world;
    private final Observer observer;
    private final Set<String> everServed;
    private final long startedAt;
    private final List<Report> inbox = new ArrayList<>();
    private final Map<ControllerId, ReportStamp> taken = new HashMap<>();
    private final Life life;
    private Position position;
    private IntentBook book;
    private IntentBook decoded;
    private Intents intents;
    private HybridClock clock;
    private boolean started;
    private long turnedAt;
    private long abstainsUntil;
    private Optional<Decision> last = Optional.empty();

    Controller(Node machine, Cluster world, Disk disk, long now) {
        this.id = machine.id;
        this.rules = machine.rules();
        this.actuator = new Actuator(world);
        this.world = world;
        this.everServed = new HashSet<>(disk.everServed());
        this.observer = new Observer(world, id, everServed, now);
        this.life = world.life(id, disk.incarnation() + 1);
        this.position = Position.begin(EngineState.recovered(life.incarnation(), disk.engine()), world.settings());
        this.book = disk.book();
        this.decoded = book;
        this.intents = world.operators().decode(book, rules);
        noteUnreadable();
        this.clock = disk.clock();
        this.startedAt = now;
        this.turnedAt = now;
        world.recorder().began(opening(machine.wall(), now));
    }

    /** A recording of its life can begin here. */
    Opening opening(long wallMillis, long now) {
        return new Opening(life, 0, false, world.settings(), wallMillis, now, position);
    }

    /** The same past in another world, which goes on by itself. */
    private Controller(Controller past, Cluster world) {
        this.id = past.id;
        this.rules = past.rules;
        this.actuator = past.actuator.copy(world);
        this.world = world;
        this.everServed = new HashSet<>(past.everServed);
        this.observer = past.observer.copy(world, everServed);
        this.startedAt = past.startedAt;
        this.inbox.addAll(past.inbox);
        this.taken.putAll(past.taken);
        this.life = past.life;
        this.position = past.position;
        this.book = past.book;
        this.decoded = past.decoded;
        this.intents = past.intents;
        this.clock = past.clock;
        this.started = past.started;
        this.turnedAt = past.turnedAt;
        this.abstainsUntil = past.abstainsUntil;
        this.last = past.last;
    }

    Controller copy(Cluster other) {
        return new Controller(this, other);
    }

    /** What its future depends on, beside the world. */
    List<Object> memory() {
        List<Object> memory = new ArrayList<>(
                List.of(position.state(), position.facts(), book, clock, everServed, List.copyOf(inbox)));
        memory.addAll(List.of(started, started ? 0L : startedAt, turnedAt, abstainsUntil, rules));
        memory.addAll(actuator.memory());
        memory.addAll(observer.memory());
        return memory;
    }

    /** Takes a report in; it is read at the next turn. */
    void receive(Report report) {
        inbox.add(report);
    }

    void receive(Collection<IntentEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        entries.forEach(entry -> clock = clock.seen(entry.stamp()));
        IntentBook merged = book.merge(entries);
        if (!merged.equals(book)) {
            book = merged;
            world.coverage().fired("G6");
            if (!book.contested().isEmpty()) {
                world.coverage().fired("G7");
            }
        }
    }

    IntentEntry write(IntentKey key, Optional<String> body, String author, long wallMillis) {
        clock = clock.tick(wallMillis);
        IntentEntry entry = book.write(key, clock.stamp(), body, author);
        for (IntentEntry seen : book.all()) {
            if (seen.stamp().compareTo(entry.stamp()) >= 0) {
                throw new Violation(
                        "invariant 6: " + id + " writes " + entry.stamp() + " after it has seen " + seen.stamp());
            }
        }
        book = book.merge(entry);
        return entry;
    }

    /** As the API writes it down: a pin and a hold with the incidents that are known here. */
    TrafficOverride complete(TrafficOverride override) {
        return switch (override.action()) {
            case Action.Drain drain -> override;
            case Action.Evacuate evacuate -> override;
            case Action.Release release -> override;
            case Action.Promote promote -> override;
            case Action.Pin pin -> override.knowing(incidents());
            case Action.Hold hold -> override.knowing(incidents());
        };
    }

    private SortedMap<Placement, Long> incidents() {
        SortedMap<Placement, Long> incidents = new TreeMap<>(state().incidents().known());
        state().ceilings()
                .forEach((service, ceiling) -> incidents.put(new Placement(service, id.site()), ceiling.epoch()));
        return incidents;
    }

    /** Its own probes of its own datacenter's endpoints all fail, though the endpoints serve. */
    boolean blind() {
        return observer.blind();
    }

    void blind(boolean blind) {
        observer.blind(blind);
    }

    /** One turn, at this moment of its own monotonic clock; what it says is given to the world. */
    Decision turn(long now) {
        OptionalLong stalledSince = restartAfterStall(now);
        List<Report> heard = read(now);
        decode();
        var observations = observer.observe(intents, position.facts(), now < abstainsUntil, now)
                .with(confirmed())
                .prepared(prepared());
        if (!started && firstRoundComplete(now)) {
            started = true;
            world.coverage().fired("E9");
        }
        actuator.turn();
        Given given = new Given(observations, intents, started, applied());
        Decision decision = position.decide(id, world.settings(), given, now);
        position = position.after(decision).hearing(decision.report(), now);
        taken.put(id, decision.report().stamp());
        actuator.grant(state().exclusive().grants());
        if (started) {
            actuator.apply(decision.plan());
        }
        world.recorder()
                .turned(life, new Turn(now, stalledSince, heard, given, true, Gist.weights(decision)), decision);
        world.noted(last, decision);
        last = Optional.of(decision);
        return decision;
    }

    /** Applications answer within a turn, or never. */
    private SortedMap<ServiceName, Role> confirmed() {
        SortedMap<ServiceName, Role> confirmed = new TreeMap<>();
        state().exclusive().orders().forEach((service, order) -> {
            if (world.applications().confirms(new Placement(service, id.site()))) {
                confirmed.put(service, order.role());
            }
        });
        return confirmed;
    }

    private SortedMap<ServiceName, Prepared> prepared() {
        SortedMap<ServiceName, Prepared> prepared = new TreeMap<>();
        last.ifPresent(decision -> decision.questions().forEach((service, question) -> world.applications()
                .prepared(new Placement(service, id.site()), question.cause())
                .ifPresent(said -> prepared.put(service, said))));
        return prepared;
    }

    private OptionalLong restartAfterStall(long now) {
        long since = turnedAt;
        turnedAt = now;
        if (now - since < STALLED_MILLIS) {
            return OptionalLong.empty();
        }
        position = position.afterStall(since, now);
        observer.voidTimeouts(now);
        world.coverage().fired("E4");
        abstainsUntil = now + world.settings().staleness().toMillis();
        return OptionalLong.of(since);
    }

    /** As the product's book of facts: the newest of each writer, and what it said last in an earlier life. */
    private List<Report> read(long now) {
        List<Report> heard = new ArrayList<>();
        for (Report report : inbox) {
            ReportStamp known = taken.get(report.writer());
            if (known == null || report.stamp().isAfter(known)) {
                taken.put(report.writer(), report.stamp());
            } else if (report.stamp().incarnation() == known.incarnation()) {
                continue;
            }
            heard.add(report);
            hear(report, now);
        }
        inbox.clear();
        return heard;
    }

    private void hear(Report report, long now) {
        Site site = report.writer().site();
        boolean before = hears(site, now);
        boolean newer = facts().of(report.writer())
                .map(held -> report.stamp().isAfter(held.report().stamp()))
                .orElse(true);
        position = position.hearing(report, now);
        if (!before && hears(site, now)) {
            world.coverage().fired("G5");
        }
        if (newer && !report.writer().equals(id)) {
            observer.heard(report, !before, now);
        }
    }

    private boolean hears(Site site, long now) {
        for (Held held : facts().reports().values()) {
            if (held.report().writer().site().equals(site) && facts().fresh(held, now)) {
                return true;
            }
        }
        return false;
    }

    private void decode() {
        if (!book.equals(decoded)) {
            decoded = book;
            intents = world.operators().decode(book, rules);
            noteUnreadable();
        }
    }

    private void noteUnreadable() {
        if (!intents.unreadable().isEmpty()) {
            world.coverage().fired("G10");
        }
    }

    private boolean firstRoundComplete(long now) {
        boolean everybody = intents.topology().sites().stream()
                .filter(site -> !site.equals(id.site()))
                .noneMatch(site -> facts().fresh(site, now).isEmpty());
        return now - startedAt >= FIRST_ROUND_MILLIS
                || everybody && intents.policiesKnown() && observer.firstRoundComplete();
    }

    /** A witness answers no clients. */
    private SortedMap<ServiceName, SortedMap<Site, Integer>> applied() {
        return intents.topology().witnesses().contains(id.site()) ? new TreeMap<>() : actuator.applied();
    }

    Disk disk() {
        return new Disk(state().stamp().incarnation(), state().journaled(), book, clock, everServed);
    }

    Facts facts() {
        return position.facts();
    }

    EngineState state() {
        return position.state();
    }

    IntentBook book() {
        return book;
    }

    Intents intents() {
        decode();
        return intents;
    }

    boolean started() {
        return started;
    }

    /** What its name server answers at this moment; empty services before its port is open. */
    Plan served() {
        Node machine = world.node(id);
        return machine.answersClients() ? actuator.answers(machine.monotonic()) : actuator.plan();
    }

    /** Its weights, by service. */
    SortedMap<ServiceName, SortedMap<Site, Integer>> answered() {
        SortedMap<ServiceName, SortedMap<Site, Integer>> weights = new TreeMap<>();
        served().services().forEach((service, each) -> weights.put(service, each.weights()));
        return weights;
    }

    Actuator actuator() {
        return actuator;
    }

    boolean inDoubt() {
        return observer.inDoubt();
    }

    Optional<Decision> last() {
        return last;
    }
}
