package io.counterweight.health.signal;

import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.name.ServiceName;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The pushed statements that are still alive. Bounded: so many senders for a service. Safe for any thread. */
public final class SignalStore {

    public static final int MOST_SENDERS = 64;

    /** What became of a statement. */
    public enum Outcome {
        ACCEPTED,
        /** Its sequence is not above the sender's last: a replay, or an older one that was overtaken. */
        IGNORED_AS_OLD,
        /** The service has as many live senders as it may have. */
        REFUSED_AS_TOO_MANY
    }

    private record Live(double capacity, String reason, long sequence, long expiresAt) {}

    private final Map<ServiceName, Map<String, Live>> words = new HashMap<>();

    public synchronized Outcome accept(PushedSignal signal, long now) {
        Map<String, Live> senders = words.computeIfAbsent(signal.service(), service -> new HashMap<>());
        Live known = senders.get(signal.sender());
        if (known != null && signal.sequence() <= known.sequence && now < known.expiresAt) {
            return Outcome.IGNORED_AS_OLD;
        }
        senders.values().removeIf(live -> now >= live.expiresAt);
        if (known == null && senders.size() >= MOST_SENDERS) {
            return Outcome.REFUSED_AS_TOO_MANY;
        }
        senders.put(
                signal.sender(),
                new Live(signal.capacity(), signal.reason(), signal.sequence(), now + signal.ttlMillis()));
        return Outcome.ACCEPTED;
    }

    /** The statements of a service that live now, by sender. */
    public synchronized SortedMap<String, PushedWord> living(ServiceName service, long now) {
        SortedMap<String, PushedWord> living = new TreeMap<>();
        words.getOrDefault(service, Map.of()).forEach((sender, live) -> {
            if (now < live.expiresAt) {
                living.put(sender, new PushedWord(live.capacity, live.reason, live.sequence, live.expiresAt - now));
            }
        });
        return living;
    }
}
