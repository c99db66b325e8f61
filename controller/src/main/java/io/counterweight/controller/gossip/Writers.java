package io.counterweight.controller.gossip;

import io.counterweight.controller.log.Seldom;
import io.counterweight.controller.wire.Envelope;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose facts are kept: of each site as many controllers as a deployment can have. Names come and go, as with pods; where there are
 * more, one that is heard takes the place of the one that was silent for longest. Safe for any thread.
 */
final class Writers {
    private static final Logger LOG = LoggerFactory.getLogger(Writers.class);
    private static final int MOST_OF_A_SITE = 16;
    private static final int MOST_WAITING = 256;

    private final long freshNanos;
    private final LongSupplier nanos;
    private final Map<ControllerId, Long> heardAt = new HashMap<>();
    private final Map<ControllerId, Envelope> waiting = new LinkedHashMap<>();
    private final Seldom complaints;

    /** {@code staleness}: whoever was silent for longer may lose his place. */
    Writers(Duration staleness, LongSupplier nanos) {
        this.freshNanos = staleness.toNanos();
        this.nanos = nanos;
        this.complaints = new Seldom(nanos);
    }

    /** What to do with a fact: whether it is kept, and whose facts make room for it. */
    record Place(boolean kept, Optional<ControllerId> gone) {
        static final Place KEPT = new Place(true, Optional.empty());
        static final Place REFUSED = new Place(false, Optional.empty());
    }

    synchronized Place place(ControllerId writer, Envelope envelope) {
        if (heardAt.containsKey(writer)) {
            return Place.KEPT;
        }
        List<ControllerId> others = of(writer.site());
        if (others.size() < MOST_OF_A_SITE) {
            heardAt.put(writer, nanos.getAsLong());
            return Place.KEPT;
        }
        if (!advances(writer, envelope)) {
            return Place.REFUSED;
        }
        ControllerId stalest = others.getFirst();
        if (silentFor(stalest) <= freshNanos) {
            if (complaints.worthSaying(writer.site().value())) {
                LOG.warn(
                        "{} is not listened to: {} other controllers of {} are heard already; give its controllers"
                                + " names that they keep, or run fewer",
                        writer,
                        MOST_OF_A_SITE,
                        writer.site());
            }
            return Place.REFUSED;
        }
        LOG.info("{} takes the place of {}, which is silent", writer, stalest);
        heardAt.remove(stalest);
        waiting.remove(writer);
        heardAt.put(writer, nanos.getAsLong());
        return new Place(true, Optional.of(stalest));
    }

    /** A report that is newer than the one before is a sign of life; the first copy may be of somebody long gone (rule G5). */
    private boolean advances(ControllerId writer, Envelope envelope) {
        if (!envelope.kind().equals(Envelope.REPORT)) {
            return false;
        }
        Envelope before = waiting.get(writer);
        if (before == null && waiting.size() >= MOST_WAITING) {
            waiting.remove(waiting.keySet().iterator().next());
        }
        if (before == null || envelope.isAfter(before)) {
            waiting.put(writer, envelope);
        }
        return before != null && envelope.isAfter(before);
    }

    /** Whether this writer has no place, and none is free. */
    synchronized boolean full(ControllerId writer) {
        return !heardAt.containsKey(writer) && of(writer.site()).size() >= MOST_OF_A_SITE;
    }

    private List<ControllerId> of(Site site) {
        return heardAt.keySet().stream()
                .filter(other -> other.site().equals(site))
                .sorted((one, other) -> Long.compare(silentFor(other), silentFor(one)))
                .toList();
    }

    private long silentFor(ControllerId writer) {
        return nanos.getAsLong() - heardAt.getOrDefault(writer, 0L);
    }

    /** A newer report of this writer has come. */
    synchronized void heard(ControllerId writer) {
        heardAt.computeIfPresent(writer, (held, at) -> nanos.getAsLong());
    }

    /** Forgets whoever belongs to no site of these. */
    synchronized void retain(Collection<Site> sites) {
        heardAt.keySet().removeIf(writer -> !sites.contains(writer.site()));
        waiting.keySet().removeIf(writer -> !sites.contains(writer.site()));
    }
}
