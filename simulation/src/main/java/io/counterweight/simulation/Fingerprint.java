package io.counterweight.simulation;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.name.ControllerId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.ToLongFunction;

/**
 * A hash of 128 bits over values, in which two moments are the same when no rule can tell them apart: times count from now and no
 * further back than the longest wait, sequences count back from the newest of their writer, and words for people are left out.
 *
 * <p>A value is a record, a collection, an optional, or a plain value. A number is a time of a monotonic clock where it can be nothing
 * else: clocks begin at {@link Node#CLOCKS_BEGIN}, and no count or length of these worlds comes near it.
 */
final class Fingerprint {

    /** Two halves. */
    record Mark(long high, long low) {}

    private static final long SEQUENCES = 24;
    private static final long INCARNATIONS = 4;

    private final long longestWaitMillis;
    private final ToLongFunction<ControllerId> clocks;
    private final Map<ControllerId, SortedMap<Long, Long>> newest;
    private long high = 0x9E3779B97F4A7C15L;
    private long low = 0xC2B2AE3D27D4EB4FL;
    private long now;
    private Optional<ControllerId> writer = Optional.empty();

    /**
     * Nothing added yet.
     *
     * @param clocks what each controller's monotonic clock shows now
     * @param newest of each writer, the highest sequence of each incarnation
     */
    Fingerprint(
            long longestWaitMillis,
            ToLongFunction<ControllerId> clocks,
            Map<ControllerId, SortedMap<Long, Long>> newest) {
        this.longestWaitMillis = longestWaitMillis;
        this.clocks = clocks;
        this.newest = newest;
    }

    /** Values of the world itself; none of them is a time of a controller's clock. */
    Fingerprint add(Object value) {
        value(value);
        return this;
    }

    /** Values that one controller holds, by its clock. */
    Fingerprint add(ControllerId holder, Object value) {
        now = clocks.applyAsLong(holder);
        writer = Optional.of(holder);
        value(holder);
        value(value);
        return this;
    }

    Mark mark() {
        return new Mark(finish(high ^ Long.rotateLeft(low, 17)), finish(low + high * 31));
    }

    private void value(Object value) {
        switch (value) {
            case Long number -> number(number);
            case Integer number -> put(number);
            case Boolean flag -> put(flag ? 1 : 2);
            case Double number -> put(Double.doubleToLongBits(number));
            case String text -> text(text);
            case Duration length -> put(length.toMillis());
            case Enum<?> constant -> text(constant.name());
            case Optional<?> some -> some.ifPresentOrElse(this::value, () -> put(-3));
            case OptionalLong some -> some.ifPresentOrElse(this::number, () -> put(-3));
            case OptionalDouble some -> some.ifPresentOrElse(each -> value((Object) each), () -> put(-3));
            case Map<?, ?> map -> map(map);
            case Collection<?> all -> collection(all);
            case Record parts -> record(parts);
            default -> throw new IllegalArgumentException("no fingerprint of a " + value.getClass());
        }
    }

    /** What has no order of its own is summed. */
    private void collection(Collection<?> all) {
        put(all.size());
        if (all instanceof Set<?> && !(all instanceof SortedSet<?>)) {
            sum(all);
        } else {
            all.forEach(this::value);
        }
    }

    private void map(Map<?, ?> map) {
        if (map instanceof SortedMap<?, ?>) {
            put(map.size());
            map.forEach((key, value) -> {
                value(key);
                if (key instanceof ControllerId id && value instanceof ReportStamp stamp) {
                    stamp(Optional.of(id), stamp);
                } else {
                    value(value);
                }
            });
        } else {
            put(map.size());
            sum(map.entrySet().stream()
                    .map(each -> List.<Object>of(each.getKey(), each.getValue()))
                    .toList());
        }
    }

    private void sum(Collection<?> all) {
        long highBefore = high;
        long lowBefore = low;
        long highSum = 0;
        long lowSum = 0;
        for (Object each : all) {
            high = 1;
            low = 2;
            value(each);
            highSum += finish(high);
            lowSum += finish(low);
        }
        high = highBefore;
        low = lowBefore;
        put(highSum);
        put(lowSum);
    }

    private void record(Record record) {
        Optional<ControllerId> outer = writer;
        switch (record) {
            case ReportStamp stamp -> {
                stamp(writer, stamp);
                return;
            }
            case Echo echo -> {
                value(echo.controller());
                stamp(Optional.of(echo.controller()), echo.stamp());
                return;
            }
            case Report report -> writer = Optional.of(report.writer());
            case Held held -> writer = Optional.of(held.report().writer());
            default -> {}
        }
        VisibleParts.of(record).forEach(this::value);
        writer = outer;
    }

    private void number(long number) {
        boolean time = number >= Node.CLOCKS_BEGIN || number < -Node.CLOCKS_BEGIN;
        put(time ? Math.min(longestWaitMillis, now - Math.max(number, -Node.CLOCKS_BEGIN)) : number);
    }

    /** How many incarnations ago, and how many reports before the last one of its incarnation. */
    private void stamp(Optional<ControllerId> of, ReportStamp stamp) {
        SortedMap<Long, Long> lives = newest.get(of.orElseThrow());
        if (lives == null || lives.isEmpty()) {
            put(0);
            return;
        }
        put(Math.min(INCARNATIONS, lives.lastKey() - stamp.incarnation()));
        put(Math.min(SEQUENCES, lives.getOrDefault(stamp.incarnation(), 0L) - stamp.sequence()));
    }

    private void text(String text) {
        put(text.hashCode());
        put(text.length());
    }

    private void put(long value) {
        high = (high ^ value) * 0xFF51AFD7ED558CCDL;
        high ^= high >>> 32;
        low = (low + value) * 0xC4CEB9FE1A85EC53L;
        low ^= low >>> 29;
    }

    private static long finish(long mixed) {
        long bits = (mixed ^ mixed >>> 33) * 0xFF51AFD7ED558CCDL;
        bits = (bits ^ bits >>> 33) * 0xC4CEB9FE1A85EC53L;
        return bits ^ bits >>> 33;
    }
}
