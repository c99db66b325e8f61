package io.counterweight.demo.traffic;

import io.counterweight.demo.kit.NameServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Many users, who together send so many requests a second. A virtual thread each. */
public final class Traffic implements Users, AutoCloseable {
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    /** Since when each user that waits for an answer does. */
    private final Map<Caller, Long> waiting = new ConcurrentHashMap<>();

    private final List<Thread> threads = new ArrayList<>();
    private final SplittableRandom seeds;
    private volatile boolean stopped;

    /** One user, who can call once and say what came of it. */
    interface Caller {
        Request call();
    }

    public Traffic(long seed) {
        this.seeds = new SplittableRandom(seed);
    }

    /** Adds users of a service, who call once in this time each, spread evenly. */
    public void add(String service, List<NameServer> servers, int users, long everyMillis) {
        for (int i = 0; i < users; i++) {
            User user = new User(service, servers, i, seeds.split());
            add(service + "-user-" + i, user, everyMillis * i / users, everyMillis);
        }
    }

    void add(String name, Caller caller, long firstMillis, long everyMillis) {
        threads.add(Thread.ofVirtual().name(name).start(() -> run(caller, firstMillis, everyMillis)));
    }

    private void run(Caller caller, long firstMillis, long everyMillis) {
        try {
            long next = System.nanoTime() + firstMillis * 1_000_000;
            while (!stopped) {
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
                // Noted before the request reads its clock: whoever does not see the note asks about a time before the
                // request.
                waiting.put(caller, System.nanoTime());
                requests.add(caller.call());
                waiting.remove(caller);
                next = Math.max(next + everyMillis * 1_000_000, System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int settle(long toNanos, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        int left = waitingSinceBefore(toNanos);
        while (left > 0 && System.nanoTime() - until < 0) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return left;
            }
            left = waitingSinceBefore(toNanos);
        }
        return left;
    }

    private int waitingSinceBefore(long nanos) {
        return (int)
                waiting.values().stream().filter(since -> since - nanos < 0).count();
    }

    @Override
    public List<Request> between(long fromNanos, long toNanos) {
        return requests.stream()
                .filter(each -> each.atNanos() - fromNanos >= 0 && each.atNanos() - toNanos < 0)
                .toList();
    }

    @Override
    public void close() {
        stopped = true;
        threads.forEach(Thread::interrupt);
    }
}
