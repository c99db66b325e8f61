package io.counterweight.health.signal;

import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.name.ServiceName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The pushed statements that are still alive. Bounded: so many senders for a service. What has expired is remembered for one more
 * life, so that a late replay does not bring it back. Safe for any thread.
 */
public final class SignalStore {

    public static final int MOST_SENDERS = 64;

    private static final int MOST_EVENTS = 16;

    /** What became of a statement. */
    public enum Outcome {
        ACCEPTED,
        /** Its sequence is not above the sender's last: a replay, or an older one that was overtaken. */
        IGNORED_AS_OLD,
        /** The service has as many live senders as it may have. */
        REFUSED_AS_TOO_MANY
    }

    private record Word(
            double capacity,
            OptionalDouble load,
            OptionalDouble errors,
            OptionalDouble lagSeconds,
            String reason,
            long sequence,
            List<String> events,
            long expiresAt,
            long forgottenAt) {

        boolean lives(long now) {
            return now < expiresAt;
        }
    }

    private final Map<ServiceName, Map<String, Word>> words = new HashMap<>();

    /**
     * Takes a statement.
     *
     * @param elsewhere the highest sequence of this sender that a sibling reports; -1 where none does
     */
    public synchronized Outcome accept(PushedSignal signal, long now, long elsewhere) {
        Map<String, Word> senders = words.computeIfAbsent(signal.service(), service -> new HashMap<>());
        senders.values().removeIf(word -> now >= word.forgottenAt);
        Optional<Word> known = Optional.ofNullable(senders.get(signal.sender()));
        if (old(signal.order(), known, elsewhere)) {
            return Outcome.IGNORED_AS_OLD;
        }
        if (known.isEmpty() && !makeRoom(senders, now)) {
            return Outcome.REFUSED_AS_TOO_MANY;
        }
        long floor = Math.max(known.map(Word::sequence).orElse(-1L), elsewhere);
        long sequence = signal.order().bySender()
                ? signal.order().sequence()
                : Math.max(signal.order().sequence(), floor + 1);
        long expiresAt = now + signal.ttlMillis();
        senders.put(
                signal.sender(),
                new Word(
                        signal.capacity(),
                        signal.load(),
                        signal.errors(),
                        signal.lagSeconds(),
                        signal.reason(),
                        sequence,
                        events(signal.order(), known),
                        expiresAt,
                        expiresAt + signal.ttlMillis()));
        return Outcome.ACCEPTED;
    }

    private static boolean old(PushedSignal.Order order, Optional<Word> known, long elsewhere) {
        boolean again = known.isPresent()
                && order.event().filter(known.get().events::contains).isPresent();
        boolean overtaken = order.bySender()
                && (order.sequence() < elsewhere
                        || known.filter(word -> order.sequence() <= word.sequence)
                                .isPresent());
        return again || overtaken;
    }

    private static List<String> events(PushedSignal.Order order, Optional<Word> known) {
        List<String> events = new ArrayList<>(known.map(Word::events).orElse(List.of()));
        order.event().ifPresent(events::add);
        return List.copyOf(events.subList(Math.max(0, events.size() - MOST_EVENTS), events.size()));
    }

    /** The expired go first, then those who take nothing away: somebody's trouble is never refused for somebody's wellbeing. */
    private static boolean makeRoom(Map<String, Word> senders, long now) {
        return senders.size() < MOST_SENDERS
                || drop(senders, word -> !word.lives(now))
                || drop(senders, word -> word.capacity == 1);
    }

    private static boolean drop(Map<String, Word> senders, Predicate<Word> which) {
        Optional<String> first = senders.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .min(Comparator.comparingLong(entry -> entry.getValue().expiresAt))
                .map(Map.Entry::getKey);
        first.ifPresent(senders::remove);
        return first.isPresent();
    }

    /** The statements of a service that live now, by sender. */
    public synchronized SortedMap<String, PushedWord> living(ServiceName service, long now) {
        SortedMap<String, PushedWord> living = new TreeMap<>();
        words.getOrDefault(service, Map.of()).forEach((sender, word) -> {
            if (word.lives(now)) {
                living.put(
                        sender,
                        new PushedWord(
                                word.capacity,
                                word.reason,
                                word.sequence,
                                word.expiresAt - now,
                                word.load,
                                word.errors,
                                word.lagSeconds));
            }
        });
        return living;
    }
}
