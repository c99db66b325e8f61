package io.counterweight.controller.loop;

import io.counterweight.controller.wire.Heard;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.replay.Position;
import io.counterweight.health.HealthAggregator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Reports on their way from gossip's threads to the loop's. A flood is cut off: the next exchange brings what was dropped. */
final class Inbox {
    private static final int MOST_WAITING = 10_000;

    /** Where the loop stands after it has read. */
    record Read(Position position, List<Heard> heard) {}

    private final ConcurrentLinkedQueue<Heard> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    /** Takes a report, new or not; false when too many wait already. Any thread. */
    boolean offer(Heard report) {
        if (size.incrementAndGet() > MOST_WAITING) {
            size.decrementAndGet();
            return false;
        }
        return waiting.add(report);
    }

    /** Takes in everything that waits; what is news is told to the probes. The loop's thread. */
    Read read(Position before, HealthAggregator health, long now) {
        Position position = before;
        List<Heard> all = new ArrayList<>();
        for (Heard heard = waiting.poll(); heard != null; heard = waiting.poll()) {
            size.decrementAndGet();
            all.add(heard);
            position = hear(position, heard.report(), health, now);
        }
        return new Read(position, all);
    }

    private static Position hear(Position before, Report report, HealthAggregator health, long now) {
        Site site = report.writer().site();
        boolean wasFresh = !before.facts().fresh(site, now).isEmpty();
        Position after = before.hearing(report, now);
        if (isNews(before.facts(), report)) {
            health.heard(report, !wasFresh);
        }
        return after;
    }

    private static boolean isNews(Facts facts, Report report) {
        return facts.of(report.writer())
                .map(held -> report.stamp().isAfter(held.report().stamp()))
                .orElse(true);
    }
}
