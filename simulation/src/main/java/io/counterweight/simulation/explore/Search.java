package io.counterweight.simulation.explore;

import io.counterweight.simulation.SteppedCluster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One search, breadth first: a layer of states after the other. */
final class Search {

    private record Reached(Moment moment, int path) {}

    private final Exploration.Settings settings;
    private final Stage stage;
    private final Set<String> lasting = new HashSet<>();
    private final Marks seen = new Marks();
    private final Paths paths = new Paths();
    private final List<Exploration.Found> found = new ArrayList<>();
    private final Set<String> kinds = new HashSet<>();
    private List<Reached> next = new ArrayList<>();
    private long transitions;
    private long healed;

    Search(Exploration.Settings settings, Stage stage) {
        this.settings = settings;
        this.stage = stage;
        stage.troubles().stream().filter(Trouble::lasting).forEach(each -> lasting.add(each.name()));
    }

    Exploration.Result run() {
        List<Integer> byDepth = new ArrayList<>();
        Moment first = stage.first(settings);
        seen.add(first.mark(lasting));
        next.add(new Reached(first, Paths.START));
        int depth = 0;
        while (depth < settings.depth() && !next.isEmpty() && !over()) {
            List<Reached> layer = next;
            next = new ArrayList<>();
            for (int i = 0; i < layer.size() && !over(); i++) {
                Reached from = layer.set(i, null);
                events(from, from.moment, 0, List.of());
            }
            byDepth.add(next.size());
            depth += over() ? 0 : 1;
        }
        boolean closed = next.isEmpty() && !over();
        return new Exploration.Result(seen.size(), transitions, depth, closed, byDepth, healed, found);
    }

    private boolean over() {
        return seen.size() >= settings.mostStates() || found.size() >= settings.mostFound();
    }

    /** All that may happen before the turns: in one order, as nobody sees what is between them. */
    private void events(Reached from, Moment moment, int index, List<String> events) {
        turns(from, moment, events);
        List<Trouble> troubles = stage.troubles();
        for (int i = index; i < troubles.size(); i++) {
            Trouble trouble = troubles.get(i);
            if (moment.standing.contains(trouble.name())) {
                if (trouble.lasting() && !events.contains(trouble.name())) {
                    events(from, moment.without(trouble), i + 1, plus(events, Step.END + trouble.name()));
                }
            } else if (moment.left > 0 && stage.free(moment, trouble)) {
                events(from, moment.with(trouble), i + 1, plus(events, trouble.name()));
            }
        }
    }

    /**
     * The usual order of turns, and every other one that anybody could tell from those played: two turns may change places where
     * neither says anything new.
     */
    private void turns(Reached from, Moment moment, List<String> events) {
        Orders orders = new Orders(moment.cluster.next());
        int reorders = moment.reorders;
        Optional<List<String>> order = orders.next();
        while (order.isPresent()) {
            SteppedCluster cluster = moment.cluster.copy();
            orders.said(order.get(), Stage.take(cluster, order.get()));
            reached(from, moment.after(cluster, reorders), new Step(events, order.get()));
            reorders = moment.reorders - 1;
            order = reorders < 0 ? Optional.empty() : orders.next();
        }
    }

    private void reached(Reached from, Moment moment, Step step) {
        transitions++;
        Optional<String> broken = stage.broken(moment);
        if (broken.isPresent()) {
            found(broken.get(), plus(paths.to(from.path), step.toString()));
            return;
        }
        if (seen.size() < settings.mostStates() && seen.add(moment.mark(lasting))) {
            int path = paths.add(from.path, step);
            if (settings.healEvery() > 0 && path % settings.healEvery() == 0) {
                healed++;
                stage.healing().of(moment).ifPresent(what -> found(what, plus(paths.to(path), Paths.HEALED)));
            }
            next.add(new Reached(moment, path));
        }
    }

    /** The first of each kind is the shortest of its kind. */
    private void found(String what, List<String> path) {
        if (kinds.add(what.replaceAll("[0-9]+ steps", "").replaceAll("\\{.*", ""))) {
            found.add(new Exploration.Found(what, path));
        }
    }

    private static <T> List<T> plus(List<T> all, T one) {
        List<T> more = new ArrayList<>(all);
        more.add(one);
        return List.copyOf(more);
    }
}
