package io.counterweight.simulation.explore;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.simulation.SteppedCluster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Every way that a small world can go, step by step: breadth first, so that the first path to a violation is a shortest one. Moments
 * that no rule can tell apart are one (see {@code Fingerprint}).
 */
public final class Exploration {

    private static final int WARM_UP_STEPS = 120;
    private static final int STARTED_STEPS = 20;

    /**
     * What is explored.
     *
     * @param services one or two
     * @param faults how many troubles and orders may begin, at most
     * @param reorders in how many steps, at most, the turns are taken in another than the usual order
     * @param depth how many steps deep
     * @param mostStates where it ends before that depth
     * @param healEvery every so many-th state is healed and played on; 0 for none
     * @param mostFound it ends at so many violations
     */
    public record Settings(
            int services,
            boolean witness,
            boolean measuresLoad,
            int faults,
            int reorders,
            int depth,
            int mostStates,
            int healEvery,
            int mostFound) {}

    /** What does not hold, and the steps to it, which {@link #replay} plays again. */
    public record Found(String what, List<String> path) {
        public Found {
            path = List.copyOf(path);
        }

        @Override
        public String toString() {
            return what + "\n  " + String.join("\n  ", path);
        }
    }

    /**
     * What came of it.
     *
     * @param states that no rule can take for each other, the first one included
     * @param transitions turns of the whole cluster that led to them
     * @param depth to which all of them were explored
     * @param closed nothing new is reached from any of them: a greater depth has no more
     * @param byDepth how many were new at each step
     * @param healed from how many everything was mended and played on
     */
    public record Result(
            long states, long transitions, int depth, boolean closed, List<Integer> byDepth, long healed, List<Found> found) {
        public Result {
            byDepth = List.copyOf(byDepth);
            found = List.copyOf(found);
        }
    }

    private record Reached(Moment moment, int path) {}

    private final Settings settings;
    private final List<Trouble> troubles;
    private final Set<String> lasting = new HashSet<>();
    private final SteppedCluster calm;
    private final SortedMap<ServiceName, SortedMap<Site, Integer>> right;
    private final Healing healing;
    private final Function<SteppedCluster, Optional<String>> demand;
    private final Marks seen = new Marks();
    private final Paths paths = new Paths();
    private final List<Found> found = new ArrayList<>();
    private final Set<String> kinds = new HashSet<>();
    private List<Reached> next = new ArrayList<>();
    private long transitions;
    private long healed;

    private Exploration(Settings settings, Function<SteppedCluster, Optional<String>> demand) {
        this.settings = settings;
        this.demand = demand;
        SmallWorld world = SmallWorld.of(settings.services(), settings.witness(), settings.measuresLoad());
        this.calm = calm(world);
        this.troubles = Troubles.of(world, calm);
        troubles.stream().filter(Trouble::lasting).forEach(each -> lasting.add(each.name()));
        this.right = calm.answers().values().iterator().next();
        this.healing = new Healing(troubles, right);
    }

    public static Result run(Settings settings) {
        return run(settings, cluster -> Optional.empty());
    }

    /** Under one more demand: what it gives does not hold. */
    static Result run(Settings settings, Function<SteppedCluster, Optional<String>> demand) {
        return new Exploration(settings, demand).run();
    }

    /** Plays a path again. Gives what does not hold at its end, or before. */
    public static Optional<String> replay(Settings settings, List<String> path) {
        return replay(settings, path, cluster -> Optional.empty());
    }

    static Optional<String> replay(
            Settings settings, List<String> path, Function<SteppedCluster, Optional<String>> demand) {
        Exploration exploration = new Exploration(settings, demand);
        Moment moment = exploration.first();
        for (String line : path) {
            if (line.equals(Paths.HEALED)) {
                return exploration.healing.of(moment);
            }
            moment = exploration.play(moment, Step.parse(line));
            Optional<String> broken = exploration.broken(moment);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    /** A world to which nothing has happened yet, so long that nothing in it changes any more. */
    static SteppedCluster calm(SmallWorld world) {
        SteppedCluster cluster = world.begin();
        for (int step = 0; step < WARM_UP_STEPS; step++) {
            calmStep(cluster);
            if (step > STARTED_STEPS) {
                cluster.violation().ifPresent(broken -> {
                    throw new IllegalStateException("before anything happened: " + broken);
                });
            }
        }
        return cluster;
    }

    /** One step in which all take their turns in the usual order. */
    static void calmStep(SteppedCluster cluster) {
        List<String> next = cluster.next();
        cluster.tick();
        next.forEach(cluster::turn);
        cluster.endStep();
    }

    private Moment first() {
        return new Moment(calm, new TreeSet<>(), settings.faults(), settings.reorders(), true);
    }

    private Result run() {
        List<Integer> byDepth = new ArrayList<>();
        Moment first = first();
        seen.add(first.mark(lasting));
        next.add(new Reached(first, Paths.START));
        int depth = 0;
        while (depth < settings.depth() && !next.isEmpty() && !over()) {
            List<Reached> layer = next;
            next = new ArrayList<>();
            for (int i = 0; i < layer.size() && !over(); i++) {
                expand(layer.set(i, null));
            }
            byDepth.add(next.size());
            depth += over() ? 0 : 1;
        }
        return new Result(seen.size(), transitions, depth, next.isEmpty() && !over(), byDepth, healed, found);
    }

    private boolean over() {
        return seen.size() >= settings.mostStates() || found.size() >= settings.mostFound();
    }

    private void expand(Reached reached) {
        events(reached, reached.moment, 0, List.of());
    }

    /** All that may happen before the turns: in one order, as nobody sees what is between them. */
    private void events(Reached from, Moment moment, int index, List<String> events) {
        turns(from, moment, events);
        for (int i = index; i < troubles.size(); i++) {
            Trouble trouble = troubles.get(i);
            if (moment.standing.contains(trouble.name())) {
                if (trouble.lasting() && !events.contains(trouble.name())) {
                    events(from, moment.without(trouble), i + 1, plus(events, "end " + trouble.name()));
                }
            } else if (moment.left > 0 && free(moment, trouble)) {
                events(from, moment.with(trouble), i + 1, plus(events, trouble.name()));
            }
        }
    }

    /** Of one subject one trouble stands at a time. */
    private boolean free(Moment moment, Trouble wanted) {
        return wanted.possible().test(moment.cluster)
                && troubles.stream()
                .noneMatch(each -> each.subject().equals(wanted.subject()) && moment.standing.contains(each.name()));
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
            orders.said(order.get(), take(cluster, order.get()));
            Moment after = new Moment(cluster, moment.standing, moment.left, reorders, moment.untouched());
            reached(from, after, new Step(events, order.get()));
            reorders = moment.reorders - 1;
            order = reorders < 0 ? Optional.empty() : orders.next();
        }
    }

    /** A step in this order. Gives who said anything new. */
    private static Set<String> take(SteppedCluster cluster, List<String> order) {
        Set<String> news = new HashSet<>();
        cluster.tick();
        for (String controller : order) {
            if (cluster.turn(controller)) {
                news.add(controller);
            }
        }
        cluster.endStep();
        return news;
    }

    private void reached(Reached from, Moment moment, Step step) {
        transitions++;
        Optional<String> broken = broken(moment);
        if (broken.isPresent()) {
            found(broken.get(), paths.with(paths.to(from.path), step));
            return;
        }
        if (seen.size() < settings.mostStates() && seen.add(moment.mark(lasting))) {
            int path = paths.add(from.path, step);
            if (settings.healEvery() > 0 && path % settings.healEvery() == 0) {
                healed++;
                healing.of(moment).ifPresent(what -> found(what, plus(paths.to(path), Paths.HEALED)));
            }
            next.add(new Reached(moment, path));
        }
    }

    private Optional<String> broken(Moment moment) {
        return moment.violation(right).or(() -> demand.apply(moment.cluster));
    }

    /** The first of each kind is the shortest of its kind. */
    private void found(String what, List<String> path) {
        if (kinds.add(what.replaceAll("[0-9]+ steps", "").replaceAll("\\{.*", ""))) {
            found.add(new Found(what, path));
        }
    }

    private Moment play(Moment from, Step step) {
        Moment moment = from;
        for (String event : step.events()) {
            boolean end = event.startsWith("end ");
            String name = end ? event.substring("end ".length()) : event;
            Trouble trouble = troubles.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no trouble is called '" + name + "'"));
            moment = end ? moment.without(trouble) : moment.with(trouble);
        }
        SteppedCluster cluster = moment.cluster.copy();
        take(cluster, step.order());
        return new Moment(cluster, moment.standing, moment.left, moment.reorders, moment.untouched());
    }

    private static <T> List<T> plus(List<T> all, T one) {
        List<T> more = new ArrayList<>(all);
        more.add(one);
        return List.copyOf(more);
    }
}
