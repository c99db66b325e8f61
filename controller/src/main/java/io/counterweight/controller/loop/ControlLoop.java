package io.counterweight.controller.loop;

import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.gossip.Gossip;
import io.counterweight.controller.hook.HookCaller;
import io.counterweight.controller.hook.PreparationHooks;
import io.counterweight.controller.hook.RoleHooks;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.OverrideEnds;
import io.counterweight.controller.log.Seldom;
import io.counterweight.controller.recording.Taken;
import io.counterweight.controller.recording.TurnListener;
import io.counterweight.controller.wire.Heard;
import io.counterweight.dns.BuiltInDnsActuator;
import io.counterweight.dns.DnsServer;
import io.counterweight.dns.RegionTable;
import io.counterweight.engine.Decision;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.replay.Given;
import io.counterweight.engine.replay.Position;
import io.counterweight.health.HealthAggregator;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one loop: observe, exchange, decide, actuate, publish, confirm. It runs on one thread and waits for nothing but its next turn;
 * {@link #turn} reads from top to bottom.
 */
public final class ControlLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
    private static final long LONGEST_WAIT_MILLIS = 100;
    private static final long NEWS_APART_MILLIS = 10;
    private static final long STALLED_MILLIS = 1_000;
    /** However often the loop is woken, its turns begin this far apart: a flood of news costs a bounded part of a processor. */
    private static final long TURNS_APART_MILLIS = 10;

    private static final long DEAD_MILLIS = 5_000;
    private static final long OPEN_AGAIN_MILLIS = 1_000;

    private final ControllerConfig config;
    private final HealthAggregator health;
    private final IntentStore store;
    private final Optional<DnsServer> dns;
    private final Optional<Actuation> actuation;
    private final RoleHooks hooks;
    private final PreparationHooks preparations;
    private final OverrideEnds overrideEnds;
    private final Chronicle chronicle;
    private final ControllerAlarms alarms;
    private final FirstRound firstRound;
    private final ProbeSteering probes;
    private final LongSupplier clock;
    private final LongSupplier wallMillis;
    private final Semaphore wake = new Semaphore(0);
    private final Inbox inbox = new Inbox();
    private final Seldom complaints = new Seldom(System::nanoTime);
    private final Thread thread;
    private Optional<Gossip> gossip = Optional.empty();

    private Position position;
    private volatile TurnListener listener = TurnListener.none();
    private boolean news;
    private RegionTable regions = RegionTable.empty();
    private volatile boolean open;
    private long openedAt = Long.MIN_VALUE / 2;
    private long turnedAt;
    private volatile long completedAt;
    private volatile boolean leaving;
    private long publishedAt = Long.MIN_VALUE / 2;
    private volatile boolean stopped;
    private volatile Optional<Standing> standing = Optional.empty();

    /**
     * Takes up from memory; {@link #start} begins to turn.
     *
     * @param clock milliseconds, monotonic; the name server's leases are read on the same, and it runs while the machine is suspended
     * @param decisionId of the last decision journaled
     * @param onEvent given every decision that says something new, and every alarm's begin and end
     */
    public ControlLoop(
            ControllerConfig config,
            EngineState state,
            HealthAggregator health,
            IntentStore store,
            Optional<DnsServer> dns,
            JournalWriter journal,
            LongSupplier clock,
            LongSupplier wallMillis,
            long decisionId,
            Consumer<LoopEvent> onEvent) {
        this.config = config;
        this.position = Position.begin(state, config.settings());
        this.health = health;
        this.store = store;
        this.dns = dns;
        this.actuation = dns.map(server -> new Actuation(new BuiltInDnsActuator(server), this::wake));
        this.hooks = new RoleHooks(config.self().site(), new HookCaller(), this::wake);
        this.preparations = new PreparationHooks(config.self().site(), new HookCaller(), this::wake);
        this.overrideEnds = new OverrideEnds(store);
        this.chronicle = new Chronicle(journal, decisionId, wallMillis, onEvent);
        this.alarms = new ControllerAlarms(config.self(), store, journal, onEvent);
        this.clock = clock;
        this.wallMillis = wallMillis;
        this.firstRound = new FirstRound(config, health);
        this.probes = new ProbeSteering(config.self(), health);
        this.turnedAt = clock.getAsLong();
        this.completedAt = turnedAt;
        this.thread = Thread.ofPlatform().name("control-loop").unstarted(this::run);
    }

    /** Every turn is told from now on; before the start. */
    public void onTurn(TurnListener told) {
        listener = told;
    }

    /** Begins to turn; the first round's bound counts from here. */
    public void start(Gossip told) {
        gossip = Optional.of(told);
        begin();
    }

    void begin() {
        turnedAt = clock.getAsLong();
        completedAt = turnedAt;
        firstRound.begin(turnedAt);
        thread.start();
    }

    /** Something changed: the next turn comes at once. Any thread. */
    public void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /** A report arrived, new or not. Any thread. */
    public void received(Heard report) {
        if (inbox.offer(report)) {
            wake();
        }
    }

    /** What the loop stands at; empty before the first turn. */
    public Optional<Standing> standing() {
        return standing;
    }

    /** Who is heard now and hears this controller. Any thread. */
    public Set<ControllerId> exchanging() {
        return standing.map(now -> now.facts().exchanging(config.self(), now.now()))
                .orElse(Collections.emptySortedSet());
    }

    /** Milliseconds since a turn was last completed; one that failed half-way is none. Any thread. */
    public long sinceCompleted() {
        return clock.getAsLong() - completedAt;
    }

    /** Whether turns are still completed. Any thread. */
    public boolean alive() {
        return sinceCompleted() < DEAD_MILLIS;
    }

    /** From now on this controller is not ready, whatever it still answers. Any thread. */
    public void leave() {
        leaving = true;
        wake();
    }

    private void run() {
        while (!stopped) {
            try {
                boolean woken = wake.tryAcquire(longestWait(clock.getAsLong()), TimeUnit.MILLISECONDS);
                keepApart();
                wake.drainPermits();
                LOG.trace("turn, woken {}", woken);
                turn(clock.getAsLong());
                completedAt = clock.getAsLong();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    private void keepApart() throws InterruptedException {
        long early = turnedAt + TURNS_APART_MILLIS - clock.getAsLong();
        if (early > 0) {
            TimeUnit.MILLISECONDS.sleep(early);
        }
    }

    /** What fails once may fail in every turn: the log has it once a minute, and an alarm stands meanwhile. */
    private void failed(RuntimeException e) {
        listener.failed();
        if (complaints.worthSaying(e.getClass().getName())) {
            LOG.error("a turn of the loop failed; the last plan goes on being served", e);
        }
        try {
            long now = clock.getAsLong();
            standing = standing.map(last -> last.with(alarms.failing(last.decision(), e.toString(), now)));
        } catch (RuntimeException again) {
            LOG.debug("the alarm of it could not be raised", again);
        }
    }

    /** What is news but came too soon after the last report is said as soon as it may be. */
    private long longestWait(long now) {
        return news ? Math.max(1, publishedAt + NEWS_APART_MILLIS - now) : LONGEST_WAIT_MILLIS;
    }

    private void turn(long now) {
        Position before = position;
        OptionalLong stalledSince = restartAfterStall(now);
        Inbox.Read read = inbox.read(position, health, now);
        position = read.position();
        IntentStore.Known known = store.known();
        Intents intents = known.intents();
        probes.follow(intents, position.facts(), now);
        Observations observations = health.observe(now).with(hooks.confirmed()).prepared(preparations.answers());
        boolean started = firstRound.complete(intents, position.facts(), now);
        Given given = new Given(
                observations,
                intents,
                started,
                actuation.map(Actuation::applied).orElseGet(TreeMap::new));
        Decision decision = position.decide(config.self(), config.settings(), given, now);
        tellNamesake(decision);
        position = position.after(decision);
        dns.ifPresent(server -> server.grant(position.state().exclusive().grants()));
        hooks.follow(position.state().exclusive().orders(), now);
        preparations.follow(decision.questions(), now);
        if (started) {
            actuate(decision, now);
        }
        boolean said = publish(decision, now);
        if (started) {
            chronicle.explain(decision);
        }
        chronicle.remember(decision, health.everServed(), now);
        decision.ended().forEach(overrideEnds::end);
        Decision shown = alarms.with(decision, ControllerAlarms.Served.of(actuation, dns), listener.trouble(), now);
        standing = Optional.of(new Standing(shown, position.facts(), intents, started, now));
        listener.turned(new Taken(
                before, now, stalledSince, read.heard(), given, known, decision, said, wallMillis.getAsLong()));
    }

    /** When the stall began that ends here, if there was one. */
    private OptionalLong restartAfterStall(long now) {
        long since = turnedAt;
        turnedAt = now;
        if (now - since < STALLED_MILLIS + LONGEST_WAIT_MILLIS) {
            return OptionalLong.empty();
        }
        LOG.warn("stalled for {} ms: all ages start again", now - since);
        position = position.afterStall(since, now);
        return OptionalLong.of(since);
    }

    /** It has jumped above what it heard of itself and has not written (rule G3). */
    private void tellNamesake(Decision decision) {
        if (decision.next().stamp().incarnation() > position.state().stamp().incarnation()
                && complaints.worthSaying("another of this name")) {
            LOG.warn(
                    "another process may run under the name {}, or an earlier life of this one is heard that its journal"
                            + " does not remember: give each controller its own controller.name and journal.directory",
                    config.self());
        }
    }

    private void actuate(Decision decision, long now) {
        if (actuation.isEmpty()) {
            return;
        }
        locate();
        actuation.get().apply(decision.plan(), now);
        if (!open && now - openedAt >= OPEN_AGAIN_MILLIS) {
            openedAt = now;
            dns.ifPresent(this::open);
        }
    }

    /** The name server follows people's table of regions. */
    private void locate() {
        RegionTable newest = store.regions();
        if (newest != regions) {
            regions = newest;
            dns.ifPresent(server -> server.locateBy(newest));
        }
    }

    private void open(DnsServer server) {
        try {
            server.start();
            open = true;
            LOG.info("answering DNS on {}", server.config().listen());
        } catch (IOException e) {
            if (complaints.worthSaying(String.valueOf(e.getMessage()))) {
                LOG.error("{}", e.getMessage());
            }
        }
    }

    /** Whether the first round is complete and, where this controller answers DNS, its port is open and answers; not while leaving. */
    public boolean ready() {
        return !leaving && standing.map(Standing::started).orElse(false) && (dns.isEmpty() || open && answers());
    }

    private boolean answers() {
        return actuation.map(each -> !each.silent()).orElse(true);
    }

    /** Whether it was time to. */
    private boolean publish(Decision decision, long now) {
        news |= decision.news();
        long since = now - publishedAt;
        if (news && since >= NEWS_APART_MILLIS || since >= config.reportEvery().toMillis()) {
            news = false;
            publishedAt = now;
            position = position.hearing(decision.report(), now);
            gossip.ifPresent(told -> told.publish(decision.report()));
            return true;
        }
        return false;
    }

    /** Ends the loop; the last plan stays served until the name server is closed. */
    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        actuation.ifPresent(Actuation::close);
        overrideEnds.close();
        hooks.close();
        preparations.close();
    }
}
