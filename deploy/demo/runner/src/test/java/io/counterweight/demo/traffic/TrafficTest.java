package io.counterweight.demo.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.demo.kit.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** No request of a user is lost, and each belongs to the time in which it began. */
class TrafficTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long HOUR_MILLIS = 3_600_000;

    /** A user whose requests end when a test says so, and as it says. */
    private static final class Patient implements Traffic.Caller {
        final BlockingQueue<Request> ends = new LinkedBlockingQueue<>();

        @Override
        public Request call() {
            try {
                return ends.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return request(0);
            }
        }
    }

    private static Request request(long atNanos) {
        return Request.served(atNanos, "shop", "127.0.0.1", "east");
    }

    @Test
    void requestsAreCountedByWhenTheyBegan() {
        Patient user = new Patient();
        List.of(10L, 20L, 25L, 30L).forEach(at -> user.ends.add(request(at)));
        try (Traffic traffic = new Traffic(1)) {
            traffic.add("user", user, 0, 0);
            World.await(
                    "all four are over", PATIENCE, () -> traffic.between(0, 100).size() == 4);
            assertEquals(List.of(request(20), request(25)), traffic.between(20, 30));
        }
    }

    @Test
    void failedAndServedRequestsOfAllUsersAreKept() {
        Patient one = new Patient();
        Patient other = new Patient();
        one.ends.add(request(1));
        other.ends.add(Request.failed(2, "shop", "127.0.0.1", "refused"));
        try (Traffic traffic = new Traffic(1)) {
            traffic.add("one", one, 0, HOUR_MILLIS);
            traffic.add("other", other, 0, HOUR_MILLIS);
            World.await("both are over", PATIENCE, () -> traffic.between(0, 100).size() == 2);
            assertEquals(
                    1, traffic.between(0, 100).stream().filter(Request::failed).count());
        }
    }

    @Test
    void requestThatIsNotOverIsWaitedForIfItBeganBefore() {
        Patient user = new Patient();
        long before = System.nanoTime();
        try (Traffic traffic = new Traffic(1)) {
            traffic.add("user", user, 0, HOUR_MILLIS);
            World.await("it has begun", PATIENCE, () -> traffic.settle(System.nanoTime(), Duration.ZERO) == 1);
            assertEquals(0, traffic.settle(before, Duration.ZERO));
            long began = System.nanoTime();
            assertEquals(1, traffic.settle(began, Duration.ofMillis(20)));
            assertEquals(List.of(), traffic.between(before, began));

            user.ends.add(request(began - 1));
            assertEquals(0, traffic.settle(began, PATIENCE));
            assertEquals(List.of(request(began - 1)), traffic.between(before, began));
        }
    }
}
