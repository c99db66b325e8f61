package io.counterweight.simulation;

import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.name.ControllerId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Who tells whom what (rules G1, G2): each word goes to all at once, and the exchange cycle puts back whatever was missed. */
final class Mail {

    private record Letter(
            ControllerId from, long dueMillis, Collection<Report> reports, Collection<IntentEntry> entries) {}

    private final Cluster world;
    private final Map<Node, List<Letter>> boxes = new HashMap<>();
    private final BitSet connected = new BitSet();
    private long delivered;

    Mail(Cluster world) {
        this.world = world;
    }

    /** The same letters on their way in another world, between its nodes. */
    Mail copy(Cluster other) {
        Mail copy = new Mail(other);
        boxes.forEach((to, letters) -> copy.boxes.put(other.same(to), new ArrayList<>(letters)));
        copy.connected.or(connected);
        return copy;
    }

    /** What is on its way, and who is connected. */
    List<Object> memory() {
        SortedMap<ControllerId, List<Letter>> letters = new TreeMap<>();
        boxes.forEach((to, box) -> letters.put(
                to.id,
                box.stream()
                        .map(each -> new Letter(
                                each.from, Math.max(0, each.dueMillis - world.now()), each.reports, each.entries))
                        .toList()));
        return List.of(letters, connected.stream().boxed().toList());
    }

    /** Brings what is due here; whoever is down misses it. */
    void deliver(Node to) {
        List<Letter> box = boxes.getOrDefault(to, List.of());
        if (box.isEmpty()) {
            return;
        }
        List<Letter> due = new ArrayList<>();
        box.removeIf(letter -> letter.dueMillis <= world.now()
                && !world.network().holds(letter.from, to.id, world.now())
                && due.add(letter));
        due.sort(Comparator.comparingLong(Letter::dueMillis));
        to.running()
                .ifPresent(controller -> due.forEach(letter -> {
                    delivered++;
                    controller.receive(letter.entries);
                    letter.reports.forEach(controller::receive);
                }));
    }

    /** What is on its way, and in how many milliseconds it arrives. */
    void waiting(Node to, BiConsumer<Long, Object> letters) {
        for (Letter letter : boxes.getOrDefault(to, List.of())) {
            letters.accept(letter.dueMillis - world.now(), List.of(letter.reports, letter.entries));
        }
    }

    long delivered() {
        return delivered;
    }

    void publish(Node from, List<Report> reports, List<IntentEntry> entries) {
        if (!world.network().losesMail()) {
            for (Node to : world.nodes()) {
                if (reaches(from, to)) {
                    send(from, to, reports, entries);
                }
            }
        }
    }

    /** On a fixed cycle, and where a link has just come up: everything that is held. */
    void exchange(Node from, boolean cycle) {
        List<Report> reports = List.of();
        List<IntentEntry> entries = List.of();
        for (Node to : world.nodes()) {
            boolean isNew = !connected.get(pair(from, to));
            if ((cycle || isNew) && reaches(from, to)) {
                if (reports.isEmpty()) {
                    Controller controller = from.controller();
                    reports = controller.facts().reports().values().stream()
                            .map(Held::report)
                            .toList();
                    entries = controller.book().all();
                }
                if (isNew) {
                    world.coverage().fired("G2");
                }
                send(from, to, reports, entries);
            }
        }
    }

    private void send(Node from, Node to, Collection<Report> reports, Collection<IntentEntry> entries) {
        Weather weather = world.network().weather();
        for (int copies = weather.copies(world.random()); copies > 0; copies--) {
            long due = world.now() + world.latencyMillis() + weather.delay(world.random());
            boxes.computeIfAbsent(to, unseen -> new ArrayList<>()).add(new Letter(from.id, due, reports, entries));
        }
    }

    void noteConnections() {
        for (Node from : world.nodes()) {
            for (Node to : world.nodes()) {
                connected.set(pair(from, to), reaches(from, to));
            }
        }
    }

    private int pair(Node from, Node to) {
        return from.index * world.nodes().size() + to.index;
    }

    private boolean reaches(Node from, Node to) {
        return from != to
                && from.works()
                && to.running().isPresent()
                && world.network().carries(from.id, to.id);
    }
}
