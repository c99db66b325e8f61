package io.counterweight.controller.loop;

import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.gossip.Gossip;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.OverrideEnds;
import io.counterweight.dns.BuiltInDnsActuator;
import io.counterweight.dns.DnsServer;
import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.Engine;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.Inputs;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.health.HealthAggregator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final long REMEMBER_EVERY_MILLIS = 1_000;
    private static final long STALLED_MILLIS = 1_000;
    private static final int MOST_WAITING_REPORTS = 10_000;

    private final ControllerConfig config;
    private final HealthAggregator health;
    private final IntentStore store;
    private final Optional<DnsServer> dns;
    private final Optional<Actuation> actuation;
    private final OverrideEnds overrideEnds;
    private final JournalWriter journal;
    private final ControllerAlarms alarms;
    private final LongSupplier clock;
    private final LongSupplier wallMillis;
    private final Consumer<LoopEvent> onEvent;
    private final Semaphore wake = new Semaphore(0);
    private final ConcurrentLinkedQueue<Report> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inboxSize = new AtomicInteger();
    private final Thread thread;
    private Optional<Gossip> gossip = Optional.empty();

    private EngineState state;
    private Facts facts;
    private Optional<Intents> probed = Optional.empty();
    private SortedSet<ControllerId> siblings = new TreeSet<>();
    private final Map<ServiceName, Object> gists = new HashMap<>();
    private long startedAt;
    private boolean started;
    private boolean news;
    private volatile boolean open;
    private volatile long turnedAt;
    private long publishedAt = Long.MIN_VALUE / 2;
    private long rememberedAt = Long.MIN_VALUE / 2;
    private long decisionId;
    private volatile boolean stopped;
    private volatile Optional<Standing> standing = Optional.empty();

    /**
     * Takes up from memory; {@link #start} begins to turn.
     *
     * @param clock milliseconds, monotonic
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
        this.state = state;
        this.health = health;
        this.store = store;
        this.dns = dns;
        this.actuation = dns.map(server -> new Actuation(new BuiltInDnsActuator(server), this::wake));
        this.overrideEnds = new OverrideEnds(store);
        this.journal = journal;
        this.alarms = new ControllerAlarms(config.self(), store, journal, onEvent);
        this.clock = clock;
        this.wallMillis = wallMillis;
        this.decisionId = decisionId;
        this.onEvent = onEvent;
        this.facts = Facts.none(config.settings().staleness().toMillis());
        this.turnedAt = clock.getAsLong();
        this.thread = Thread.ofPlatform().name("control-loop").unstarted(this::run);
    }

    /** Begins to turn; the first round's bound counts from here. */
    public void start(Gossip told) {
        gossip = Optional.of(told);
        startedAt = clock.getAsLong();
        turnedAt = startedAt;
        thread.start();
    }

    /** Something changed: the next turn comes at once. Any thread. */
    public void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /** A report arrived, new or not. Any thread. */
    public void received(Report report) {
        if (inboxSize.incrementAndGet() > MOST_WAITING_REPORTS) {
            inboxSize.decrementAndGet();
            return;
        }
        inbox.add(report);
        wake();
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

    /** When the loop last turned, on its clock. */
    public long turnedAt() {
        return turnedAt;
    }

    private void run() {
        while (!stopped) {
            try {
                boolean woken = wake.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
                wake.drainPermits();
                LOG.trace("turn, woken {}", woken);
                turn(clock.getAsLong());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("a turn of the loop failed; the last plan goes on being served", e);
            }
        }
    }

    private void turn(long now) {
        restartAfterStall(now);
        receive(now);
        Intents intents = store.intents();
        steerProbes(intents, now);
        Observations observations = health.observe(now);
        start(intents, now);
        Inputs inputs = new Inputs(
                config.self(),
                config.settings(),
                facts,
                observations,
                intents,
                started,
                actuation.map(Actuation::applied).orElseGet(TreeMap::new));
        Decision decision = Engine.decide(state, inputs, now);
        state = decision.next();
        actuate(decision, now);
        publish(decision, now);
        explain(decision);
        remember(decision, now);
        decision.endedOverrides().forEach(overrideEnds::end);
        Decision shown = alarms.with(decision, actuation.flatMap(Actuation::trouble), now);
        standing = Optional.of(new Standing(shown, facts, intents, started, now));
    }

    private void restartAfterStall(long now) {
        if (now - turnedAt >= STALLED_MILLIS + LONGEST_WAIT_MILLIS) {
            LOG.warn("stalled for {} ms: all ages start again", now - turnedAt);
            facts = facts.restartAges(turnedAt, now);
            state = state.afterStall();
        }
        turnedAt = now;
    }

    private void receive(long now) {
        for (Report report = inbox.poll(); report != null; report = inbox.poll()) {
            inboxSize.decrementAndGet();
            Site site = report.writer().site();
            boolean before = !facts.fresh(site, now).isEmpty();
            boolean newer = isNews(report);
            facts = facts.receive(report, now);
            if (newer) {
                boolean turnedFresh = !before && !facts.fresh(site, now).isEmpty();
                health.heard(report, turnedFresh);
            }
        }
    }

    private boolean isNews(Report report) {
        return facts.of(report.writer())
                .map(held -> report.stamp().isAfter(held.report().stamp()))
                .orElse(true);
    }

    private void steerProbes(Intents intents, long now) {
        SortedSet<ControllerId> live = new TreeSet<>();
        for (Held held : facts.fresh(config.self().site(), now)) {
            if (!held.report().self().leaving()) {
                live.add(held.report().writer());
            }
        }
        live.remove(config.self());
        boolean same = probed.map(before -> before.equals(intents)).orElse(false);
        if (!same || !live.equals(siblings)) {
            probed = Optional.of(intents);
            siblings = live;
            health.update(intents, live);
        }
    }

    /** Rule E9: the first round is complete when everybody has answered, or its bound is over. */
    private void start(Intents intents, long now) {
        if (started) {
            return;
        }
        boolean over = now - startedAt >= config.firstRound().toMillis();
        boolean everybody = intents.topology().sites().stream()
                .filter(site -> !site.equals(config.self().site()))
                .allMatch(site -> !facts.fresh(site, now).isEmpty());
        if (over || everybody && intents.policiesKnown() && health.firstRoundComplete()) {
            started = true;
            LOG.info(
                    "the first round is complete after {} ms, {}",
                    now - startedAt,
                    everybody ? "with every peer" : "at its bound");
        }
    }

    private void actuate(Decision decision, long now) {
        if (actuation.isEmpty() || !started) {
            return;
        }
        boolean first = !open;
        actuation.get().apply(decision.plan(), now);
        if (first) {
            open();
        }
    }

    private void open() {
        open = true;
        dns.ifPresent(server -> {
            try {
                server.start();
                LOG.info("answering DNS on {}", server.config().listen());
            } catch (IOException e) {
                open = false;
                LOG.error("{}", e.getMessage());
            }
        });
    }

    /** Whether the first round is complete and, where this controller answers DNS, its port is open. */
    public boolean ready() {
        return standing.map(Standing::started).orElse(false) && (dns.isEmpty() || open);
    }

    private void publish(Decision decision, long now) {
        news |= decision.news();
        long since = now - publishedAt;
        if (news && since >= NEWS_APART_MILLIS || since >= config.reportEvery().toMillis()) {
            news = false;
            publishedAt = now;
            facts = facts.receive(decision.report(), now);
            gossip.ifPresent(told -> told.publish(decision.report()));
        } else if (news) {
            wake();
        }
    }

    private void explain(Decision decision) {
        if (!started) {
            return;
        }
        List<DecisionView> said = new ArrayList<>();
        for (DecisionRecord record : decision.records().values()) {
            Object gist = DecisionView.gist(record);
            if (!gist.equals(gists.put(record.service(), gist))) {
                said.add(DecisionView.of(
                        ++decisionId, wallMillis.getAsLong(), config.self().toString(), record));
            }
        }
        gists.keySet().retainAll(decision.records().keySet());
        for (DecisionView view : said) {
            journal.record(view);
            onEvent.accept(new LoopEvent.Decided(view));
            if (!view.before().equals(view.after())) {
                LOG.info("{}: {} -> {}: {}", view.service(), view.before(), view.after(), view.steps());
            }
        }
        if (!said.isEmpty()) {
            rememberedAt = Long.MIN_VALUE / 2;
        }
    }

    private void remember(Decision decision, long now) {
        if (now - rememberedAt >= REMEMBER_EVERY_MILLIS) {
            rememberedAt = now;
            journal.remember(Memory.of(decision.next(), health.everServed()));
        }
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
    }
}
