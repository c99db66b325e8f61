package io.counterweight.controller;

import io.counterweight.controller.api.Tokens;
import io.counterweight.controller.config.ConfigLoader;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.config.InvalidConfig;
import io.counterweight.controller.gossip.Gossip;
import io.counterweight.controller.intent.Holders;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.loop.ControlLoop;
import io.counterweight.controller.loop.JournalWriter;
import io.counterweight.controller.loop.LoopEvent;
import io.counterweight.controller.loop.Memory;
import io.counterweight.controller.loop.Standing;
import io.counterweight.dns.DnsConfig;
import io.counterweight.dns.DnsServer;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Tombstones;
import io.counterweight.health.HealthAggregator;
import io.counterweight.health.signal.PushedSignal;
import io.counterweight.health.signal.SignalStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One controller: made from its configuration, started, and taken out of service. Everything else hangs on it. */
@ApplicationScoped
public class Controller {
    static final String FILE = "counterweight.file";
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
    /** How long a controller that leaves goes on probing and answering, so that its siblings and peers know. */
    private static final long LEAVE_MILLIS = 700;

    private static final int EVENTS_BUFFERED = 256;

    private final Vertx vertx;
    private final BroadcastProcessor<LoopEvent> events = BroadcastProcessor.create();
    private volatile Optional<Parts> parts = Optional.empty();

    /** What lives while the controller runs. */
    private record Parts(
            Path file,
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
            Optional<Tokens> tokens) {}

    public Controller(Vertx vertx) {
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        Path file = Path.of(System.getProperty(FILE, "counterweight.yaml"));
        try {
            parts = Optional.of(build(file, ConfigLoader.load(file)));
            Reload.onSignal(this::reload);
        } catch (InvalidConfig | JournalFailure | IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Parts build(Path file, ControllerConfig config) throws JournalFailure, IOException {
        Optional<Tokens> tokens = config.api().tokens().isEmpty()
                ? Optional.empty()
                : Optional.of(Tokens.read(config.api().tokens().get()));
        Journal journal =
                Journal.open(config.journal().directory(), config.journal().maxBytes());
        Memory memory = JournalWriter.recall(journal);
        IntentStore store = new IntentStore(config.self(), journal, config.topology(), System::currentTimeMillis);
        Holders holders = new Holders(config.self(), store, journal, System::currentTimeMillis, Tombstones.LIFE);
        JournalWriter writer = new JournalWriter(journal, config.journal().keep());
        Optional<DnsServer> dns = config.dns().map(DnsServer::new);
        ControlLoop[] loop = new ControlLoop[1];
        HealthAggregator health = new HealthAggregator(
                vertx,
                config.self(),
                config.health(),
                Controller::monotonicMillis,
                RandomGenerator.getDefault(),
                memory.everServed(),
                () -> {
                    if (loop[0] != null) {
                        loop[0].wake();
                    }
                });
        loop[0] = new ControlLoop(
                config,
                memory.recover(),
                health,
                store,
                dns,
                writer,
                Controller::monotonicMillis,
                System::currentTimeMillis,
                journal.lastDecision(),
                events::onNext);
        Gossip gossip = new Gossip(
                vertx,
                config,
                new Gossip.Intents(store, holders),
                new Gossip.Listening(memory.incarnation() + 1, loop[0]::received, loop[0]::exchanging));
        store.onNew(entry -> {
            gossip.publish(entry);
            loop[0].wake();
        });
        loop[0].start(gossip);
        LOG.info("{} runs; journal in {}", config.self(), config.journal().directory());
        return new Parts(
                file,
                config,
                journal,
                writer,
                store,
                holders,
                health,
                dns,
                loop[0],
                gossip,
                new Retirements(store, holders),
                tokens);
    }

    private static long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void reload() {
        Parts now = parts();
        try {
            ControllerConfig next = ConfigLoader.load(now.file());
            Optional<Tokens> tokens = next.api().tokens().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Tokens.read(next.api().tokens().get()));
            parts = Optional.of(new Parts(
                    now.file(),
                    now.config(),
                    now.journal(),
                    now.writer(),
                    now.store(),
                    now.holders(),
                    now.health(),
                    now.dns(),
                    now.loop(),
                    now.gossip(),
                    now.retirements(),
                    tokens));
            LOG.info(
                    "reloaded: tokens are in force; certificates follow their files by themselves; {}",
                    Reload.needsRestart(now.config(), next));
        } catch (InvalidConfig | IOException | IllegalArgumentException e) {
            LOG.error("not reloaded, everything stays as it was: {}", e.getMessage());
        }
    }

    /** Tells siblings and peers, lets them take over, then closes the name server, then the rest. */
    void stop(@Observes ShutdownEvent event) {
        Optional<Parts> running = parts;
        running.ifPresent(now -> {
            now.retirements().close();
            now.health().leave();
            now.loop().wake();
            try {
                TimeUnit.MILLISECONDS.sleep(LEAVE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            now.dns().ifPresent(DnsServer::close);
            now.loop().close();
            now.writer().close();
            now.health().close();
            now.gossip().close();
            try {
                now.journal().close();
            } catch (JournalFailure e) {
                LOG.warn("{}", e.getMessage());
            }
            LOG.info("{} has left", now.config().self());
        });
    }

    private Parts parts() {
        return parts.orElseThrow(() -> new IllegalStateException("the controller has not started"));
    }

    public ControllerConfig config() {
        return parts().config();
    }

    public IntentStore store() {
        return parts().store();
    }

    public Holders holders() {
        return parts().holders();
    }

    public Journal journal() {
        return parts().journal();
    }

    public Optional<Tokens> tokens() {
        return parts().tokens();
    }

    /** The name server's counters; empty at a witness. */
    public Optional<DnsServer> dns() {
        return parts.flatMap(Parts::dns);
    }

    public Optional<Standing> standing() {
        return parts.flatMap(now -> now.loop().standing());
    }

    /** Milliseconds since the loop last turned. */
    public long sinceLastTurn() {
        return parts.map(now -> monotonicMillis() - now.loop().turnedAt()).orElse(0L);
    }

    public boolean ready() {
        return parts.map(now -> now.loop().ready()).orElse(false);
    }

    /** Why the journal cannot be written; empty while it can. */
    public String journalFailing() {
        return parts.map(now -> now.writer().failing()).orElse("");
    }

    public SignalStore.Outcome push(PushedSignal signal) {
        return parts().health().push(signal);
    }

    /** Every decision and every alarm as it comes; who reads too slowly misses some. */
    public Multi<LoopEvent> events() {
        return events.onOverflow().buffer(EVENTS_BUFFERED).onFailure().recoverWithCompletion();
    }

    /** Refuses hosts that the zone cannot hold, or that belong to another service. */
    public void checkHosts(Policy policy) {
        Optional<DnsConfig> dns = config().dns();
        for (String host : policy.hosts()) {
            if (dns.isPresent() && host.endsWith(".")) {
                String zone = dns.get().zone().toString();
                if (!host.equals(zone) && !host.endsWith("." + zone)) {
                    throw new InvalidIntent("hosts", "'" + host + "' is outside the zone " + zone);
                }
            }
            store().intents().policies().forEach((service, other) -> {
                if (!service.equals(policy.service()) && other.hosts().contains(host)) {
                    throw new InvalidIntent("hosts", "'" + host + "' belongs to the service " + service + " already");
                }
            });
        }
    }
}
