package io.counterweight.controller.gossip;

import com.fasterxml.jackson.core.type.TypeReference;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.wire.Envelope;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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
    private static final int MOST_CONTROLLERS_OF_A_SITE = 16;
    private static final TypeReference<SortedMap<IntentKey, List<HybridStamp>>> HELD = new TypeReference<>() {};

    private record Link(Site peer, LinkPipe pipe, HazelcastInstance client, Mailbox mailbox) {}

    private final class Facts implements Mailbox.Owner {
        @Override
        public void received(Envelope envelope) {
            Gossip.this.received(envelope);
        }

        @Override
        public Map<String, Envelope> all() {
            Map<String, Envelope> all = new HashMap<>(latest);
            store.book().all().forEach(entry -> {
                Envelope envelope = intents.computeIfAbsent(slot(entry), slot -> Envelope.intent(entry));
                all.put(envelope.slot(), envelope);
            });
            return all;
        }

        @Override
        public boolean outlived(Envelope envelope) {
            if (!envelope.kind().equals(Envelope.INTENT)) {
                return false;
            }
            IntentEntry entry = Wire.read(envelope.body(), IntentEntry.class);
            return store.book().uncovered(entry.key()).stream()
                    .noneMatch(held -> held.stamp().equals(entry.stamp()));
        }
    }

    private final ControllerConfig config;
    private final IntentStore store;
    private final Consumer<Report> onReport;
    private final Runnable onIntent;
    private final Supplier<SortedSet<Site>> sites;
    private final Map<String, Envelope> latest = new ConcurrentHashMap<>();
    private final Map<String, Envelope> intents = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "exchange-cycle");
        thread.setDaemon(true);
        return thread;
    });
    private final LinkListener listener;
    private final HazelcastInstance member;
    private final Mailbox local;
    private final List<Link> links = new ArrayList<>();
    private final ScheduledFuture<?> cycle;
    private final long incarnation;
    private long heldSequence;
    private String heldLast = "";

    /**
     * Opens the link's port, joins the own cluster and begins to look for the others.
     *
     * @param incarnation of this start
     * @param onReport given every report received, any number of times, in any order
     */
    public Gossip(
            Vertx vertx,
            ControllerConfig config,
            IntentStore store,
            long incarnation,
            Consumer<Report> onReport,
            Runnable onIntent) {
        this.config = config;
        this.incarnation = incarnation;
        this.store = store;
        this.onReport = onReport;
        this.onIntent = onIntent;
        this.sites = () -> store.intents().topology().sites();
        Facts facts = new Facts();
        this.listener = new LinkListener(vertx, config.gossip());
        this.member = Clusters.member(config.self(), config.gossip());
        this.local = new Mailbox("local", member, facts);
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
        config.gossip().peers().forEach((peer, addresses) -> {
            LinkPipe pipe = new LinkPipe(vertx, config.gossip(), peer, addresses);
            HazelcastInstance client = Clusters.client(config.self(), peer, pipe.open());
            Mailbox mailbox = new Mailbox(peer.toString(), client, facts);
            client.getLifecycleService().addLifecycleListener(event -> {
                if (event.getState() == LifecycleState.CLIENT_CONNECTED) {
                    mailbox.exchange();
                }
            });
            links.add(new Link(peer, pipe, client, mailbox));
        });
        listener.open();
        long cycle = config.settings().exchangeCycle().toMillis();
        this.cycle = timer.scheduleAtFixedRate(this::cycle, 0, cycle, TimeUnit.MILLISECONDS);
    }

    private void cycle() {
        try {
            held();
            intents.keySet().retainAll(slots());
            local.exchange();
            links.forEach(link -> link.mailbox().exchange());
            listener.renew();
            links.forEach(link -> link.pipe().renew());
        } catch (RuntimeException e) {
            LOG.warn("exchange: {}", e.toString());
        }
    }

    private SortedSet<String> slots() {
        SortedSet<String> slots = new TreeSet<>();
        store.book().all().forEach(entry -> slots.add(slot(entry)));
        return slots;
    }

    private static String slot(IntentEntry entry) {
        return entry.key() + "|" + entry.stamp();
    }

    public void publish(Report report) {
        put(Envelope.report(report));
    }

    /** Tells the others of an intent that is on this controller's disk. */
    public void publish(IntentEntry entry) {
        Envelope envelope = Envelope.intent(entry);
        local.put(envelope);
        links.forEach(link -> link.mailbox().put(envelope));
        held();
    }

    /** Tells the others what this controller holds (rule G8). */
    private synchronized void held() {
        String body = Wire.text(store.held());
        if (!body.equals(heldLast)) {
            heldLast = body;
            heldSequence++;
            put(new Envelope(
                    Envelope.HELD,
                    config.self().toString(),
                    incarnation,
                    heldSequence,
                    body.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void put(Envelope envelope) {
        latest.put(envelope.slot(), envelope);
        local.put(envelope);
        links.forEach(link -> link.mailbox().put(envelope));
    }

    private void received(Envelope envelope) {
        switch (envelope.kind()) {
            case Envelope.INTENT -> intent(envelope);
            case Envelope.REPORT -> {
                if (newest(envelope)) {
                    onReport.accept(Wire.read(envelope.body(), Report.class));
                }
            }
            case Envelope.HELD -> {
                ControllerId writer = ControllerId.parse(envelope.key());
                if (!writer.equals(config.self()) && newest(envelope)) {
                    store.heldBy(writer, Wire.read(new String(envelope.body(), StandardCharsets.UTF_8), HELD));
                }
            }
            default -> LOG.debug("a fact of a kind that only newer versions know: {}", envelope);
        }
    }

    private void intent(Envelope envelope) {
        IntentEntry entry = Wire.read(envelope.body(), IntentEntry.class);
        boolean known = store.book().uncovered(entry.key()).contains(entry);
        if (!known) {
            intents.put(slot(entry), envelope);
            store.receive(entry);
            onIntent.run();
        }
    }

    /** Takes the newest fact of each writer, of no more writers than a deployment can have. */
    private boolean newest(Envelope envelope) {
        ControllerId writer = ControllerId.parse(envelope.key());
        Envelope known = latest.get(envelope.slot());
        if (known != null && !envelope.isAfter(known)) {
            return false;
        }
        if (known == null && (!sites.get().contains(writer.site()) || crowded(envelope.kind(), writer.site()))) {
            return false;
        }
        latest.merge(envelope.slot(), envelope, (held, offered) -> offered.isAfter(held) ? offered : held);
        return true;
    }

    private boolean crowded(String kind, Site site) {
        String prefix = kind + ":" + site + "/";
        return latest.keySet().stream().filter(slot -> slot.startsWith(prefix)).count() >= MOST_CONTROLLERS_OF_A_SITE;
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
    }
}
