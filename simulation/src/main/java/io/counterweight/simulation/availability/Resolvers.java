package io.counterweight.simulation.availability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The users, by the resolvers that they ask. A resolver keeps an answer for its lifetime, or longer if it is one of those that stretch
 * it; then it asks any name server that lives. Users of one resolver are spread as the answer's weights say, so that a number stands
 * for each datacenter, not a draw: the shares are expectations.
 *
 * <p>8.74 % of resolvers extend lifetimes (Bhowmick, Ashiq, Deccio, Chung: TTL Violation of DNS Resolvers in the Wild, PAM 2023). How
 * far they do is not told there: five minutes at least is assumed here.
 */
final class Resolvers {

    static final double STRETCHING = 0.0874;
    static final long STRETCHED_TO_MILLIS = 300_000;
    private static final int HONEST = 200;
    private static final int STRETCHERS = 60;

    /** A resolver asks again when a user asks it, at most this long after its answer is over. */
    private static final int LATEST_MILLIS = 2_000;

    /** What a name server answers: parts of the whole by datacenter, and for how long it may be kept. */
    record Answer(SortedMap<String, Double> parts, long ttlMillis) {}

    /** Who answers now; empty where no name server lives, or none has anything to answer. */
    interface NameServers {
        List<Answer> now();
    }

    private static final class Resolver {
        final double users;
        final long leastMillis;
        long until;
        SortedMap<String, Double> parts = new TreeMap<>();

        Resolver(double users, long leastMillis, long until) {
            this.users = users;
            this.leastMillis = leastMillis;
            this.until = until;
        }
    }

    private final Random random;
    private final List<Resolver> all = new ArrayList<>();

    /** Whose answer is over first comes first: a year has a hundred million steps, and in most of them nobody asks. */
    private final PriorityQueue<Resolver> byEnd = new PriorityQueue<>(Comparator.comparingLong(each -> each.until));

    private SortedMap<String, Double> sent = new TreeMap<>();

    private Resolvers(Random random) {
        this.random = random;
    }

    /** Resolvers that keep answers, their questions spread evenly over a lifetime. */
    static Resolvers caching(Random random, long ttlMillis) {
        Resolvers resolvers = new Resolvers(random);
        resolvers.add(HONEST, (1 - STRETCHING) / HONEST, 0, ttlMillis);
        resolvers.add(STRETCHERS, STRETCHING / STRETCHERS, STRETCHED_TO_MILLIS, STRETCHED_TO_MILLIS);
        return resolvers;
    }

    /** Users behind a load balancer, who follow at once. */
    static Resolvers following(Random random) {
        Resolvers resolvers = new Resolvers(random);
        resolvers.add(1, 1, -1, 0);
        return resolvers;
    }

    private void add(int count, double users, long leastMillis, long spreadMillis) {
        for (int i = 0; i < count; i++) {
            Resolver one = new Resolver(users, leastMillis, spreadMillis * i / count);
            all.add(one);
            byEnd.add(one);
        }
    }

    /** Lets everybody whose answer is over ask again. */
    void ask(long now, NameServers servers) {
        if (byEnd.isEmpty() || byEnd.element().until > now) {
            return;
        }
        List<Answer> answers = servers.now();
        if (answers.isEmpty()) {
            return;
        }
        boolean changed = false;
        List<Resolver> asked = new ArrayList<>();
        while (!byEnd.isEmpty() && byEnd.element().until <= now) {
            Resolver each = byEnd.remove();
            Answer answer = answers.get(random.nextInt(answers.size()));
            changed |= !answer.parts().equals(each.parts);
            each.parts = answer.parts();
            each.until = each.leastMillis < 0
                    ? now
                    : now + Math.max(each.leastMillis, answer.ttlMillis()) + random.nextInt(LATEST_MILLIS);
            asked.add(each);
        }
        byEnd.addAll(asked);
        sent = changed ? summed() : sent;
    }

    /** The part of all users who are sent to each datacenter; the rest has no answer yet. */
    SortedMap<String, Double> sent() {
        return sent;
    }

    private SortedMap<String, Double> summed() {
        SortedMap<String, Double> sum = new TreeMap<>();
        for (Resolver each : all) {
            for (Map.Entry<String, Double> part : each.parts.entrySet()) {
                sum.merge(part.getKey(), part.getValue() * each.users, Double::sum);
            }
        }
        return sum;
    }
}
