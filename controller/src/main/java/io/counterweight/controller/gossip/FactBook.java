package io.counterweight.controller.gossip;

import io.counterweight.controller.intent.Holders;
import io.counterweight.controller.intent.Holding;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.IntentStore.Received;
import io.counterweight.controller.wire.Envelope;
import io.counterweight.controller.wire.Heard;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every fact that this controller would have the others know, its own and those it relays, as their writers' bytes (rules G2, G10).
 * Safe for any thread.
 */
final class FactBook {
    private static final Logger LOG = LoggerFactory.getLogger(FactBook.class);
    private static final int MOST_NEW_KINDS = 8;
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_COMPLAINTS = 1_000;

    private final ControllerId self;
    private final IntentStore store;
    private final Holders holders;
    private final Consumer<Heard> onReport;
    private final Writers writers;
    private final Executor disk;
    private final Map<String, Envelope> latest = new ConcurrentHashMap<>();
    /** Of a writer that has started again since: the last of its words before that were told. */
    private final Map<String, Envelope> earlierLives = new ConcurrentHashMap<>();

    private final Map<String, Envelope> intents = new ConcurrentHashMap<>();
    private final Set<String> newKinds = ConcurrentHashMap.newKeySet();
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();
    /** What waits for the disk, each once: a disk that hangs holds up intents, and nothing else. */
    private final Map<ControllerId, Envelope> words = new ConcurrentHashMap<>();

    private final Map<Offer, Received> offers = new ConcurrentHashMap<>();
    private final AtomicBoolean writeWaits = new AtomicBoolean();
    private long holdingTerm;
    private long holdingSequence;
    private String holdingLast = "";

    /** An intent that lies in a mailbox: one's own cluster's where {@code origin} is empty. */
    private record Offer(Optional<Site> origin, String slot) {}

    /** Begins empty. On {@code disk}, one task at a time, runs what may wait for the disk. */
    FactBook(ControllerId self, Gossip.Intents intents, Gossip.Listening listening, Writers writers, Executor disk) {
        this.self = self;
        this.store = intents.store();
        this.holders = intents.holders();
        this.holdingTerm = listening.incarnation();
        this.onReport = listening.onReport();
        this.writers = writers;
        this.disk = disk;
    }

    /** The view of a mailbox of another site, or of one's own where it is empty. */
    Mailbox.Owner owner(Optional<Site> origin) {
        return new Mailbox.Owner() {
            @Override
            public void received(Collection<Envelope> envelopes) {
                FactBook.this.received(envelopes, origin);
            }

            @Override
            public boolean wants(String slot) {
                return !intents.containsKey(slot);
            }

            @Override
            public Map<String, Envelope> all() {
                return FactBook.this.all();
            }

            @Override
            public boolean outlived(Envelope envelope) {
                return FactBook.this.outlived(envelope);
            }
        };
    }

    /** Keeps a fact of one's own. */
    void say(Envelope envelope) {
        latest.put(envelope.slot(), envelope);
    }

    /** What this controller holds, if that is not what it said last (rule G8). */
    synchronized Optional<Envelope> sayHolding() {
        String body = Wire.text(holders.say());
        if (body.equals(holdingLast)) {
            return Optional.empty();
        }
        holdingLast = body;
        holdingSequence++;
        Envelope said = new Envelope(
                Envelope.HELD, self.toString(), holdingTerm, holdingSequence, body.getBytes(StandardCharsets.UTF_8));
        say(said);
        return Optional.of(said);
    }

    private Map<String, Envelope> all() {
        Map<String, Envelope> held = new HashMap<>();
        for (IntentEntry entry : store.book().all()) {
            String slot = Envelope.slot(entry);
            held.put(slot, intents.computeIfAbsent(slot, absent -> intent(entry)));
        }
        intents.keySet().retainAll(held.keySet());
        prune();
        held.putAll(latest);
        return held;
    }

    /** Of a site that has left the voting set nothing is relayed any more. */
    private void prune() {
        earlierLives.keySet().retainAll(latest.keySet());
        Topology topology = store.intents().topology();
        writers.retain(topology.sites());
        latest.values().removeIf(envelope -> {
            ControllerId writer = ControllerId.parse(envelope.key());
            return !writer.equals(self) && !topology.votes(writer.site());
        });
    }

    Envelope intent(IntentEntry entry) {
        return Envelope.intent(entry, store.text(entry));
    }

    private void received(Collection<Envelope> envelopes, Optional<Site> origin) {
        for (Envelope envelope : envelopes) {
            try {
                if (envelope.kind().equals(Envelope.INTENT)) {
                    offered(envelope, origin);
                } else {
                    received(envelope);
                }
            } catch (RuntimeException e) {
                complain(envelope, e);
            }
        }
        boolean waits = !words.isEmpty() || !offers.isEmpty();
        if (waits && writeWaits.compareAndSet(false, true)) {
            disk.execute(this::write);
        }
    }

    /** What is cut off here the next exchange offers again. */
    private void offered(Envelope envelope, Optional<Site> origin) {
        IntentEntry entry = entry(envelope);
        if (!store.knows(entry) && offers.size() < MOST_WAITING) {
            String text = new String(envelope.body(), StandardCharsets.UTF_8);
            offers.put(new Offer(origin, envelope.slot()), new Received(entry, text));
        }
    }

    /** First what others hold and ask for: to whom this controller must yield, it does before it takes his intents. */
    private void write() {
        writeWaits.set(false);
        for (ControllerId writer : Set.copyOf(words.keySet())) {
            Envelope word = words.remove(writer);
            if (word != null) {
                try {
                    holders.heard(writer, Wire.read(word.body(), Holding.class));
                } catch (RuntimeException e) {
                    complain(word, e);
                }
            }
        }
        Map<Optional<Site>, List<Received>> byOrigin = new HashMap<>();
        for (Offer offer : Set.copyOf(offers.keySet())) {
            Received received = offers.remove(offer);
            if (received != null) {
                byOrigin.computeIfAbsent(offer.origin(), none -> new ArrayList<>())
                        .add(received);
            }
        }
        byOrigin.forEach((origin, written) -> {
            if (origin.map(holders::takesFrom).orElse(true)) {
                written.removeIf(each -> store.knows(each.entry()) || holders.ignores(each.entry()));
                store.receive(written);
            }
        });
    }

    private void received(Envelope envelope) {
        ControllerId writer = ControllerId.parse(envelope.key());
        if (!newest(envelope, writer)) {
            if (ofEarlierLife(envelope)) {
                onReport.accept(Heard.of(envelope));
            }
            return;
        }
        switch (envelope.kind()) {
            case Envelope.REPORT -> onReport.accept(Heard.of(envelope));
            case Envelope.HELD -> {
                if (writer.equals(self)) {
                    jumpAbove(envelope);
                } else {
                    words.put(writer, envelope);
                }
            }
            default -> LOG.trace("relayed, of a kind that only newer versions know: {}", envelope);
        }
    }

    /** An earlier life of this controller, which its journal does not remember, has said more (rule G3). */
    private synchronized void jumpAbove(Envelope unknown) {
        if (unknown.term() >= holdingTerm) {
            holdingTerm = unknown.term() + 1;
            holdingSequence = 0;
            holdingLast = "";
        }
    }

    /** Keeps the newest fact of each writer, of no more writers than a deployment can have. */
    private boolean newest(Envelope envelope, ControllerId writer) {
        boolean welcome = latest.containsKey(envelope.slot())
                || store.intents().topology().votes(writer.site()) && kindKept(envelope) && placed(envelope, writer);
        if (!welcome) {
            return false;
        }
        boolean[] taken = {false};
        latest.compute(envelope.slot(), (slot, held) -> {
            taken[0] = held == null || envelope.isAfter(held);
            if (held != null && envelope.term() > held.term()) {
                earlierLives.put(slot, held);
            }
            return taken[0] ? envelope : held;
        });
        if (taken[0] && envelope.kind().equals(Envelope.REPORT)) {
            writers.heard(writer);
        }
        return taken[0];
    }

    /**
     * What a controller said last before it started again, heard after its first words since: those state no ceiling yet, so the
     * earlier ones still count (rule G3). Of the reader itself too: its journal may be older. It is told, and not kept.
     */
    private boolean ofEarlierLife(Envelope envelope) {
        Envelope held = latest.get(envelope.slot());
        if (held == null || envelope.term() >= held.term() || !envelope.kind().equals(Envelope.REPORT)) {
            return false;
        }
        Envelope known = earlierLives.get(envelope.slot());
        if (known != null && !envelope.isAfter(known)) {
            return false;
        }
        earlierLives.put(envelope.slot(), envelope);
        return true;
    }

    /** Newer versions may bring a few kinds more, each with a slot for every writer. */
    private boolean kindKept(Envelope envelope) {
        String kind = envelope.kind();
        if (kind.equals(Envelope.REPORT) || kind.equals(Envelope.HELD) || newKinds.contains(kind)) {
            return true;
        }
        if (newKinds.size() >= MOST_NEW_KINDS) {
            complain(envelope, new IllegalArgumentException("too many kinds of facts that this version does not know"));
            return false;
        }
        newKinds.add(kind);
        return true;
    }

    private boolean placed(Envelope envelope, ControllerId writer) {
        if (writer.equals(self)) {
            return true;
        }
        Writers.Place place = writers.place(writer, envelope);
        place.gone().ifPresent(gone -> {
            String key = gone.toString();
            latest.values().removeIf(held -> held.key().equals(key));
            words.remove(gone);
        });
        return place.kept();
    }

    /**
     * An intent that is replaced here, or was deleted so long ago that the deletion is forgotten, is of no use to anybody; nor is what a
     * controller said that has lost its place to another. If it lives, it says more.
     */
    private boolean outlived(Envelope envelope) {
        try {
            if (envelope.kind().equals(Envelope.REPORT) || envelope.kind().equals(Envelope.HELD)) {
                ControllerId writer = ControllerId.parse(envelope.key());
                return store.intents().topology().votes(writer.site()) && writers.full(writer);
            }
            if (!envelope.kind().equals(Envelope.INTENT)) {
                return false;
            }
            IntentEntry entry = entry(envelope);
            return store.knows(entry) || holders.ignores(entry);
        } catch (RuntimeException e) {
            complain(envelope, e);
            return false;
        }
    }

    private static IntentEntry entry(Envelope envelope) {
        return Wire.read(envelope.body(), IntentEntry.class);
    }

    private void complain(Envelope envelope, RuntimeException e) {
        if (complaints.size() < MOST_COMPLAINTS && complaints.add(envelope.toString())) {
            LOG.warn("skipped {}, which cannot be read: {}", envelope, e.toString());
        }
    }
}
