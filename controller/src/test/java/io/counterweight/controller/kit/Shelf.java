package io.counterweight.controller.kit;

import io.counterweight.controller.intent.Holders;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.IntentStore.Received;
import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One controller's intents over a real journal, with a wall clock that the test moves. */
public final class Shelf implements AutoCloseable {
    public static final Topology TWO = topology("east west", "");
    private static final long ROOM = 4 << 20;

    public final ControllerId self;
    public final Path directory;
    public final Duration life;
    public long wallMillis = 1_000;
    public Journal journal;
    public IntentStore store;
    public Holders holders;

    private Shelf(ControllerId self, Path directory, Duration life) {
        this.self = self;
        this.directory = directory.resolve(self.toString());
        this.life = life;
    }

    public static Topology topology(String datacenters, String witnesses) {
        return new Topology(0, sites(datacenters), sites(witnesses));
    }

    private static SortedSet<Site> sites(String names) {
        return Stream.of(names.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(Site::of)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The shelf of a controller, such as {@code east/a}, below a folder of the test. */
    public static Shelf of(String self, Path directory) throws JournalFailure {
        return of(self, directory, Duration.ofDays(30));
    }

    public static Shelf of(String self, Path directory, Duration tombstoneLife) throws JournalFailure {
        Shelf shelf = new Shelf(ControllerId.parse(self), directory, tombstoneLife);
        shelf.open(ROOM, TWO);
        return shelf;
    }

    private void open(long room, Topology topology) throws JournalFailure {
        journal = Journal.open(directory, room);
        store = new IntentStore(self, journal, topology, () -> wallMillis);
        holders = new Holders(self, store, journal, () -> wallMillis, life);
    }

    /** A new life, with what the journal holds. */
    public Shelf restart() throws JournalFailure {
        return restart(ROOM, TWO);
    }

    public Shelf restart(long room, Topology topology) throws JournalFailure {
        journal.close();
        open(room, topology);
        return this;
    }

    /** Takes what another holds, and each hears what the other holds. */
    public void meet(Shelf other) {
        take(other.written());
        other.take(written());
        holders.heard(other.self, other.holders.say());
        other.holders.heard(self, holders.say());
    }

    public List<Received> written() {
        return store.book().all().stream()
                .map(entry -> new Received(entry, store.text(entry)))
                .toList();
    }

    public void take(Collection<Received> entries) {
        store.receive(
                entries.stream().filter(each -> !holders.ignores(each.entry())).toList());
    }

    public void pass(Duration uptime, Shelf... exchanging) {
        holders.advance(
                uptime.toMillis(), Stream.of(exchanging).map(each -> each.self).collect(Collectors.toSet()));
    }

    public boolean holds(IntentEntry entry) {
        return store.book().uncovered(entry.key()).contains(entry);
    }

    public static Set<Site> named(String... names) {
        return Stream.of(names).map(Site::of).collect(Collectors.toSet());
    }

    @Override
    public void close() throws JournalFailure {
        journal.close();
    }
}
