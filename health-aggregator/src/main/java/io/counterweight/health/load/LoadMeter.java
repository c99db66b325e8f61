package io.counterweight.health.load;

import io.counterweight.engine.intent.LoadSource;
import io.counterweight.engine.intent.LoadSource.Kind;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * From readings of one service's metrics to its load. A counter that is lower than before has begun anew, and a series that is new began
 * at 0. One writer; any reader.
 */
final class LoadMeter {

    /** A load that was read so many intervals ago is none any more. */
    private static final int LIVES_INTERVALS = 3;

    private static final double MILLIS = 1_000;

    private final LoadSource source;
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();

    /** The load is empty after the first reading of a counter. */
    private record Reading(long atMillis, SortedMap<String, Double> series, OptionalDouble load) {}

    LoadMeter(LoadSource source) {
        this.source = source;
    }

    void read(String url, SortedMap<String, Double> series, long atMillis) {
        Reading before = readings.get(url);
        OptionalDouble load = source.kind() == Kind.GAUGE
                ? OptionalDouble.of(sum(series))
                : before == null || atMillis <= before.atMillis || !lives(before, atMillis)
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(grown(before.series, series) * MILLIS / (atMillis - before.atMillis));
        readings.put(url, new Reading(atMillis, series, load));
    }

    private static double sum(SortedMap<String, Double> series) {
        return series.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double grown(SortedMap<String, Double> before, SortedMap<String, Double> after) {
        double grown = 0;
        for (Map.Entry<String, Double> each : after.entrySet()) {
            double was = before.getOrDefault(each.getKey(), 0.0);
            grown += each.getValue() >= was ? each.getValue() - was : each.getValue();
        }
        return grown;
    }

    private boolean lives(Reading reading, long now) {
        return now - reading.atMillis <= LIVES_INTERVALS * source.interval().toMillis();
    }

    /** The sum over all places that it is read from; empty while one of them says nothing. */
    OptionalDouble load(long now) {
        double sum = 0;
        for (String url : source.urls()) {
            Reading reading = readings.get(url);
            if (reading == null || !lives(reading, now) || reading.load.isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += reading.load.getAsDouble();
        }
        return OptionalDouble.of(sum);
    }
}
