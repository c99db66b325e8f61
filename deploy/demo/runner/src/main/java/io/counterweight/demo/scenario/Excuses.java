package io.counterweight.demo.scenario;

import io.counterweight.demo.traffic.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Which failures of users a death explains: when, and of which kind. Every other failure is one too many. */
final class Excuses {
    private record Excuse(long from, long to, Predicate<Request> kind) {
        boolean covers(Request request) {
            return request.atNanos() - from >= 0 && request.atNanos() - to <= 0 && kind.test(request);
        }
    }

    private final List<Excuse> excuses = new CopyOnWriteArrayList<>();

    void add(long from, long to, Predicate<Request> kind) {
        excuses.add(new Excuse(from, to, kind));
    }

    boolean cover(Request request) {
        return excuses.stream().anyMatch(excuse -> excuse.covers(request));
    }
}
