package io.counterweight.simulation.explore;

import io.counterweight.simulation.SteppedCluster;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Where all ways begin, what can happen on them, and what must hold.
 *
 * @param calm a world to which nothing has happened yet; only copies of it are played
 * @param right what every name server answers in it
 * @param demand what must hold beside the invariants: what it gives does not
 */
record Stage(
        SteppedCluster calm,
        List<Trouble> troubles,
        Right right,
        Healing healing,
        Function<SteppedCluster, Optional<String>> demand) {

    private static final int WARM_UP_STEPS = 120;
    private static final int STARTED_STEPS = 20;

    static Stage of(Exploration.Settings settings, Function<SteppedCluster, Optional<String>> demand) {
        SmallWorld world = SmallWorld.of(settings.services(), settings.witness(), settings.measuresLoad());
        SteppedCluster calm = calm(world);
        List<Trouble> troubles = Troubles.of(world, calm).stream()
                .filter(each -> settings.kinds().isEmpty() || settings.kinds().contains(each.kind()))
                .toList();
        Right right = new Right(
                calm.answers().values().iterator().next(), settings.services().exclusive());
        return new Stage(calm, troubles, right, new Healing(troubles, right), demand);
    }

    /** So long that nothing in it changes any more. */
    static SteppedCluster calm(SmallWorld world) {
        SteppedCluster cluster = world.begin();
        for (int step = 0; step < WARM_UP_STEPS; step++) {
            take(cluster, cluster.next());
            if (step > STARTED_STEPS) {
                cluster.violation().ifPresent(broken -> {
                    throw new IllegalStateException("before anything happened: " + broken);
                });
            }
        }
        return cluster;
    }

    /** A step in this order. Gives who said anything new. */
    static Set<String> take(SteppedCluster cluster, List<String> order) {
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

    Moment first(Exploration.Settings settings) {
        return new Moment(calm, new TreeSet<>(), settings.faults(), settings.reorders(), true);
    }

    /** What does not hold at this moment. */
    Optional<String> broken(Moment moment) {
        return moment.violation(right).or(() -> demand.apply(moment.cluster));
    }

    /** Of one subject one trouble stands at a time. */
    boolean free(Moment moment, Trouble wanted) {
        return wanted.possible().test(moment.cluster)
                && troubles.stream()
                        .noneMatch(each ->
                                each.subject().equals(wanted.subject()) && moment.standing.contains(each.name()));
    }

    /** One step, as it was chosen. */
    Moment play(Moment from, Step step) {
        Moment moment = from;
        for (String event : step.events()) {
            boolean end = event.startsWith(Step.END);
            String name = end ? event.substring(Step.END.length()) : event;
            Trouble trouble = troubles.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no trouble is called '" + name + "'"));
            moment = end ? moment.without(trouble) : moment.with(trouble);
        }
        SteppedCluster cluster = moment.cluster.copy();
        take(cluster, step.order());
        return moment.after(cluster, moment.reorders);
    }
}
