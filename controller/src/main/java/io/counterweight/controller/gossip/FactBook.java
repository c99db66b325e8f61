package io.counterweight.controller.gossip;

import io.counterweight.controller.intent.Holders;
import io.counterweight.controller.intent.Holding;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.IntentStore.Received;
import io.counterweight.controller.wire.Envelope;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.IntentEntry;
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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every fact that this controller would have the others know, its own and those it relays, as their writers' bytes (rules G2, G10).
 * Safe for any thread.
 */
final class FactBook {
    private static final Logger LOG = LoggerFactory.getLogger(FactBook.class);
    private static final int MOST_CONTROLLERS_OF_A_SITE = 16;
    private static final int MOST_COMPLAINTS = 1_000;

    private final ControllerId self;
    private final IntentStore store;
    private final Holders holders;
    private final Consumer<Report> onReport;
    private final Map<String, Envelope> latest = new ConcurrentHashMap<>();
    private final Map<String, Envelope> intents = new ConcurrentHashMap<>();
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();
    private long holdingTerm;
    private long holdingSequence;
    private String holdingLast = "";

    /**
     * Begins empty.
     *
     * @param incarnation of this start
     * @param onReport given every report that is newer than the last of its writer
     */
    FactBook(ControllerId self, IntentStore store, Holders holders, long incarnation, Consumer<Report> onReport) {
        this.self = self;
        this.store = store;
        this.holders = holders;
        this.holdingTerm = incarnation;
        this.onReport = onReport;
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
        held.putAll(latest);
        return held;
    }

    Envelope intent(IntentEntry entry) {
        return Envelope.intent(entry, store.text(entry));
    }

    private void received(Collection<Envelope> envelopes, Optional<Site> origin) {
        List<Received> written = new ArrayList<>();
        for (Envelope envelope : envelopes) {
            try {
                if (envelope.kind().equals(Envelope.INTENT)) {
                    written.add(new Received(entry(envelope), new String(envelope.body(), StandardCharsets.UTF_8)));
                } else {
                    received(envelope);
                }
            } catch (RuntimeException e) {
                complain(envelope, e);
            }
        }
        if (origin.map(holders::takesFrom).orElse(true)) {
            written.removeIf(each -> store.knows(each.entry()) || holders.ignores(each.entry()));
            store.receive(written);
        }
    }

    private void received(Envelope envelope) {
        ControllerId writer = ControllerId.parse(envelope.key());
        if (!newest(envelope, writer)) {
            return;
        }
        switch (envelope.kind()) {
            case Envelope.REPORT -> onReport.accept(Wire.read(envelope.body(), Report.class));
            case Envelope.HELD -> {
                if (writer.equals(self)) {
                    jumpAbove(envelope);
                } else {
                    holders.heard(writer, Wire.read(envelope.body(), Holding.class));
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
        Envelope known = latest.get(envelope.slot());
        if (known == null
                && (!store.intents().topology().sites().contains(writer.site()) || crowded(envelope, writer))) {
            return false;
        }
        boolean[] taken = {false};
        latest.compute(envelope.slot(), (slot, held) -> {
            taken[0] = held == null || envelope.isAfter(held);
            return taken[0] ? envelope : held;
        });
        return taken[0];
    }

    private boolean crowded(Envelope envelope, ControllerId writer) {
        String prefix = envelope.kind() + ":" + writer.site() + "/";
        return latest.keySet().stream().filter(slot -> slot.startsWith(prefix)).count() >= MOST_CONTROLLERS_OF_A_SITE;
    }

    /** What is replaced here, or was deleted so long ago that the deletion is forgotten, is of no use to anybody. */
    private boolean outlived(Envelope envelope) {
        if (!envelope.kind().equals(Envelope.INTENT)) {
            return false;
        }
        try {
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
