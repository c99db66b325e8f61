package io.counterweight.demo.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * Which datacenters each name server named, and when. What it finds is so: a spell lasts from the arrival of its first answer to the
 * question of its last one, and the name server said the same in between, as often as it was asked. Moments are those of
 * {@link System#nanoTime}. Safe for any thread.
 */
final class Spells {

    private record Spell(String server, List<String> datacenters, long from, long to) {
        boolean contradicts(Spell other) {
            return from - other.to < 0
                    && other.from - to < 0
                    && !datacenters.isEmpty()
                    && !other.datacenters.isEmpty()
                    && !datacenters.equals(other.datacenters);
        }

        @Override
        public String toString() {
            return server + " " + datacenters;
        }
    }

    private final List<Spell> ended = new ArrayList<>();
    private final Map<String, Spell> current = new HashMap<>();

    /** A name server has answered with these datacenters, or with none. */
    synchronized void answered(String server, List<String> datacenters, long askedAt, long arrivedAt) {
        Spell last = current.get(server);
        if (last != null && last.datacenters().equals(datacenters)) {
            current.put(server, new Spell(server, datacenters, last.from(), askedAt));
        } else {
            silent(server);
            current.put(server, new Spell(server, List.copyOf(datacenters), arrivedAt, askedAt));
        }
    }

    /** A name server has not answered: whatever it says next begins anew. */
    synchronized void silent(String server) {
        Spell last = current.remove(server);
        if (last != null) {
            ended.add(last);
        }
    }

    private synchronized List<Spell> all() {
        List<Spell> all = new ArrayList<>(ended);
        all.addAll(current.values());
        return all;
    }

    /** Every answer that named two datacenters, and every two name servers that named different ones at one moment. */
    List<String> contradictions() {
        List<Spell> all = all();
        List<String> found = new ArrayList<>();
        for (Spell one : all) {
            if (one.datacenters().size() > 1) {
                found.add(one.toString());
            }
            all.stream()
                    .filter(other -> one.server().compareTo(other.server()) < 0 && one.contradicts(other))
                    .forEach(other -> found.add(one + " while " + other));
        }
        return found;
    }

    /** When an answer with this datacenter first arrived, of the spells that began since this moment. */
    OptionalLong firstNamed(String datacenter, long since) {
        return moments(datacenter, Spell::from).filter(at -> at - since >= 0).min();
    }

    /** When a question that was answered with this datacenter was last asked, of the spells that ended before this moment. */
    OptionalLong lastNamed(String datacenter, long before) {
        return moments(datacenter, Spell::to).filter(at -> at - before < 0).max();
    }

    private LongStream moments(String datacenter, ToLongFunction<Spell> which) {
        return all().stream()
                .filter(spell -> spell.datacenters().contains(datacenter))
                .mapToLong(which);
    }
}
