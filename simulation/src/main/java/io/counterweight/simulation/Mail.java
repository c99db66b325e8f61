package io.counterweight.simulation;

import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.IntentEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who tells whom what (rules G1, G2): each word goes to all at once, and the exchange cycle puts back whatever was missed. */
final class Mail {

    private record Letter(Node to, List<Report> reports, List<IntentEntry> entries) {}

    private record Pair(Node from, Node to) {}

    private final Cluster world;
    private final List<Letter> onTheWay = new ArrayList<>();
    private Set<Pair> connected = new HashSet<>();

    Mail(Cluster world) {
        this.world = world;
    }

    /** Brings what was sent in the last step. */
    void deliver() {
        for (Letter letter : onTheWay) {
            letter.to.running().ifPresent(controller -> {
                letter.entries.forEach(controller::receive);
                letter.reports.forEach(controller::receive);
            });
        }
        onTheWay.clear();
    }

    void publish(Node from, List<Report> reports, List<IntentEntry> entries) {
        if (!world.network().losesMail()) {
            world.nodes().stream()
                    .filter(to -> reaches(from, to))
                    .forEach(to -> onTheWay.add(new Letter(to, reports, entries)));
        }
    }

    /** On a fixed cycle, and where a link has just come up: everything that is held. */
    void exchange(Node from, boolean cycle) {
        for (Node to : world.nodes()) {
            boolean wanted = cycle || !connected.contains(new Pair(from, to));
            if (wanted && reaches(from, to)) {
                Controller controller = from.controller();
                List<Report> reports = controller.facts().reports().values().stream()
                        .map(Held::report)
                        .toList();
                onTheWay.add(new Letter(to, reports, controller.book().all()));
            }
        }
    }

    void noteConnections() {
        Set<Pair> now = new HashSet<>();
        for (Node from : world.nodes()) {
            for (Node to : world.nodes()) {
                if (reaches(from, to)) {
                    now.add(new Pair(from, to));
                }
            }
        }
        connected = now;
    }

    private boolean reaches(Node from, Node to) {
        return from != to
                && from.works()
                && to.running().isPresent()
                && world.network().carries(from.id, to.id);
    }
}
