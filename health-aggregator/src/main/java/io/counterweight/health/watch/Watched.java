package io.counterweight.health.watch;

import io.counterweight.engine.intent.Damping;
import io.counterweight.health.probe.Subject;
import io.counterweight.health.probe.Target;
import io.counterweight.health.probe.Watch;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The watches of one kind, changed to what is wanted without disturbing what stays. Used on the event loop. */
public final class Watched<K extends Comparable<K>, S extends Subject> {
    /**
     * What is to be watched.
     *
     * @param make makes the subject, given the one that watched under this key before
     */
    public record Wanted<S>(Target target, Damping damping, Function<Optional<S>, S> make) {}

    private record Entry<S>(Target target, Damping damping, S subject, Watch watch) {}

    private final Watch.World world;
    private final SortedMap<K, Entry<S>> entries = new TreeMap<>();

    public Watched(Watch.World world) {
        this.world = world;
    }

    public void change(SortedMap<K, Wanted<S>> wanted) {
        entries.entrySet().removeIf(entry -> {
            boolean gone = !wanted.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().watch().stop();
            }
            return gone;
        });
        wanted.forEach((key, want) -> {
            Entry<S> held = entries.get(key);
            if (held == null
                    || !held.target().equals(want.target())
                    || !held.damping().equals(want.damping())) {
                if (held != null) {
                    held.watch().stop();
                }
                entries.put(key, begin(want, Optional.ofNullable(held).map(Entry::subject)));
            }
        });
    }

    private Entry<S> begin(Wanted<S> want, Optional<S> before) {
        S subject = want.make().apply(before);
        long confirm = want.damping().confirmInterval().toMillis();
        Watch watch = new Watch(world, want.target(), subject, confirm);
        watch.start();
        return new Entry<>(want.target(), want.damping(), subject, watch);
    }

    public SortedMap<K, S> subjects() {
        SortedMap<K, S> subjects = new TreeMap<>();
        entries.forEach((key, entry) -> subjects.put(key, entry.subject()));
        return subjects;
    }

    public void each(Consumer<Watch> action) {
        entries.values().forEach(entry -> action.accept(entry.watch()));
    }
}
