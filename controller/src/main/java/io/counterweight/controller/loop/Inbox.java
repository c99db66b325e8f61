package io.counterweight.controller.loop;

import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.name.Site;
import io.counterweight.health.HealthAggregator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Reports on their way from gossip's threads to the loop's. A flood is cut off: the next exchange brings what was dropped. */
final class Inbox {
    private static final int MOST_WAITING = 10_000;

    private final ConcurrentLinkedQueue<Report> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    /** Takes a report, new or not; false when too many wait already. Any thread. */
    boolean offer(Report report) {
        if (size.incrementAndGet() > MOST_WAITING) {
            size.decrementAndGet();
            return false;
        }
        return waiting.add(report);
    }

    /** The facts with everything that waits in them; what is news is told to the probes. The loop's thread. */
    Facts read(Facts known, HealthAggregator health, long now) {
        Facts facts = known;
        for (Report report = waiting.poll(); report != null; report = waiting.poll()) {
            size.decrementAndGet();
            Site site = report.writer().site();
            boolean before = !facts.fresh(site, now).isEmpty();
            boolean newer = isNews(facts, report);
            facts = facts.receive(report, now);
            if (newer) {
                boolean turnedFresh = !before && !facts.fresh(site, now).isEmpty();
                health.heard(report, turnedFresh);
            }
        }
        return facts;
    }

    private static boolean isNews(Facts facts, Report report) {
        return facts.of(report.writer())
                .map(held -> report.stamp().isAfter(held.report().stamp()))
                .orElse(true);
    }
}
