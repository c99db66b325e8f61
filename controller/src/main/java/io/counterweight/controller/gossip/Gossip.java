package io.counterweight.controller.gossip;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.config.ControllerConfig.Address;
import io.counterweight.controller.intent.Holders;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.wire.Envelope;
import io.counterweight.controller.wire.Heard;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What controllers tell one another (rules G1, G2, G10): facts are put into one's own cluster's mailboxes and into every peer's, both
 * directions are listened to, and a full exchange on a fixed cycle puts back whatever is missing. Nothing here ever makes a caller
 * wait.
 */
public final class Gossip implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gossip.class);
    private static final long CLOSE_SECONDS = 2;

    private record Link(Site peer, LinkPipe pipe, HazelcastInstance client, Mailbox mailbox) {}

    /** What is told of the intents. */
    public record Intents(IntentStore store, Holders holders) {}

    /**
     * Who listens.
     *
     * @param incarnation of this start
     * @param onReport given every report that is newer than the last of its writer
     * @param exchanging who is heard now and hears this controller
     */
    public record Listening(long incarnation, Consumer<Heard> onReport, Supplier<Set<ControllerId>> exchanging) {}

    private final Intents intents;
    private final Listening listening;
    private final FactBook facts;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "exchange-cycle");
        thread.setDaemon(true);
        return thread;
    });
    /** Whatever may wait for the disk; while the disk hangs, facts go on being exchanged and relayed. */
    private final ExecutorService disk = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "gossip-journal");
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicBoolean journalWaits = new AtomicBoolean();
    private final OwnCertificate certificate;
    private final LinkListener listener;
    private final HazelcastInstance member;
    private final Mailbox local;
    private final List<Link> links = new ArrayList<>();
    private final ScheduledFuture<?> cycle;
    private long journaledNanos = System.nanoTime();

    /** Opens the link's port, joins the own cluster and begins to look for the others. */
    public Gossip(Vertx vertx, ControllerConfig config, Intents intents, Listening listening) {
        this.intents = intents;
        this.listening = listening;
        Writers writers = new Writers(config.settings().staleness(), System::nanoTime);
        this.facts =
                new FactBook(config.self(), intents, listening, writers, task -> disk.execute(() -> guarded(task)));
        this.certificate = new OwnCertificate(config.self().site(), config.gossip());
        this.listener = new LinkListener(vertx, config.gossip());
        this.member = Clusters.member(config.self(), config.gossip());
        this.local = new Mailbox("local", member, facts.owner(Optional.empty()));
        exchangeOnChange();
        config.gossip().peers().forEach((peer, addresses) -> links.add(link(vertx, config, peer, addresses)));
        listener.open();
        long every = config.settings().exchangeCycle().toMillis();
        this.cycle = timer.scheduleAtFixedRate(this::cycle, 0, every, TimeUnit.MILLISECONDS);
    }

    private void exchangeOnChange() {
        member.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                local.exchange();
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                local.exchange();
            }
        });
        member.getPartitionService().addPartitionLostListener(event -> local.exchange());
        member.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                local.exchange();
            }
        });
    }

    private Link link(Vertx vertx, ControllerConfig config, Site peer, List<Address> addresses) {
        LinkPipe pipe = new LinkPipe(vertx, config.gossip(), peer, addresses);
        HazelcastInstance client = Clusters.client(config.self(), peer, pipe.open());
        Mailbox mailbox = new Mailbox(peer.toString(), client, facts.owner(Optional.of(peer)));
        client.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.CLIENT_CONNECTED) {
                mailbox.exchange();
            }
        });
        return new Link(peer, pipe, client, mailbox);
    }

    private void cycle() {
        try {
            sayHolding();
            local.exchange();
            links.forEach(link -> link.mailbox().exchange());
            renewCertificates();
            if (journalWaits.compareAndSet(false, true)) {
                disk.execute(() -> guarded(this::journal));
            }
        } catch (RuntimeException e) {
            LOG.warn("exchange: {}", e.toString());
        }
    }

    private void journal() {
        journalWaits.set(false);
        long now = System.nanoTime();
        long elapsed = TimeUnit.NANOSECONDS.toMillis(now - journaledNanos);
        journaledNanos = now;
        intents.store().journalRest();
        intents.holders().advance(elapsed, listening.exchanging().get());
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("journal of the exchange: {}", e.toString());
        }
    }

    private void renewCertificates() {
        try {
            certificate.look();
            listener.renew();
            links.forEach(link -> link.pipe().renew());
        } catch (RuntimeException e) {
            LOG.warn("the renewed certificate cannot be used, the old one stays: {}; correct the files", e.toString());
        }
    }

    public void publish(Report report) {
        Envelope envelope = Envelope.report(report);
        facts.say(envelope);
        put(envelope);
    }

    /** Tells the others of intents that are on this controller's disk, and that they are. */
    public void publish(List<IntentEntry> entries) {
        entries.forEach(entry -> put(facts.intent(entry)));
        sayHolding();
    }

    /** Tells the others what this controller holds, where that has changed (rule G8). */
    private void sayHolding() {
        facts.sayHolding().ifPresent(this::put);
    }

    private void put(Envelope envelope) {
        local.put(envelope);
        links.forEach(link -> link.mailbox().put(envelope));
    }

    /** The sites that a link stands to now. */
    public SortedSet<Site> connected() {
        SortedSet<Site> connected = new TreeSet<>();
        for (Link link : links) {
            if (!link.client().getCluster().getMembers().isEmpty()) {
                connected.add(link.peer());
            }
        }
        return connected;
    }

    @Override
    public void close() {
        cycle.cancel(false);
        timer.shutdownNow();
        listener.close();
        for (Link link : links) {
            link.mailbox().close();
            link.client().getLifecycleService().terminate();
            link.pipe().close();
        }
        local.close();
        member.getLifecycleService().terminate();
        disk.shutdown();
        try {
            if (!disk.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the disk is too slow to take the last intents; they come again after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
