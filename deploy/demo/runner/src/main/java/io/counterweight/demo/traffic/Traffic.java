package io.counterweight.demo.traffic;

import io.counterweight.demo.kit.NameServer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Many users, who together send so many requests a second. A virtual thread each. */
public final class Traffic implements AutoCloseable {
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final SplittableRandom seeds;
    private volatile boolean stopped;

    public Traffic(long seed) {
        this.seeds = new SplittableRandom(seed);
    }

    /** Adds users of a service, who call once in this time each, spread evenly. */
    public void add(String service, List<NameServer> servers, int users, long everyMillis) {
        for (int i = 0; i < users; i++) {
            User user = new User(service, servers, i, seeds.split());
            long first = everyMillis * i / users;
            threads.add(Thread.ofVirtual().name(service + "-user-" + i).start(() -> run(user, first, everyMillis)));
        }
    }

    private void run(User user, long firstMillis, long everyMillis) {
        try {
            long next = System.nanoTime() + firstMillis * 1_000_000;
            while (!stopped) {
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
                requests.add(user.call());
                next = Math.max(next + everyMillis * 1_000_000, System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every request that began in this time ({@link System#nanoTime}) and has ended. */
    public List<Request> between(long fromNanos, long toNanos) {
        return requests.stream()
                .filter(each -> each.atNanos() - fromNanos >= 0 && each.atNanos() - toNanos < 0)
                .toList();
    }

    public List<Request> all() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        stopped = true;
        threads.forEach(Thread::interrupt);
    }
}
