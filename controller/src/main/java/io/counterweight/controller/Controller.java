package io.counterweight.controller;

import io.counterweight.controller.api.Tokens;
import io.counterweight.controller.config.ConfigLoader;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.config.InvalidConfig;
import io.counterweight.controller.intent.Holders;
import io.counterweight.controller.intent.HostCheck;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.Needs;
import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.loop.Standing;
import io.counterweight.controller.recording.Recorder;
import io.counterweight.dns.DnsServer;
import io.counterweight.engine.intent.Policy;
import io.counterweight.health.signal.PushedSignal;
import io.counterweight.health.signal.SignalStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One controller: made from its configuration, started, and taken out of service. Everything else hangs on it. */
@ApplicationScoped
public class Controller {
    static final String FILE = "counterweight.file";
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

    private final Vertx vertx;
    private final EventStream events = new EventStream();
    private volatile Path file = Path.of("counterweight.yaml");
    private volatile Optional<Parts> parts = Optional.empty();
    private volatile Optional<Tokens> tokens = Optional.empty();

    public Controller(Vertx vertx) {
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        file = Path.of(System.getProperty(FILE, "counterweight.yaml"));
        try {
            ControllerConfig config = ConfigLoader.load(file);
            tokens = tokens(config);
            parts = Optional.of(Parts.start(vertx, config, events::say));
            Reload.onSignal(this::reload);
        } catch (InvalidConfig e) {
            throw CannotStart.badFile(e);
        } catch (JournalFailure | IOException | RuntimeException e) {
            LOG.debug("the start failed", e);
            throw CannotStart.inTheWay(e);
        }
    }

    private static Optional<Tokens> tokens(ControllerConfig config) throws IOException {
        Optional<Path> named = config.api().tokens();
        return named.isEmpty() ? Optional.empty() : Optional.of(Tokens.read(named.get()));
    }

    /** Reads the file again, and says what came of it. */
    String reload() {
        try {
            ControllerConfig next = ConfigLoader.load(file);
            boolean takesTokens = Reload.takesTokens(config(), next);
            Optional<Tokens> named = takesTokens ? tokens(next) : tokens;
            Parts taken = parts().taking(next);
            parts = Optional.of(taken);
            tokens = named;
            String outcome = (takesTokens
                            ? "tokens, dns.rateLimit, probes.perSecond and journal.keep are in force; "
                            : "dns.rateLimit, probes.perSecond and journal.keep are in force, tokens stay as they were, since others can"
                                    + " reach api.listen until a restart; ")
                    + "certificates follow their files by themselves; "
                    + Reload.needsRestart(taken.config(), next);
            LOG.info("reloaded: {}", outcome);
            return outcome;
        } catch (InvalidConfig | IOException | IllegalArgumentException e) {
            LOG.error("not reloaded, everything stays as it was: {}", e.getMessage());
            return String.valueOf(e.getMessage());
        }
    }

    /** Tells siblings and peers, lets them take over, then closes the name server, then the rest. */
    void stop(@Observes ShutdownEvent event) {
        parts.ifPresent(Parts::leave);
        events.close();
    }

    private Parts parts() {
        return parts.orElseThrow(() -> new IllegalStateException("the controller has not started"));
    }

    /** Whether everything is made that the API asks for. */
    public boolean started() {
        return parts.isPresent();
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

    public Recording recording() {
        return parts().recording();
    }

    public Optional<Tokens> tokens() {
        return tokens;
    }

    /** The name server's counters; empty at a witness. */
    public Optional<DnsServer> dns() {
        return parts.flatMap(Parts::dns);
    }

    public Optional<Standing> standing() {
        return parts.flatMap(now -> now.loop().standing());
    }

    /** Milliseconds since the loop last completed a turn. */
    public long sinceLastTurn() {
        return parts.map(now -> now.loop().sinceCompleted()).orElse(0L);
    }

    /** How many probes found no room within their bounds, since the start. */
    public long skippedProbes() {
        return parts.map(now -> now.health().skippedProbes()).orElse(0L);
    }

    /** How many turns were not recorded, since the start. */
    public long lostTurns() {
        return parts.flatMap(now -> now.recording().recorder())
                .map(Recorder::lostTurns)
                .orElse(0L);
    }

    /** Whether the loop still completes its turns. */
    public boolean alive() {
        return parts.map(now -> now.loop().alive()).orElse(true);
    }

    /** To how many other sites a link stands. */
    public int links() {
        return parts.map(now -> now.gossip().connected().size()).orElse(0);
    }

    public boolean ready() {
        return parts.map(now -> now.loop().ready()).orElse(false);
    }

    /** Why the journal cannot be written; empty while it can. */
    public String journalFailing() {
        return parts.map(now -> now.writer().failing().isEmpty()
                        ? now.store().refused()
                        : now.writer().failing())
                .orElse("");
    }

    public SignalStore.Outcome push(PushedSignal signal) {
        return parts().health().push(signal);
    }

    /** Every decision and every alarm as it comes. */
    public EventStream events() {
        return events;
    }

    /** Refuses what does not go with the other policies: hosts that are taken or cannot be served, needs that close a circle. */
    public void checkBesideOthers(Policy policy) {
        new HostCheck(config().dns(), store().intents().policies()).check(policy);
        Needs.refuseCycle(policy, store().intents().policies());
    }
}
