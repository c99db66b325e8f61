package io.counterweight.controller;

import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.gossip.Gossip;
import io.counterweight.controller.intent.Holders;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.loop.ControlLoop;
import io.counterweight.controller.loop.JournalWriter;
import io.counterweight.controller.loop.LoopEvent;
import io.counterweight.controller.loop.Memory;
import io.counterweight.dns.DnsServer;
import io.counterweight.engine.intent.Tombstones;
import io.counterweight.health.HealthAggregator;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lives while a controller runs, made in the order in which one needs the other. */
record Parts(
        ControllerConfig config,
        Journal journal,
        JournalWriter writer,
        IntentStore store,
        Holders holders,
        HealthAggregator health,
        Optional<DnsServer> dns,
        ControlLoop loop,
        Gossip gossip,
        Retirements retirements,
        Recording recording) {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    /** How long a controller that leaves goes on probing and answering, so that its siblings and peers know. */
    private static final long LEAVE_MILLIS = 700;
    /** The makers of files of networks write a new one every few days. */
    private static final Duration LOOK_AT_FILE_EVERY = Duration.ofSeconds(30);

    /** Lets the loop be woken by what is made before it. */
    private static final class Waker implements Runnable {
        private volatile Optional<ControlLoop> loop = Optional.empty();

        @Override
        public void run() {
            loop.ifPresent(ControlLoop::wake);
        }
    }

    static long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Takes up what the journal remembers, and begins to turn. */
    static Parts start(Vertx vertx, ControllerConfig config, Consumer<LoopEvent> events) throws JournalFailure {
        Journal journal =
                Journal.open(config.journal().directory(), config.journal().maxBytes());
        Memory memory = JournalWriter.recall(journal);
        IntentStore store = new IntentStore(config.self(), journal, config.topology(), System::currentTimeMillis);
        Holders holders = new Holders(config.self(), store, journal, System::currentTimeMillis, Tombstones.LIFE);
        JournalWriter writer = new JournalWriter(journal, config.journal().keep());
        Optional<DnsServer> dns = config.dns().map(DnsServer::new);
        dns.ifPresent(server -> server.followFile(LOOK_AT_FILE_EVERY));
        Waker waker = new Waker();
        HealthAggregator health = new HealthAggregator(
                vertx,
                config.self(),
                config.health(),
                Parts::monotonicMillis,
                RandomGenerator.getDefault(),
                memory.everServed(),
                waker);
        ControlLoop loop = new ControlLoop(
                config,
                memory.recover(),
                health,
                store,
                dns,
                writer,
                Parts::monotonicMillis,
                System::currentTimeMillis,
                journal.lastDecision(),
                events);
        waker.loop = Optional.of(loop);
        Recording recording = Recording.start(config, memory.incarnation() + 1, store);
        recording.recorder().ifPresent(loop::onTurn);
        Gossip gossip = new Gossip(
                vertx,
                config,
                new Gossip.Intents(store, holders),
                new Gossip.Listening(memory.incarnation() + 1, loop::received, loop::exchanging));
        store.onNew(entries -> {
            gossip.publish(entries);
            loop.wake();
        });
        loop.start(gossip);
        LOG.info("{} runs; journal in {}", config.self(), config.journal().directory());
        return new Parts(
                config, journal, writer, store, holders, health, dns, loop, gossip, new Retirements(store, holders), recording);
    }

    /** The same parts, with what may change while they run as the next configuration has it. */
    Parts taking(ControllerConfig next) {
        ControllerConfig taken = config.taking(next);
        health.limitRate(taken.health().limits().perSecond());
        writer.keep(taken.journal().keep());
        dns.ifPresent(server -> taken.dns().ifPresent(answering -> server.limitRate(answering.limits())));
        dns.ifPresent(DnsServer::lookAtFile);
        return new Parts(taken, journal, writer, store, holders, health, dns, loop, gossip, retirements, recording);
    }

    /** Tells siblings and peers, lets them take over, then closes the name server, then the rest. */
    void leave() {
        retirements.close();
        health.leave();
        loop.leave();
        try {
            TimeUnit.MILLISECONDS.sleep(LEAVE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dns.ifPresent(DnsServer::close);
        loop.close();
        writer.close();
        recording.close();
        health.close();
        gossip.close();
        try {
            journal.close();
        } catch (JournalFailure e) {
            LOG.warn("{}", e.getMessage());
        }
        LOG.info("{} has left", config.self());
    }
}
