package io.counterweight.simulation.availability;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * A year of outages lived through by several ways of steering at once, each with users of its own. Where nothing happens for longer
 * than {@link #CALM_MILLIS}, the steering lives through that much only, and the rest of the calm is counted with what users get at its
 * end: by then every wait of the default policy is over, and every answer asked for anew. How much is lived through is drawn anew each time:
 * users who asked in step with one another would else meet every outage at the same age of their answers.
 */
final class Year {

    static final long CALM_MILLIS = 700_000;

    private static final int DRAWN_STEPS = 1_200;

    private final List<Outage> outages;
    private final long stepMillis;
    private final long horizonMillis;
    private final List<Rider> riders = new ArrayList<>();
    private final Random random;
    private long lived;

    Year(List<Outage> outages, Random random, long stepMillis, long horizonMillis) {
        this.random = random;
        this.outages = outages;
        this.stepMillis = stepMillis;
        this.horizonMillis = horizonMillis;
    }

    /** Adds one way of steering with its users; gives where their account is kept. */
    Account with(Steering steering, Resolvers users, double capacity) {
        Account account = new Account(capacity);
        riders.add(new Rider(steering, users, account));
        return account;
    }

    private record Rider(Steering steering, Resolvers users, Account account) {

        void step(long lived) {
            steering.step();
            users.ask(lived, steering::answers);
        }

        void count(long millis, SortedSet<String> down) {
            account.count(millis, users.sent(), down);
        }
    }

    int outages() {
        return outages.size();
    }

    /** Runs the year, and gives the part of it in which every datacenter was down. */
    double run(List<String> datacenters) {
        List<Long> moments = LongStream.concat(
                        outages.stream().flatMapToLong(each -> LongStream.of(each.fromMillis(), each.toMillis())),
                        LongStream.of(0, horizonMillis))
                .distinct()
                .sorted()
                .boxed()
                .toList();
        long allDown = 0;
        for (int i = 0; i + 1 < moments.size(); i++) {
            long from = moments.get(i);
            long length = moments.get(i + 1) - from;
            SortedSet<String> dark = down(from, true);
            SortedSet<String> failing = down(from, false);
            riders.forEach(each -> each.steering.now(dark, failing));
            SortedSet<String> down = new TreeSet<>(dark);
            down.addAll(failing);
            allDown += down.containsAll(datacenters) ? length : 0;
            live(length, down);
        }
        return allDown / (double) horizonMillis;
    }

    private void live(long length, SortedSet<String> down) {
        long lives = Math.min(length, CALM_MILLIS + random.nextInt(DRAWN_STEPS) * stepMillis);
        for (long passed = 0; passed < lives; passed += stepMillis) {
            lived += stepMillis;
            riders.forEach(each -> {
                each.step(lived);
                each.count(stepMillis, down);
            });
        }
        riders.forEach(each -> each.count(length - lives, down));
    }

    private SortedSet<String> down(long at, boolean whole) {
        SortedSet<String> down = new TreeSet<>();
        outages.stream()
                .filter(each -> each.whole() == whole && each.covers(at))
                .forEach(each -> down.add(each.datacenter()));
        return down;
    }
}
