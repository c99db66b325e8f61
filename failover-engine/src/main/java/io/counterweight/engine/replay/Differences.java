package io.counterweight.engine.replay;

import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.name.ServiceName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects what two rows of decisions differ in: one entry for each while in which a service differs in one way. Not safe for threads. */
final class Differences {
    private static final Side NOTHING = new Side(new TreeMap<>(), new TreeMap<>(), List.of());

    /** How two decisions differ. */
    private record Pair(Optional<Gist> then, Optional<Gist> instead) {
        boolean moves() {
            return then.isEmpty() || instead.isEmpty() || !then.get().servesAs(instead.get());
        }
    }

    private final int most;
    private final SortedMap<ServiceName, Pair> pairs = new TreeMap<>();
    private final SortedMap<ServiceName, Difference> open = new TreeMap<>();
    private final List<Difference> ended = new ArrayList<>();
    private long untold;

    Differences(int most) {
        this.most = most;
    }

    void add(SortedMap<ServiceName, DecisionRecord> then, SortedMap<ServiceName, DecisionRecord> instead, long wall) {
        SortedSet<ServiceName> services = new TreeSet<>(then.keySet());
        services.addAll(instead.keySet());
        for (ServiceName service : services) {
            add(service, Optional.ofNullable(then.get(service)), Optional.ofNullable(instead.get(service)), wall);
        }
    }

    private void add(ServiceName service, Optional<DecisionRecord> then, Optional<DecisionRecord> instead, long wall) {
        Pair pair = new Pair(then.map(Gist::of), instead.map(Gist::of));
        if (pair.equals(pairs.put(service, pair))) {
            return;
        }
        close(service, wall);
        if (!pair.then.equals(pair.instead)) {
            Side was = then.map(Side::of).orElse(NOTHING);
            Side would = instead.map(Side::of).orElse(NOTHING);
            open.put(service, new Difference(service, wall, OptionalLong.empty(), pair.moves(), was, would));
        }
    }

    /** Nothing is known from here on, or nothing more is asked. */
    void breakOff(long wall) {
        List.copyOf(open.keySet()).forEach(service -> close(service, wall));
        pairs.clear();
    }

    private void close(ServiceName service, long wall) {
        Difference difference = open.remove(service);
        if (difference != null) {
            keep(difference.endedAt(wall));
        }
    }

    private void keep(Difference difference) {
        if (ended.size() < most) {
            ended.add(difference);
        } else {
            untold++;
        }
    }

    /** In order of time; those that last come with no end. */
    List<Difference> told() {
        List<Difference> all = new ArrayList<>(ended);
        all.addAll(open.values());
        all.sort(Comparator.comparingLong(Difference::since).thenComparing(Difference::service));
        return all.subList(0, Math.min(most, all.size()));
    }

    long untold() {
        return untold + Math.max(0, ended.size() + open.size() - most);
    }
}
