package io.counterweight.simulation;

import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.Whole;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** One world from its seed: a shape, then again and again a calm, a while of trouble, a healing, and the agreement that must follow. */
final class RandomWorld {

    private static final long START_MILLIS = 6_000;
    private static final long LOSS_BOUND_MILLIS = 2_000 + Shape.SILENCE_MILLIS + 3_000;
    private static final long AGREE_AFTER_MILLIS = 10_000;
    private static final long RIGHT_AFTER_MILLIS = 60_000;
    private static final int DISAGREE_STEPS = 4;

    private final RandomGenerator random;
    private final Shape shape;
    private final Cluster cluster;
    private final Chaos chaos;
    private final boolean beside;
    private final SortedMap<ServiceName, SortedMap<Site, Integer>> right = new TreeMap<>();

    private RandomWorld(long seed, IntPredicate played, Recorder recorder) {
        this.random = new SplittableRandom(seed);
        this.shape = Shape.of(random).withCapacities(seed);
        this.beside = random.nextInt(5) == 0;
        this.cluster = Cluster.of(shape.topology(), seed, shape.controllers(), shape.policies())
                .record(recorder);
        if (random.nextBoolean()) {
            cluster.withoutMeasuredLoad();
        } else if (seed % 2 == 0) {
            cluster.withDriftingLoad();
        }
        List<Fault> faults = beside ? Fault.BESIDE_THE_APPLICATIONS : Fault.ALL;
        this.chaos = new Chaos(cluster, shape, seed, faults, played);
        shape.policies().forEach(policy -> right.put(policy.service(), right(policy)));
    }

    /** Plays at least so long, to the end of a healing. */
    static Outcome play(long seed, long millis) {
        return play(seed, millis, Recorder.none());
    }

    static Outcome play(long seed, long millis, Recorder recorder) {
        return play(new RandomWorld(seed, strike -> true, recorder), seed, millis);
    }

    /**
     * Plays a part of it.
     *
     * @param played which strikes happen, by their number
     */
    static Outcome play(long seed, long millis, IntPredicate played) {
        return play(new RandomWorld(seed, played, Recorder.none()), seed, millis);
    }

    private static Outcome play(RandomWorld world, long seed, long millis) {
        Optional<Outcome.Failure> failure = Optional.empty();
        try {
            world.play(millis);
        } catch (RuntimeException e) {
            String what = e instanceof Violation ? String.valueOf(e.getMessage()) : e + " at " + e.getStackTrace()[0];
            failure = Optional.of(new Outcome.Failure(what, world.chaos.diary(), world.cluster.toString()));
        }
        SortedMap<String, Long> faults = new TreeMap<>();
        world.chaos.counts().forEach((fault, count) -> faults.put(fault.name(), (long) count));
        return new Outcome(
                seed,
                world.cluster.now(),
                world.cluster.events(),
                world.chaos.strikes(),
                faults,
                world.cluster.coverage().counts(),
                failure);
    }

    private void play(long millis) {
        cluster.watch(chaos::turn);
        cluster.run(START_MILLIS);
        cluster.watch(new Invariants(cluster, LOSS_BOUND_MILLIS)::check);
        if (beside) {
            cluster.watch(this::nothingMoves);
        }
        while (cluster.now() < millis) {
            trouble();
            chaos.healAll();
            cluster.pass(AGREE_AFTER_MILLIS);
            agree(cluster.now() + RIGHT_AFTER_MILLIS);
            cluster.pass(random.nextInt(10_000, 600_000));
        }
    }

    private void trouble() {
        int strikes = random.nextInt(1, 25);
        for (int i = 0; i < strikes; i++) {
            chaos.strike();
            cluster.pass(pause());
        }
    }

    /** Mostly one thing soon after the other, at times long after it. */
    private long pause() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> random.nextInt(8) * Cluster.STEP_MILLIS;
            case 2 -> random.nextInt(15_000);
            default -> random.nextInt(60_000);
        };
    }

    /** Invariant 2, and that no clock moves anything: where every application serves and every probe arrives no answer is ever another one than in calm. */
    private void nothingMoves() {
        for (Node node : cluster.nodes()) {
            node.running()
                    .filter(Controller::started)
                    .ifPresent(controller -> controller.served().services().forEach((service, plan) -> {
                        if (!plan.shares().isEmpty() && !plan.weights().equals(right.get(service))) {
                            throw new Violation("invariant 2: " + node.id + " answers " + plan.weights() + " for "
                                    + service + ", though nothing happened to it");
                        }
                    }));
        }
    }

    /** Invariant 7: all reach the same plan, and it is the right one; what differs is on its way for an exchange cycle at most. */
    private void agree(long end) {
        int differing = 0;
        while (cluster.now() < end && !settled()) {
            chaos.release();
            cluster.pass(Cluster.STEP_MILLIS);
            differing = agreed() ? 0 : differing + 1;
            if (differing > DISAGREE_STEPS) {
                throw new Violation("invariant 7: no agreement");
            }
        }
        if (!settled()) {
            throw new Violation("invariant 7: not the right plan " + right);
        }
        Set<Object> books = new HashSet<>();
        cluster.nodes().forEach(node -> books.add(node.controller().book()));
        if (books.size() > 1) {
            throw new Violation("invariant 7: not everybody holds the same intents");
        }
    }

    private boolean agreed() {
        Set<Object> answers = new HashSet<>();
        cluster.nodes().forEach(node -> answers.add(weights(node.controller().served())));
        return answers.size() == 1;
    }

    private boolean settled() {
        return cluster.nodes().stream()
                .allMatch(node -> weights(node.controller().served()).equals(right)
                        && node.controller().intents().overrides().stream()
                                .allMatch(order -> order.action() instanceof Action.Release));
    }

    private static SortedMap<ServiceName, SortedMap<Site, Integer>> weights(Plan plan) {
        SortedMap<ServiceName, SortedMap<Site, Integer>> weights = new TreeMap<>();
        plan.services().forEach((service, each) -> weights.put(service, each.weights()));
        return weights;
    }

    /** What a service must be answered with when all is well. */
    private static SortedMap<Site, Integer> right(Policy policy) {
        SortedMap<Site, Integer> weights = new TreeMap<>();
        if (policy.mode() == Mode.PRIORITY) {
            policy.datacenters().keySet().forEach(site -> weights.put(site, 0));
            policy.datacenters().entrySet().stream()
                    .min((one, other) -> Integer.compare(
                            one.getValue().priority(), other.getValue().priority()))
                    .ifPresent(first -> weights.put(first.getKey(), ServicePlan.WHOLE));
            return weights;
        }
        SortedMap<Site, Double> parts = new TreeMap<>();
        policy.datacenters().keySet().forEach(site -> parts.put(site, policy.share(site)));
        return Whole.weights(parts);
    }
}
