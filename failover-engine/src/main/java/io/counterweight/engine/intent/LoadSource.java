package io.counterweight.engine.intent;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a datacenter's load is read: from metrics in Prometheus' text format (ADR 0021).
 *
 * @param urls plain HTTP, with literal addresses; what they say is added up
 * @param metric the name of the metric; all its series that carry the labels are added up
 * @param kind whether the metric counts what has been, or says what is
 * @param interval between two readings
 */
public record LoadSource(
        List<String> urls, String metric, SortedMap<String, String> labels, Kind kind, Duration interval) {

    /** A counter is read as its growth a second. */
    public enum Kind {
        COUNTER,
        GAUGE
    }

    public LoadSource {
        urls = List.copyOf(urls);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
}
